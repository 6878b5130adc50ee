import { join } from 'node:path';
import { app, BrowserWindow, clipboard, powerMonitor, protocol, session } from 'electron';
import type { StartInfo } from '../fleet/ipc.ts';
import { createLog } from '../platform/log.ts';
import { APP_SCHEME_PRIVILEGES, serveApp } from './app-protocol.ts';
import { readClientBuild } from './client-build.ts';
import { openConsoleDesk } from './console-desk.ts';
import { createDemoTailnet, type DemoTailnet } from './demo-tailnet.ts';
import { createFileDialogs } from './file-dialogs.ts';
import { FleetRuntime } from './fleet-runtime.ts';
import { readHubFiles } from './hub-files.ts';
import { createHubTester } from './hub-tester.ts';
import { createInvokeHandlers } from './invoke-handlers.ts';
import { hostIpc, notifyAll } from './ipc-host.ts';
import { readLaunch, type Launch } from './launch.ts';
import { installMenu } from './menu.ts';
import { createSecretStore, type Keychain } from './secrets.ts';
import { applySwitches, guardApp, guardSession } from './security.ts';
import { saveSettings } from './settings.ts';
import { applyTheme, openWindow, raiseWindow, type WindowOptions } from './window.ts';

const dist = join(app.getAppPath(), 'dist');
const log = createLog({ level: 'info', write: (line) => process.stderr.write(`${line}\n`), nowMs: Date.now });
/** The tunnel's client and the demo's tailnet (tunnel/PROTOCOL.md §4). */
const clientFolder = app.isPackaged ? join(process.resourcesPath, 'tunnel') : join(dist, 'tunnel');
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
  const { fleet, consoles, demoTailnet, handlers, settings, open } = compose(launch);

  app.on('second-instance', () => window && raiseWindow(window));
  app.on('window-all-closed', () => app.quit());
  quitAfter(async () => {
    await consoles.stop();
    await demoTailnet.stop();
    await fleet.stop();
  });
  void app.whenReady().then(() => {
    // First of all: the last picture waits for the engine, not for the window.
    fleet.start();
    guardSession(session.defaultSession);
    serveApp(protocol, join(dist, 'renderer'), () => settings().streetsFile);
    installMenu(!app.isPackaged);
    hostIpc(handlers);
    const main = open({ theme: settings().theme, title: app.getName() });
    window = main;
    // Windows of single consoles end with the main one.
    main.once('closed', () => app.quit());
    consoles.start();
    powerMonitor.on('resume', () => {
      fleet.engine.resumed();
      consoles.resumed();
    });
  });
}

function compose(launch: Launch) {
  let current = launch.settings;
  const settings = () => current;
  const secrets = createSecretStore(loadKeychain, (text) => log.warn('keychain', { text }));
  const chosen = new Set<string>();
  const open = (options: Omit<WindowOptions, 'preload'>): BrowserWindow =>
    openWindow({ preload: join(dist, 'main', 'preload.cjs'), ...options });
  const fleet = new FleetRuntime({
    ...{ ...launch, settings, secrets },
    engineEntry: join(dist, 'engine', 'index.js'),
    simulatorEntry: join(dist, 'simulator', 'index.js'),
    onEngineState: (state) => notifyAll('engine-process', state),
    onDemoConsoles: (where) => demoTailnet.serve(where),
    onDemoCutOff: (node, isCutOff) => demoTailnet.cutOff(node, isCutOff),
    log: writeLine,
  });
  const save = (next: typeof current): void => {
    saveSettings(launch.profile.settingsFile, next);
    current = next;
  };
  const demoTailnet = openDemoTailnet(() => consoles.fleetChanged());
  const consoles = openConsoleDesk({
    ...{ profile: launch.profile, consoleId: launch.consoleId, developer: !app.isPackaged, log: writeLine },
    tunnelEntry: join(dist, 'tunnel', 'index.js'),
    clientBuild: () => readClientBuild(clientFolder, app.isPackaged),
    demo: () => (fleet.plan.kind === 'demo' ? demoTailnet : undefined),
    settings: () => current.tunnel,
    save: (tunnel) => {
      save({ ...current, tunnel });
      notifyAll('settings', current);
    },
    consolesOf: (site) => fleet.engine.consoles(site),
    fleetTimeAt: (ms) => fleet.timeAt(ms),
    openKeychain: loadKeychain,
    mainWindow: () => window,
    openWindow: (console, title) => open({ theme: current.theme, title, console }),
    chosen: (path) => chosen.has(path),
  });
  let demo = launch.settings.hubs.length === 0 && launch.args.hubUrls.length === 0;
  const onChange = (info: StartInfo): void => {
    for (const one of BrowserWindow.getAllWindows()) applyTheme(one, info.settings.theme);
    notifyAll('settings', info.settings);
    notifyAll('start-info', info);
    if (demo !== (info.demo !== undefined)) {
      consoles.fleetChanged();
      void demoTailnet.stop();
    }
    demo = info.demo !== undefined;
  };
  const handlers = createInvokeHandlers({
    ...{ version: app.getVersion(), packaged: app.isPackaged, consoleId: launch.consoleId },
    ...{ settings: { get: settings, save }, secrets, fleet, onChange, chosen, consoles: consoles.handlers },
    dialogs: createFileDialogs(() => window),
    testHub: createHubTester(join(dist, 'engine', 'hub-test.js'), writeLine),
    readPem: (hub) => readHubFiles(hub, (text) => writeLine('main', text)),
    copyText: (text) => void clipboard.writeText(text),
    agentPackages: app.isPackaged ? join(process.resourcesPath, 'agent') : join(app.getAppPath(), 'out', 'agent'),
  });
  return { fleet, consoles, demoTailnet, handlers, settings, open };
}

function openDemoTailnet(onLost: () => void): DemoTailnet {
  const program = join(clientFolder, process.platform === 'win32' ? 'testnet.exe' : 'testnet');
  return createDemoTailnet({ program, onLost, log: writeLine });
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
