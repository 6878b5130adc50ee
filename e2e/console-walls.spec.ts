import { expect, test, type Page } from '@playwright/test';
import { createHash, X509Certificate } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAuthority } from '../platform/certificates.test-support.ts';
import { openBare } from './support/bare-browser.ts';
import { originOf, sitePage, startConsoleDesk, type ConsoleDesk } from './support/console-desk.ts';
import { freshDir } from './support/paths.ts';
import { ALL_PROBES, reachOut, startListeners } from './support/probes.ts';

/* What a site's page can not do: get out, get at another site, get at the console around it. */

const [SITE, OTHER] = ['BL-MUC-01', 'BL-WH-N'] as const;
const authority = createAuthority();
const certificate = authority.issue('bl-muc-01.demo.test', { san: 'DNS:bl-muc-01.demo.test,IP:127.0.0.1' });
const sha256 = createHash('sha256').update(new X509Certificate(certificate.cert).raw).digest('hex');

/** Stands in for the programs that links of other kinds start, and notes that it was called. */
const PROGRAMS = freshDir('programs');
const CALLED = join(PROGRAMS, 'called');
writeFileSync(join(PROGRAMS, 'xdg-open'), `#!/bin/sh\necho "$@" >> '${CALLED}'\n`);
chmodSync(join(PROGRAMS, 'xdg-open'), 0o755);

test.describe.configure({ mode: 'serial' });
let world: ConsoleDesk;
let page: Page;

test.beforeAll(async () => {
  const tls = { key: certificate.key, cert: certificate.cert };
  const env = { PATH: `${PROGRAMS}:${process.env['PATH']}` };
  world = await startConsoleDesk({ env, sites: [{ name: SITE, tls, sha256 }, { name: OTHER }] });
  const { key } = await world.click(SITE);
  await expect.poll(async () => (await world.told(key))?.phase).toBe('open');
  await world.click(OTHER);
  await sitePage(world.desk, originOf(OTHER));
  await world.click(SITE);
  page = await sitePage(world.desk, originOf(SITE, 'https'));
});
test.afterAll(async () => {
  await world.close();
  authority.dispose();
});

test('nothing gets out of a page that the console shows, and everything does without the console', async () => {
  const walled = await startListeners();
  await reachOut(page, walled.ports);
  const refusedBefore = (await world.told(`${SITE}/nvr`))?.refused ?? 0;
  const bare = await startListeners();
  const browser = await openBare(`https://127.0.0.1:${world.pages[SITE]!.port}/`);
  await reachOut(browser.page, bare.ports);
  await expect.poll(() => bare.reached()).toEqual(ALL_PROBES);
  await browser.close();
  // What was started last has had its time while the other browser ran.
  expect(walled.reached()).toEqual([]);
  await expect.poll(async () => (await world.told(`${SITE}/nvr`))?.refused).toBeGreaterThanOrEqual(Math.max(5, refusedBefore));
  walled.close();
  bare.close();
});

test('another site, whose console is open beside it, is out of reach', async () => {
  const before = world.pages[OTHER]!.asked.length;
  const outcome = await page.evaluate(
    (url) => fetch(`${url}/who`, { mode: 'no-cors', credentials: 'include' }).then(() => 'reached', () => 'refused'),
    originOf(OTHER),
  );
  expect(outcome).toBe('refused');
  expect(world.pages[OTHER]!.asked.slice(before).filter((line) => line.includes('/who'))).toEqual([]);
});

test('a page goes nowhere but to its site; other links wait for the operator', async () => {
  const link = async (): Promise<string | undefined> => (await world.told(`${SITE}/nvr`))?.page.link;
  const drop = () => world.desk.page.evaluate((key) => window.blocao.invoke('console-command', { key, command: 'drop-link' }), `${SITE}/nvr`);
  const opened = await page.evaluate(() => window.open('https://elsewhere.example/window') === null);
  expect(opened).toBe(true);
  await expect.poll(link).toBe('https://elsewhere.example/window');
  await drop();
  await page.evaluate(() => void (location.href = 'https://elsewhere.example/page'));
  await expect.poll(link).toBe('https://elsewhere.example/page');
  await drop();
  await page.evaluate(() => void (location.href = '/elsewhere'));
  await expect.poll(link).toBe('https://elsewhere.example/page');
  await expect(world.desk.page.getByText('wants to open https://elsewhere.example/page')).toBeVisible();
  await world.desk.page.getByRole('button', { name: 'Do not open' }).click();
  await expect.poll(link).toBeUndefined();
  for (const url of ['app://console/index.html', 'file:///etc/passwd', 'chrome://gpu', 'mailto:a@b.example']) {
    await page.evaluate((to) => void (location.href = to), url).catch(() => undefined);
  }
  const windows = await world.desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  expect(windows).toBe(1);
  // The test's own tool waits for navigations that never come; the page does not.
  await page.evaluate(() => document.getElementById('window')?.click());
  await expect.poll(() => page.url()).toBe(`${originOf(SITE, 'https')}/window`);
});

