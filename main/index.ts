import { join } from 'node:path';
import { app, clipboard, powerMonitor, protocol, session, type BrowserWindow } from 'electron';
import type { StartInfo } from '../fleet/ipc.ts';
import { createLog } from '../platform/log.ts';
import { APP_SCHEME_PRIVILEGES, serveApp } from './app-protocol.ts';
import { createFileDialogs } from './file-dialogs.ts';
import { FleetRuntime } from './fleet-runtime.ts';
import { readHubFiles } from './hub-files.ts';
import { createHubTester } from './hub-tester.ts';
import { createInvokeHandlers } from './invoke-handlers.ts';
import { hostIpc, notify } from './ipc-host.ts';
import { readLaunch, type Launch } from './launch.ts';
import { installMenu } from './menu.ts';
import { createSecretStore, type Keychain } from './secrets.ts';
import { applySwitches, guardApp, guardSession } from './security.ts';
import { saveSettings } from './settings.ts';
import { applyTheme, openWindow, raiseWindow } from './window.ts';

const dist = join(app.getAppPath(), 'dist');
const log = createLog({ level: 'info', write: (line) => process.stderr.write(`${line}\n`), nowMs: Date.now });
let window: BrowserWindow | undefined;

const outcome = readLaunch({
  argv: process.argv.slice(1),
  env: process.env,
  defaultProfileDir: app.getPath('userData'),
  locale: app.getPreferredSystemLanguages()[0] ?? 'en',
  packaged: app.isPackaged,
});
if (!outcome.ok) leave(outcome.text, 2);
else if (!claimProfile(outcome.launch)) leave('This profile is already open; its window comes to the front.', 0);
else run(outcome.launch);

function claimProfile(launch: Launch): boolean {
  app.setPath('userData', launch.profile.browserDir);
  return app.requestSingleInstanceLock();
}

function leave(text: string, code: number): void {
  process.stderr.write(`${text}\n`);
  app.exit(code);
}

function run(launch: Launch): void {
  applySwitches(app);
  guardApp(app);
  protocol.registerSchemesAsPrivileged([APP_SCHEME_PRIVILEGES]);
  const { fleet, handlers, settings } = compose(launch);

  app.on('second-instance', () => window && raiseWindow(window));
  app.on('window-all-closed', () => app.quit());
  quitAfter(() => fleet.stop());
  void app.whenReady().then(() => {
    guardSession(session.defaultSession);
    serveApp(protocol, join(dist, 'renderer'));
    installMenu(!app.isPackaged);
    hostIpc(handlers);
    window = openWindow({ preload: join(dist, 'main', 'preload.cjs'), theme: settings().theme, title: app.getName() });
    fleet.start();
    powerMonitor.on('resume', () => fleet.engine.resumed());
  });
}

function compose(launch: Launch) {
  let current = launch.settings;
  const settings = () => current;
  const secrets = createSecretStore(loadKeychain, (text) => log.warn('keychain', { text }));
  const fleet = new FleetRuntime({
    ...launch,
    settings,
    secrets,
    engineEntry: join(dist, 'engine', 'index.js'),
    simulatorEntry: join(dist, 'simulator', 'index.js'),
    onEngineState: (state) => notify(window, 'engine-process', state),
    log: writeLine,
  });
  const save = (next: typeof current): void => {
    saveSettings(launch.profile.settingsFile, next);
    current = next;
  };
  const onChange = (info: StartInfo): void => {
    if (window) applyTheme(window, info.settings.theme);
    notify(window, 'settings', info.settings);
    notify(window, 'start-info', info);
  };
  const handlers = createInvokeHandlers({
    ...{ version: app.getVersion(), packaged: app.isPackaged, consoleId: launch.consoleId },
    ...{ settings: { get: settings, save }, secrets, fleet, onChange },
    dialogs: createFileDialogs(() => window),
    testHub: createHubTester(join(dist, 'engine', 'hub-test.js'), writeLine),
    readPem: (hub) => readHubFiles(hub, (text) => writeLine('main', text)),
    copyText: (text) => void clipboard.writeText(text),
  });
  return { fleet, handlers, settings };
}

/** Engine and simulator write structured lines themselves; those pass as they are. */
function writeLine(source: string, text: string): void {
  if (text.startsWith('{')) process.stderr.write(`${text}\n`);
  else log.info('output', { source, text });
}

async function loadKeychain(): Promise<Keychain> {
  return (await import('keytar')).default;
}

/** Children end before we do, so that the engine closes its database in order. */
function quitAfter(stop: () => Promise<void>): void {
  app.on('will-quit', (event) => {
    event.preventDefault();
    void stop().finally(() => app.exit(0));
  });
}
