import { userInfo } from 'node:os';
import { join } from 'node:path';
import { app, shell, type BrowserWindow } from 'electron';
import type { SiteConsoles as SiteConsolesAnswer } from '../fleet/ipc.ts';
import type { SiteId } from '../fleet/ids.ts';
import type { ConsoleKey } from '../fleet/tunnel/opening.ts';
import type { ConsoleInvokes, TunnelSettings } from '../fleet/tunnel/window.ts';
import { createConsoleHandlers } from './console-handlers.ts';
import type { InvokeHandlers } from './ipc-host.ts';
import { notify, notifyAll } from './ipc-host.ts';
import type { Profile } from './profile.ts';
import { createNamedSecrets } from './named-secrets.ts';
import type { Keychain } from './secrets.ts';
import { openAcceptedCertificates } from './site-views/accepted-certificates.ts';
import { openConsoleRecord } from './site-views/console-record.ts';
import { createSiteConsoles, type SiteConsoles } from './site-views/consoles.ts';
import { TunnelRuntime, type ClientBuild, type TunnelRuntimeParts } from './tunnel-runtime.ts';
import { createTunnelSecrets } from './tunnel-secrets.ts';

export interface ConsoleDeskParts {
  readonly profile: Profile;
  readonly consoleId: string;
  readonly developer: boolean;
  readonly tunnelEntry: string;
  readonly clientBuild: () => ClientBuild;
  readonly demo: TunnelRuntimeParts['demo'];
  readonly settings: () => TunnelSettings;
  readonly save: (settings: TunnelSettings) => void;
  readonly consolesOf: (site: SiteId) => Promise<SiteConsolesAnswer | undefined>;
  readonly fleetTimeAt: (ms: number) => number;
  readonly openKeychain: () => Promise<Keychain>;
  readonly mainWindow: () => BrowserWindow | undefined;
  readonly openWindow: (key: ConsoleKey, title: string) => BrowserWindow;
  readonly chosen: (path: string) => boolean;
  readonly log: (source: string, text: string) => void;
}

export interface ConsoleDesk {
  readonly handlers: Pick<InvokeHandlers, keyof ConsoleInvokes>;
  /** After Electron is ready. */
  readonly start: () => void;
  /** The fleet shown is another one: demo or not, other hubs. */
  readonly fleetChanged: () => void;
  readonly resumed: () => void;
  readonly stop: () => Promise<void>;
}

/** Sites' consoles, the tunnel to them, and the record of both: everything of issue 6 in main, put together. */
export const openConsoleDesk = (parts: ConsoleDeskParts): ConsoleDesk => {
  const secrets = createTunnelSecrets(createNamedSecrets(parts.openKeychain, (text) => parts.log('keychain', text)));
  const tunnelDir = join(parts.profile.dir, 'tunnel');
  const record = openConsoleRecord(join(parts.profile.dir, 'record'), (text) => parts.log('main', text));
  const who = userInfo().username;
  const openInBrowser = (url: string): void => void shell.openExternal(url).catch(() => undefined);
  const consoles: SiteConsoles = createSiteConsoles({
    ...parts,
    openWindow: (key, title) => {
      const window = parts.openWindow(key, title);
      hideWithFrame(window, consoles.hideIn);
      return window;
    },
    secrets,
    openInBrowser,
    accepted: openAcceptedCertificates(join(parts.profile.dir, 'certificates.json')),
    record: (site, console, what) => void record.write({ ts: Date.now(), who, site, console, what }),
    tunnel: (control) => tunnel.post(control),
    onChange: (all) => notifyAll('consoles', all),
    onKey: (window, press) => notify(window, 'console-key', press),
  });
  const tunnel: TunnelRuntime = new TunnelRuntime({
    ...parts,
    secrets,
    openInBrowser,
    entry: parts.tunnelEntry,
    build: parts.clientBuild,
    stateFile: join(tunnelDir, 'node.state'),
    nodeName: `fleet-console-${parts.consoleId}`,
    onStatus: (status) => notifyAll('tailnet', status),
    onNotice: consoles.hear,
    onLost: consoles.tunnelLost,
    onBack: consoles.tunnelBack,
  });
  app.on('login', (event, contents, _details, asked, answer) => {
    if (consoles.signIn(contents, asked, answer)) event.preventDefault();
  });
  return {
    handlers: createConsoleHandlers({ ...parts, consoles, tunnel, record, secrets }),
    start: () => {
      void tunnel.startIfKnown();
      hideWithFrame(parts.mainWindow(), consoles.hideIn);
    },
    fleetChanged: () => {
      void consoles
        .stop()
        .then(() => tunnel.stop())
        .then(() => tunnel.startIfKnown());
    },
    resumed: () => tunnel.post({ type: 'resumed' }),
    stop: async () => {
      await consoles.stop();
      await record.read(0);
      await tunnel.stop();
    },
  };
};

/** A page of a site without the frame around it would not say whose it is. */
const hideWithFrame = (window: BrowserWindow | undefined, hide: (contents: Electron.WebContents) => void): void => {
  const contents = window?.webContents;
  contents?.on('did-start-navigation', (details) => details.isMainFrame && !details.isSameDocument && hide(contents));
  contents?.on('render-process-gone', () => hide(contents));
};
