import { ArrowLeft, ArrowRight, ExternalLink, Lock, RotateCw, Store, Unplug } from 'lucide-react';
import { useEffect, useRef, type ComponentType } from 'react';
import type { OpenConsole } from '../../../fleet/tunnel/opening.ts';
import type { ConsoleCommand } from '../../../fleet/tunnel/window.ts';
import { invoke } from '../../bridge.ts';
import { firstClick } from '../../first-click.ts';
import { ageWords } from '../../i18n/format.ts';
import { bytesWords, wayWords } from '../../i18n/tunnel-words.ts';
import { useTunnel } from '../../use-tunnel.ts';
import { useFleet, useStores, useWords } from '../../use-fleet.ts';
import { useRealNow } from './use-real-now.ts';

/** The frame's own line above a site's page: whose page it is, how it is reached, and what can be done with it. */
export function ConsoleBand({ console, own }: { readonly console: OpenConsole; readonly own: boolean }) {
  const { t } = useWords();
  const { tunnel } = useStores();
  const canGo = console.phase === 'open' || console.phase === 'stalled';
  return (
    <div className="cband">
      <Chip console={console} />
      <Way console={console} />
      <Where console={console} />
      <div className="row cband-keys">
        <Command console={console} command="back" icon={ArrowLeft} off={!canGo || !console.page.canGoBack} />
        <Command console={console} command="forward" icon={ArrowRight} off={!canGo || !console.page.canGoForward} />
        <Command console={console} command="reload" icon={RotateCw} off={!canGo} />
        {own ? (
          <Command console={console} command="main-window" icon={ExternalLink} off={false} />
        ) : (
          <Command console={console} command="own-window" icon={ExternalLink} off={!canGo} />
        )}
        {/* The next site's button comes to the same place. */}
        <button type="button" className="btn" onClick={firstClick(() => tunnel.close(console.key))}>
          {t('consoles.close')}
        </button>
      </div>
    </div>
  );
}

/** Connected means: the page answered through the tunnel, and the site still does. */
function Chip({ console }: { readonly console: OpenConsole }) {
  const { t } = useWords();
  const now = useRealNow();
  const since = console.steps.at(-1)?.endTs;
  const words =
    console.phase === 'open' && since !== undefined
      ? t('consoles.connected', { age: ageWords(t, Math.max(0, now - since)) })
      : t(`consoles.phase.${console.phase}`);
  const tone = { open: 'line', opening: 'line', closing: 'line', stalled: 'warn', failed: 'offline' }[console.phase];
  const Icon = console.phase === 'open' ? Lock : Unplug;
  return (
    <span className={`chip ${tone}`} role="status">
      <Icon className="i i-14" aria-hidden="true" />
      {words}
    </span>
  );
}

/** Client, path and latency; refused requests of the page are counted where there are any. */
function Way({ console }: { readonly console: OpenConsole }) {
  const words = useWords();
  const client = useTunnel((state) => console.client ?? state.tailnet?.client);
  const told = wayWords(words, console, client);
  if (told === undefined) return null;
  return (
    <span className="s t2 nw cband-way" title={told.full}>
      {told.short}
      <span className="hide-m cband-more">
        {client !== undefined && ` · ${client}`} · {bytesWords(words, console.transfer.receivedBytes)}
      </span>
      <span className="vh">{told.full}</span>
    </span>
  );
}

function Where({ console }: { readonly console: OpenConsole }) {
  const { t, format, now } = useWords();
  const zone = useFleet((picture) => picture.tables.sites[console.site]?.timeZone);
  const there = zone === undefined ? undefined : format.timeIn(zone, now);
  const { host, port } = console.console;
  const what = [host === '' ? '' : `${host}:${port}`, console.page.title ?? ''].filter((part) => part !== '').join(' – ');
  return (
    <div className="addr">
      <Store className="i i-14" aria-hidden="true" />
      <b className="nw">{t('consoles.youAreAt', { site: console.site })}</b>
      <span className="ell grow" title={what}>
        {what}
      </span>
      {there !== undefined && <span className="nw hide-m">{t('consoles.there', { time: there })}</span>}
    </div>
  );
}

interface CommandProps {
  readonly console: OpenConsole;
  readonly command: ConsoleCommand & ('back' | 'forward' | 'reload' | 'own-window' | 'main-window');
  readonly icon: ComponentType<{ readonly className?: string; readonly 'aria-hidden'?: 'true' }>;
  readonly off: boolean;
}

function Command({ console, command, icon: Icon, off }: CommandProps) {
  const { t } = useWords();
  const button = useRef<HTMLButtonElement>(null);
  useFrameFocus(button, command === 'reload' ? console.key : undefined);
  const label = t(`consoles.command.${command}`);
  return (
    <button
      ref={button}
      type="button"
      className="btn quiet icon"
      aria-label={label}
      title={label}
      aria-disabled={off}
      onClick={() => off || void invoke('console-command', { key: console.key, command }).catch(() => undefined)}
    >
      <Icon className="i" aria-hidden="true" />
    </button>
  );
}

/** F6 in the page brings the focus out of it, to the frame of the console on show. */
function useFrameFocus(button: { readonly current: HTMLButtonElement | null }, key: string | undefined): void {
  const asked = useTunnel((state) => (key !== undefined && (state.tabs.current ?? key) === key ? state.frameFocus : 0));
  useEffect(() => {
    if (asked > 0) button.current?.focus();
  }, [asked, button]);
}