test('a page starts no program of this computer', async () => {
  for (const url of ['mailto:a@b.example', 'tel:123', 'ms-settings:x', 'ssh://h.example', 'file:///etc/passwd', 'view-source:https://x.example/']) {
    await page.mouse.click(20, 20);
    await page.evaluate((to) => {
      document.body.append(Object.assign(document.createElement('iframe'), { src: to }));
      const link = Object.assign(document.createElement('a'), { href: to, target: '_blank' });
      document.body.append(link);
      link.click();
      location.href = to;
    }, url);
  }
  expect(page.url()).toBe(`${originOf(SITE, 'https')}/window`);
  await world.desk.app.evaluate(({ shell }) => shell.openExternal('mailto:control@b.example'));
  await expect.poll(() => (existsSync(CALLED) ? readFileSync(CALLED, 'utf8') : '')).toBe('mailto:control@b.example\n');
});

test('a page asks for nothing that would stand outside its view or come without the name of the site', async () => {
  await page.mouse.click(20, 20);
  const asked = await page.evaluate(async () => {
    let printed = false;
    addEventListener('beforeprint', () => (printed = true));
    print();
    const refused = (work: () => Promise<unknown>) => work().then(() => 'given', () => 'refused');
    const names = ['showOpenFilePicker', 'showSaveFilePicker', 'showDirectoryPicker', 'documentPictureInPicture', 'PublicKeyCredential', 'PaymentRequest'];
    return {
      printed,
      floating: document.pictureInPictureEnabled,
      there: names.filter((name) => name in window),
      screen: await refused(() => navigator.mediaDevices.getDisplayMedia({ video: true })),
      pointer: await refused(async () => document.body.requestPointerLock()),
      clipboard: await refused(() => navigator.clipboard.readText()),
      notices: await Notification.requestPermission(),
      worker: await refused(() => navigator.serviceWorker.register('/service.js')),
    };
  });
  expect(asked).toEqual({ printed: false, floating: false, there: [], screen: 'refused', pointer: 'refused', clipboard: 'refused', notices: 'denied', worker: 'refused' });
});

test('nobody is asked for a password by a site, nor sent one, and a false question of the proxy goes round no circle', async () => {
  const asked = () => world.pages[SITE]!.asked.filter((line) => line.includes('/who-are-you')).length;
  const outcome = await page.evaluate(async () => {
    const told = (path: string) => fetch(path).then(async (answer) => `${answer.status} ${await answer.text()}`, () => 'failed');
    return [await told('/who-are-you'), await told('/who-are-you?proxy')];
  });
  expect(outcome[0]).toMatch(/^401/);
  expect(outcome.join().toLowerCase()).not.toContain('authorization');
  expect(asked()).toBeLessThanOrEqual(4);
});

test('the keyboard is a page\'s only when the operator gives it: one that navigates all the time reads nothing', async () => {
  const { app } = world.desk;
  const origin = originOf(SITE, 'https');
  const focused = () => app.evaluate(({ webContents }) => webContents.getFocusedWebContents()?.getURL().split('/')[0]);
  const send = (type: 'mouseDown' | 'char', more: object) =>
    app.evaluate(({ webContents }, [url, event]) => webContents.getAllWebContents().find((one) => one.getURL().startsWith(url as string))?.sendInputEvent(event as never), [origin, { type, ...more }] as const);
  const typeInPage = async (keyCode: string): Promise<void> => {
    await app.evaluate(({ webContents }, [url, code]) => {
      const contents = webContents.getAllWebContents().find((one) => one.getURL().startsWith(url!));
      for (const type of ['keyDown', 'char', 'keyUp'] as const) contents?.sendInputEvent({ type, keyCode: code! });
    }, [origin, keyCode]);
  };
  // Clicks of the tests before gave it to the page: out of sight it is taken.
  await world.desk.page.keyboard.press('1');
  await expect(world.desk.page.locator('.cband')).toBeHidden();
  await world.desk.page.keyboard.press('3');
  await expect(world.desk.page.locator('.cband').first()).toBeVisible();
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.focus());
  await page.evaluate(() => void setTimeout(() => (location.href = '/inside?again')));
  await page.waitForURL(/again/);
  await page.evaluate(() => {
    const box = document.getElementById('box')!;
    box.focus();
    addEventListener('keydown', ({ key }) => (document.body.dataset['typed'] = (document.body.dataset['typed'] ?? '') + key));
  });
  await expect.poll(focused).toBe('app:');
  await typeInPage('a');
  await send('mouseDown', { x: 200, y: 300, button: 'left', clickCount: 1 });
  await typeInPage('b');
  await expect.poll(() => page.evaluate(() => document.body.dataset['typed'])).toBe('b');
});

