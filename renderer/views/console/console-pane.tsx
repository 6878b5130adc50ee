import type { OpenConsole } from '../../../fleet/tunnel/opening.ts';
import { invoke } from '../../bridge.ts';
import { useWords } from '../../use-fleet.ts';
import { ConsoleBand } from './console-band.tsx';
import { ConsoleNotice } from './console-notice.tsx';
import { ConsolePlace } from './console-place.tsx';
import { OpeningFailed } from './opening-failed.tsx';
import { OpeningSteps } from './opening-steps.tsx';

interface PaneProps {
  readonly console: OpenConsole;
  /** Something of the console's own stands above. */
  readonly covered: boolean;
  /** In a window of its own. */
  readonly own: boolean;
}

/** One site: the console's own frame, and in it the site's page or what is said instead. */
export function ConsolePane({ console, covered, own }: PaneProps) {
  const { t } = useWords();
  return (
    <section
      className="pane"
      id={`pane-${console.key}`}
      role={own ? 'region' : 'tabpanel'}
      aria-label={t('consoles.of', { site: console.site })}
    >
      <ConsoleBand console={console} own={own} />
      {console.ownWindow && !own ? <Elsewhere console={console} /> : <Inside console={console} covered={covered} />}
    </section>
  );
}

function Inside({ console, covered }: { readonly console: OpenConsole; readonly covered: boolean }) {
  const { t } = useWords();
  switch (console.phase) {
    case 'open':
    case 'stalled':
      return (
        <>
          <ConsoleNotice console={console} />
          <ConsolePlace consoleKey={console.key} covered={covered} label={t('consoles.page', { site: console.site })} />
        </>
      );
    case 'opening':
      return (
        <div className="console-said">
          <h2>{t('consoles.opening', { site: console.site })}</h2>
          <OpeningSteps console={console} />
        </div>
      );
    case 'closing':
      return <p className="console-said t2">{t('consoles.phase.closing')}</p>;
    case 'failed':
      return <OpeningFailed console={console} />;
    default:
      return console.phase satisfies never;
  }
}

function Elsewhere({ console }: { readonly console: OpenConsole }) {
  const { t } = useWords();
  return (
    <div className="console-said">
      <p>{t('consoles.elsewhere')}</p>
      <button
        type="button"
        className="btn"
        onClick={() => void invoke('console-command', { key: console.key, command: 'main-window' }).catch(() => undefined)}
      >
        {t('consoles.bringBack')}
      </button>
    </div>
  );
}
