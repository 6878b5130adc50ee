import { Cable } from 'lucide-react';
import { isTailnetBad, tailnetWord } from '../i18n/tunnel-words.ts';
import { showSettingsTab } from '../screen-store.ts';
import { useTunnel } from '../use-tunnel.ts';
import { useConsole, useWords } from '../use-fleet.ts';
import { useRealNow } from '../views/console/use-real-now.ts';

/** How the tailnet stands, beside the hubs; leads to its settings. */
export function TailnetState() {
  const { t } = useWords();
  const now = useRealNow();
  const demo = useConsole((state) => state.start?.demo !== undefined);
  const status = useTunnel((state) => state.tailnet);
  if (status === undefined) return null;
  const word = tailnetWord(t, status, now);
  const why = [t(`tailnet.full.${status.state}`), status.why, status.ephemeral && !demo ? t('tailnet.ephemeral') : undefined];
  return (
    <button
      type="button"
      className={isTailnetBad(status, now) ? 'hstat hbtn bad' : 'hstat hbtn'}
      title={why.filter(Boolean).join('\n')}
      aria-label={t('tailnet.label', { state: word })}
      onClick={() => showSettingsTab('tunnel')}
    >
      <Cable className="i" aria-hidden="true" />
      <span className="hide-m">
        {t('tailnet.name')} <b data-testid="tailnet">{word}</b>
      </span>
    </button>
  );
}