test('a page can neither read the console nor cover its frame', async () => {
  const bounds = () =>
    world.desk.app.evaluate(({ BrowserWindow, webContents }, url) => {
      const window = BrowserWindow.getAllWindows()[0]!;
      type WithContents = Electron.View & { readonly webContents?: Electron.WebContents };
      const mine = window.contentView.children.find((view) => (view as WithContents).webContents?.getURL().startsWith(url));
      void webContents;
      return { view: mine?.getBounds(), full: window.isFullScreen(), size: window.getContentSize() };
    }, originOf(SITE, 'https'));
  const before = await bounds();
  const frame = await world.desk.page.locator('.cband').boundingBox();
  expect(before.view!.y).toBeGreaterThanOrEqual(Math.floor(frame!.y + frame!.height));
  await page.mouse.click(20, 20);
  const saw = await page.evaluate(async () => {
    alert('not seen');
    const said = confirm('not seen either');
    moveTo(0, 0);
    resizeTo(4_000, 4_000);
    await document.documentElement.requestFullscreen().catch(() => undefined);
    const app = await fetch('app://console/index.html').then(() => 'read', () => 'refused');
    return { said, app, full: document.fullscreenElement !== null, top: window.top === window, opener: window.opener === null, bridge: 'blocao' in window };
  });
  expect(saw).toEqual({ said: false, app: 'refused', full: true, top: true, opener: true, bridge: false });
  expect(await bounds()).toEqual(before);
  await page.evaluate(() => document.exitFullscreen());
  // Not even a window of the console itself, were it taken over, could lay a page over the frame.
  await world.desk.page.evaluate((key) => window.blocao.invoke('place-console', { key, bounds: { x: -50, y: -50, width: 9_000, height: 9_000 } }), `${SITE}/nvr`);
  const greedy = (await bounds()).view!;
  expect(greedy.y).toBeGreaterThanOrEqual(120);
  expect(greedy.x + greedy.width).toBeLessThanOrEqual(before.size[0]!);
});

test('pages of sites run in sandboxes with every permission denied', async () => {
  const found = await world.desk.app.evaluate(({ webContents, session }) => {
    type WithPreferences = Electron.WebContents & { getLastWebPreferences(): Record<string, unknown> };
    return webContents
      .getAllWebContents()
      .filter((contents) => contents.getURL().includes('.demo.test'))
      .map((contents) => ({
        preferences: (contents as WithPreferences).getLastWebPreferences(),
        rtc: contents.getWebRTCIPHandlingPolicy(),
        languages: contents.session.getSpellCheckerLanguages(),
        persistent: contents.session.isPersistent(),
        shared: contents.session === session.defaultSession,
      }));
  });
  expect(found).toHaveLength(2);
  for (const one of found) {
    expect(one.preferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true, webviewTag: false });
    expect(one.preferences['preload']).toBeUndefined();
    expect(one).toMatchObject({ rtc: 'disable_non_proxied_udp', languages: [], persistent: false, shared: false });
  }
  const states = await page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi'];
    return Promise.all(names.map(async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state));
  });
  expect(new Set(states)).toEqual(new Set(['denied']));
});

test('a crashed page takes nothing with it and comes back on a word', async () => {
  const key = `${SITE}/nvr`;
  await world.desk.app.evaluate(({ webContents }, url) => {
    webContents.getAllWebContents().find((contents) => contents.getURL().startsWith(url))?.forcefullyCrashRenderer();
  }, originOf(SITE, 'https'));
  await expect.poll(async () => (await world.told(key))?.page.state).toBe('crashed');
  await expect(world.desk.page.getByText('crashed')).toBeVisible();
  const other = await sitePage(world.desk, originOf(OTHER));
  expect(await other.evaluate(() => document.title)).toContain(OTHER);
  await world.desk.page.locator('.cnotice').getByRole('button', { name: 'Reload' }).click();
  await expect.poll(async () => (await world.told(key))?.page.state).toBe('shown');
  expect(world.desk.errors).toEqual([]);
});

test('a page that hangs is said to, takes nothing with it, and comes back on a word', async () => {
  const key = `${SITE}/nvr`;
  await world.click(SITE);
  await world.desk.app.evaluate(({ webContents }, url) => {
    const contents = webContents.getAllWebContents().find((one) => one.getURL().startsWith(url));
    void contents?.executeJavaScript('for (;;);').catch(() => undefined);
    // Chromium says so after half a minute, but to no page on which a debugger is; the test's own tool is one.
    contents?.emit('unresponsive');
  }, originOf(SITE, 'https'));
  await expect.poll(async () => (await world.told(key))?.page.state).toBe('hung');
  await expect(world.desk.page.getByText(`The page of ${SITE} hangs.`)).toBeVisible();
  const other = await sitePage(world.desk, originOf(OTHER));
  expect(await other.evaluate(async () => (await fetch('/echo', { method: 'POST', body: 'x' })).status)).toBe(200);
  await world.desk.page.locator('.cnotice').getByRole('button', { name: 'Reload' }).click();
  await expect.poll(async () => (await world.told(key))?.page.state).toBe('shown');
});
