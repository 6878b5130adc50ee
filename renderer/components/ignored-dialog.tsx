import { useRef } from 'react';
import type { SiteId } from '../../fleet/ids.ts';
import { useDecision } from '../use-decision.ts';
import { useFleet, useOverview, useWords } from '../use-fleet.ts';
import { useModalFocus } from '../use-modal-focus.ts';
import { OverlayDialog } from './overlay-dialog.tsx';

/** Sites that somebody decided against, and the way back. Escape closes. */
export function IgnoredDialog() {
  const { t } = useWords();
  const ignored = useOverview((state) => state.waiting.ignored);
  const { decide, disabled, failed } = useDecision();
  const close = useRef<HTMLButtonElement>(null);
  useModalFocus(close);
  /** The row that was clicked goes; the focus stays in the dialog. */
  const add = (id: SiteId): void => {
    close.current?.focus();
    decide([id], 'adopted');
  };
  return (
    <OverlayDialog title={t('ignored.title')} close={close}>
      <p className="t2">{t(ignored.length === 0 ? 'ignored.none' : 'ignored.hint')}</p>
      <ul className="vlist">
        {ignored.map((id) => (
          <IgnoredLine key={id} id={id} disabled={disabled} onAdd={() => add(id)} />
        ))}
      </ul>
      {failed && (
        <p className="c-err" role="alert">
          {t('adopt.failed')}
        </p>
      )}
    </OverlayDialog>
  );
}

interface IgnoredLineProps {
  readonly id: SiteId;
  readonly disabled: boolean;
  readonly onAdd: () => void;
}

function IgnoredLine({ id, disabled, onAdd }: IgnoredLineProps) {
  const { t } = useWords();
  const name = useFleet((picture) => picture.tables.sites[id]?.name);
  return (
    <li className="row">
      <span className="grow ell">
        <span className="id">{id}</span> {name}
      </span>
      <button type="button" className="btn sm" disabled={disabled} aria-label={t('adopt.addSite', { site: id })} onClick={onAdd}>
        {t('adopt.add')}
      </button>
    </li>
  );
}
