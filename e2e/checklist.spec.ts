import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { startConsole, utilityPid, type Console } from './support/console.ts';

/* Electron's security checklist, item by item, on the running app. Network has a file of its own. */

const SECRET = 'not-for-children';
let desk: Console;

test.beforeAll(async () => {
  desk = await startConsole({ env: { BLOCAO_HUB_USER: 'desk', BLOCAO_HUB_PASSWORD: SECRET } });
  await expect.poll(() => utilityPid(desk, 'engine')).toBeDefined();
});
test.afterAll(() => desk.close());

test('the page runs in a sandbox, isolated from its preload, without Node', async () => {
  const preferences = await desk.app.evaluate(({ webContents }) => {
    // The method is missing in the public typings.
    type WithPreferences = Electron.WebContents & { getLastWebPreferences(): Record<string, unknown> };
    return webContents.getAllWebContents().map((contents) => (contents as WithPreferences).getLastWebPreferences())[0];
  });
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
  });
  const leaks = await desk.page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'global', 'electron'].filter((name) => name in window),
  );
  expect(leaks).toEqual([]);
  expect(await desk.page.evaluate(() => Object.keys(window.blocao).sort())).toEqual(['invoke', 'listen']);
});

test("the policy allows the app's own files and nothing inline, and is obeyed", async () => {
  const policy = await desk.page.evaluate(async () =>
    (await fetch('index.html')).headers.get('content-security-policy'),
  );
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
  const outcome = await desk.page.evaluate(async () => {
    const broken = new Set<string>();
    const violated = new Promise<void>((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => {
        broken.add(event.effectiveDirective);
        if (broken.size === 3) resolve();
      });
    });
    const inline = document.createElement('script');
    inline.textContent = 'window.ranInline = true';
    document.head.append(inline);
    setTimeout('window.ranString = true', 0);
    const frame = document.createElement('iframe');
    frame.src = 'app://console/index.html';
    document.body.append(frame);
    await violated;
    frame.remove();
    inline.remove();
    return { broken: [...broken].sort(), ran: ['ranInline', 'ranString'].filter((name) => name in window) };
  });
  expect(outcome).toEqual({ broken: ['frame-src', 'script-src', 'script-src-elem'], ran: [] });
});

test('every permission is denied, when checked and when asked for', async () => {
  const answers = await desk.page.evaluate(async () => {
    const state = async (name: string) => (await navigator.permissions.query({ name: name as PermissionName })).state;
    const failure = (work: Promise<unknown>) =>
      work.then(
        () => 'granted',
        (error: Error) => error.name,
      );
    const position = new Promise((_resolve, reject) =>
      navigator.geolocation.getCurrentPosition(_resolve, (error) => reject(new Error(String(error.code)))),
    );
    return {
      states: await Promise.all(
        ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi'].map(state),
      ),
      notification: await Notification.requestPermission(),
      camera: await failure(navigator.mediaDevices.getUserMedia({ video: true })),
      screen: await failure(navigator.mediaDevices.getDisplayMedia({ video: true })),
      clipboard: await failure(navigator.clipboard.readText()),
      position: await failure(position),
    };
  });
  expect(new Set(answers.states)).toEqual(new Set(['denied']));
  expect(answers.notification).toBe('denied');
  expect([answers.camera, answers.screen, answers.clipboard, answers.position]).not.toContain('granted');
});

test('no window opens, and the page cannot leave', async () => {
  const before = desk.page.url();
  const opened = await desk.page.evaluate(() => [
    window.open('about:blank'),
    window.open('app://console/index.html'),
    window.open('https://hub.example'),
  ]);
  expect(opened).toEqual([null, null, null]);
  const refused = await desk.app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const heard: string[] = [];
    for (const target of ['https://hub.example/', 'app://console/other.html', 'app://other/index.html']) {
      const told = new Promise<boolean>((resolve) =>
        contents?.once('will-frame-navigate', (event) => resolve(event.defaultPrevented)),
      );
      void contents?.executeJavaScript(`location.href = '${target}'; 0`);
      heard.push(`${target} ${(await told) ? 'refused' : 'went'}`);
    }
    // These the page itself refuses; main is not even asked.
    for (const target of ['file:///etc/passwd', 'data:text/html,x']) {
      await contents?.executeJavaScript(`location.href = '${target}'; 0`);
    }
    return heard;
  });
  expect(refused.filter((line) => !line.endsWith('refused'))).toEqual([]);
  expect(desk.page.url()).toBe(before);
  expect(desk.app.windows()).toHaveLength(1);
});

test('a download is refused', async () => {
  const refused = await desk.app.evaluate(async ({ session, BrowserWindow }) => {
    const told = new Promise<boolean>((resolve) =>
      session.defaultSession.once('will-download', (event) => resolve(event.defaultPrevented)),
    );
    const link = `{ href: URL.createObjectURL(new Blob(['x'])), download: 'x.txt' }`;
    const script = `Object.assign(document.createElement('a'), ${link}).click()`;
    await BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(script);
    return told;
  });
  expect(refused).toBe(true);
});

test("only the build's own files are served, whatever the path looks like", async () => {
  const states = await desk.page.evaluate(async () => {
    const paths = [
      'index.html',
      '..%2fmain%2findex.js',
      '%2e%2e/main/index.js',
      '../main/index.js',
      '..%5cmain%5cindex.js',
      'none.js',
    ];
    return Promise.all(paths.map(async (path) => (await fetch(`app://console/${path}`)).status));
  });
  expect(states).toEqual([200, 404, 404, 404, 404, 404]);
});

test('main answers the main frame of our page only, and known channels only', async () => {
  const unknown = await desk.page.evaluate(() => window.blocao.invoke('quit').catch(() => 'refused'));
  expect(unknown).toBe('refused');
  const answers = await desk.app.evaluate(async ({ app, BrowserWindow }) => {
    const preload = `${app.getAppPath()}/dist/main/preload.cjs`;
    const ask = `blocao.invoke('start-info').then(() => 'answered', () => 'refused')`;
    const stranger = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
    await stranger.loadURL('data:text/html,<title>stranger</title>');
    const foreignPage = (await stranger.webContents.executeJavaScript(ask)) as string;
    stranger.destroy();
    const host = new BrowserWindow({
      show: false,
      webPreferences: { preload, sandbox: true, nodeIntegrationInSubFrames: true },
    });
    await host.loadURL('app://console/index.html');
    const bridgeInFrame = `document.body.append(document.createElement('iframe')); typeof frames[0].blocao`;
    const subFrame = (await host.webContents.executeJavaScript(bridgeInFrame)) as string;
    host.destroy();
    return { foreignPage, subFrame };
  });
  expect(answers).toEqual({ foreignPage: 'refused', subFrame: 'undefined' });
});

test('the spell checker has no language to fetch', async () => {
  expect(await desk.app.evaluate(({ session }) => session.defaultSession.getSpellCheckerLanguages())).toEqual([]);
});

test('engine and simulator inherit no credentials, the page neither', async () => {
  for (const name of ['engine', 'demo']) {
    const pid = await utilityPid(desk, name);
    expect(pid, name).toBeDefined();
    expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).not.toContain(SECRET);
  }
  expect(
    await desk.app.evaluate(() => Object.keys(process.env).filter((name) => name.startsWith('BLOCAO_HUB'))),
  ).toEqual([]);
  expect(desk.log.join('\n')).not.toContain(SECRET);
});
