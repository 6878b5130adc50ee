import { ArrowUp } from 'lucide-react';
import { SeverityGlyph } from '../../components/glyph.tsx';
import { useFleet, useWords } from '../../use-fleet.ts';

interface HeadProps {
  readonly count: number;
  /** Critical alerts that came out of sight. */
  readonly unseen: number;
  readonly onShow: () => void;
}

/** How many alerts there are; critical ones that came out of sight are told over it, so that no row moves. */
export function AlertsHead({ count, unseen, onShow }: HeadProps) {
  const { t } = useWords();
  const live = useFleet((picture) => picture.live);
  return (
    <div className="ph">
      <h2>{t('alerts.title')}</h2>
      <span className="t2" data-testid="alert-count">
        {count}
      </span>
      <span className="grow" />
      <span className="t3 s note">{t('alerts.order')}</span>
      <span role="status">
        {live && unseen > 0 && (
          <button type="button" className="unseen" onClick={onShow}>
            <SeverityGlyph severity="critical" handled={false} />
            {t('alerts.unseen', { count: unseen })}
            <ArrowUp className="i" aria-hidden="true" />
          </button>
        )}
      </span>
    </div>
  );
}
