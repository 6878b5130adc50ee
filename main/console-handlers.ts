import type { SiteConsoles as SiteConsolesAnswer } from '../fleet/ipc.ts';
import { isSiteId, type SiteId } from '../fleet/ids.ts';
import type { ConsoleInvokes, TunnelSaved, TunnelSettings } from '../fleet/tunnel/window.ts';
import { asRecord, readBounds, readCommand, readKey, readOpen } from './console-arguments.ts';
import type { InvokeHandlers } from './ipc-host.ts';
import type { ConsoleRecorder } from './site-views/console-record.ts';
import type { SiteConsoles } from './site-views/consoles.ts';
import type { TunnelRuntime } from './tunnel-runtime.ts';
import type { TunnelSecrets } from './tunnel-secrets.ts';
import { changeTunnel, changeViewers } from './tunnel-settings.ts';

export interface ConsoleHandlerParts {
  readonly consoles: SiteConsoles;
  readonly tunnel: TunnelRuntime;
  readonly consolesOf: (site: SiteId) => Promise<SiteConsolesAnswer | undefined>;
  readonly record: ConsoleRecorder;
  readonly secrets: TunnelSecrets;
  readonly settings: () => TunnelSettings;
  /** Throws where the disk refuses; tells the windows. */
  readonly save: (settings: TunnelSettings) => void;
  /** The operator chose this file in a dialog of this start. */
  readonly chosen: (path: string) => boolean;
}

const MOST_LINES = 300;

/** Questions of a window about sites' consoles and the tunnel to them. What does not parse is a bug there, and thrown. */
export const createConsoleHandlers = (parts: ConsoleHandlerParts): Pick<InvokeHandlers, keyof ConsoleInvokes> => ({
  'open-console': (args) => parts.consoles.open(must(readOpen(args))),
  'close-console': async (args) => {
    await parts.consoles.close(must(readKey(args)));
    return null;
  },
  'console-command': (args) => {
    parts.consoles.command(must(readKey(args)), must(readCommand(args)));
    return null;
  },
  'place-console': (args, sender) => {
    parts.consoles.place(sender, must(readKey(args)), must(readBounds(args)));
    return null;
  },
  'accept-certificate': (args) => {
    const { shown, typed } = asRecord(args);
    return typeof shown === 'string' && typeof typed === 'string' && parts.consoles.acceptCertificate(must(readKey(args)), shown, typed);
  },
  'site-consoles': async (args) => {
    const { site } = asRecord(args);
    const answer = isSiteId(site) ? await parts.consolesOf(site) : undefined;
    return (answer?.consoles ?? []).map(({ id, name }) => ({ id, ...(name === undefined ? {} : { name }) }));
  },
  'tunnel-state': () => ({ tailnet: parts.tunnel.status, consoles: parts.consoles.all() }),
  'sign-in': () => {
    parts.tunnel.signIn();
    return null;
  },
  'sign-out': async () => {
    await parts.tunnel.signOut();
    return null;
  },
  'save-tunnel': (form) => saveTunnel(parts, form),
  'save-viewer': (form) => saveViewer(parts, form),
  'console-record': () => parts.record.read(MOST_LINES),
});

const must = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('These are not the arguments of this channel.');
  return value;
};

const saveTunnel = async (parts: ConsoleHandlerParts, form: unknown): Promise<TunnelSaved> => {
  const changed = changeTunnel(form, parts.settings(), parts.chosen);
  if (!changed.ok) return changed;
  const saved = trySave(parts, changed.settings);
  if (saved !== undefined) return saved;
  const secretKept = changed.authKey === undefined ? 'none' : await parts.secrets.keepAuthKey(changed.authKey);
  await parts.tunnel.restart();
  return { ok: true, secretKept };
};

const saveViewer = async (parts: ConsoleHandlerParts, form: unknown): Promise<TunnelSaved> => {
  const before = parts.settings();
  const changed = changeViewers(form, before.viewers);
  if (!changed.ok) return changed;
  const saved = trySave(parts, { ...before, viewers: changed.viewers });
  if (saved !== undefined) return saved;
  for (const old of before.viewers) if (!changed.viewers.includes(old)) await parts.secrets.forgetViewer(old);
  const secretKept = changed.password === undefined ? 'none' : await parts.secrets.keepViewer(changed.account, changed.password);
  return { ok: true, secretKept };
};

const trySave = ({ save }: ConsoleHandlerParts, settings: TunnelSettings): TunnelSaved | undefined => {
  try {
    save(settings);
    return undefined;
  } catch (error) {
    return { ok: false, code: 'not_saved', text: error instanceof Error ? error.message : String(error) };
  }
};
