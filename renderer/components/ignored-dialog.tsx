import { useRef } from 'react';
import type { SiteId } from '../../fleet/ids.ts';
import { useDecision } from '../use-decision.ts';
import { useFleet, useOverview, useWords } from '../use-fleet.ts';
import { useHeld } from '../use-held.ts';
import { useModalFocus } from '../use-modal-focus.ts';
import { useRowFocus } from '../use-row-focus.ts';
import { Decided, DecisionButton } from './decision-button.tsx';
import { OverlayDialog } from './overlay-dialog.tsx';

/** Sites that somebody decided against, and the way back. Escape closes. */
export function IgnoredDialog() {
  const { t } = useWords();
  const ignored = useOverview((state) => state.waiting.ignored);
  const { decide, disabled, failed } = useDecision();
  const { shown, handlers } = useHeld(ignored);
  const left = new Set(ignored);
  const close = useRef<HTMLButtonElement>(null);
  useModalFocus(close);
  const list = useRef<HTMLUListElement>(null);
  const focus = useRowFocus(list, close);
  return (
    <OverlayDialog title={t('ignored.title')} close={close}>
      <p className="t2">{t(ignored.length === 0 ? 'ignored.none' : 'ignored.hint')}</p>
      <ul ref={list} className="vlist" {...handlers} {...focus}>
        {shown.map((id) => (
          <IgnoredLine key={id} id={id} over={!left.has(id)} disabled={disabled} onAdd={() => decide([id], 'adopted')} />
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
  /** Somebody decided meanwhile: the row stays while the pointer rests on the list. */
  readonly over: boolean;
  readonly disabled: boolean;
  readonly onAdd: () => void;
}

function IgnoredLine({ id, over, disabled, onAdd }: IgnoredLineProps) {
  const { t } = useWords();
  const name = useFleet((picture) => picture.tables.sites[id]?.name);
  return (
    <li className="row" data-row={id}>
      <span className="grow ell">
        <span className="id">{id}</span> {name}
      </span>
      {over ? (
        <Decided />
      ) : (
        <DecisionButton act="adopted" words={t('adopt.add')} label={t('adopt.addSite', { site: id })} disabled={disabled} onClick={onAdd} />
      )}
    </li>
  );
}
