import { TriangleAlert } from 'lucide-react';
import type { OpenConsole } from '../../../fleet/tunnel/opening.ts';
import type { ConsoleCommand } from '../../../fleet/tunnel/window.ts';
import { invoke } from '../../bridge.ts';
import { useWords } from '../../use-fleet.ts';

/** One line between frame and page for what the operator has to know of the page now; the most urgent first. */
export function ConsoleNotice({ console }: { readonly console: OpenConsole }) {
  const { t } = useWords();
  const { page, phase, site } = console;
  if (page.state === 'crashed') return <Line console={console} words={t('consoles.crashed', { site })} commands={['reload']} />;
  if (page.state === 'hung') return <Line console={console} words={t('consoles.hung', { site })} commands={['reload']} />;
  if (phase === 'stalled') return <Line console={console} words={t('consoles.stalled', { site })} commands={[]} />;
  if (page.link !== undefined) {
    const words = t('consoles.link', { site, url: page.link });
    return <Line console={console} words={words} commands={['open-link', 'drop-link']} />;
  }
  if (console.signInRefused) return <Line console={console} words={t('consoles.signInRefused')} commands={[]} />;
  return null;
}

interface LineProps {
  readonly console: OpenConsole;
  readonly words: string;
  readonly commands: readonly (ConsoleCommand & ('reload' | 'open-link' | 'drop-link'))[];
}

function Line({ console, words, commands }: LineProps) {
  const { t } = useWords();
  return (
    <div className="cnotice" role="status">
      <TriangleAlert className="i" aria-hidden="true" />
      <span className="grow cnotice-words">{words}</span>
      {commands.map((command) => (
        <button
          key={command}
          type="button"
          className="btn sm"
          onClick={() => void invoke('console-command', { key: console.key, command }).catch(() => undefined)}
        >
          {t(`consoles.command.${command}`)}
        </button>
      ))}
    </div>
  );
}
