import { expect, test, type Page } from '@playwright/test';
import mqtt from 'mqtt';
import { startBroker, type Broker } from './support/broker.ts';
import { startConsole, type Console } from './support/console.ts';

/** An alert event of a site with NVR, at a hub, as its agent's bridge would bring it. */
const SITE = 'BL-LAB-1';
const BOOT = Math.floor(Date.now() / 1_000);
let seq = 0;
const envelope = (ts = Date.now()) => ({ v: 1, site: SITE, boot: BOOT, conn: 1, seq: (seq += 1), ts });
const event = (id: string, more: object = {}, ts = Date.now()) =>
  JSON.stringify({
    ...envelope(ts),
    ...{ id, rev: 1, op: 'open', kind: 'nvr_down', severity: 'critical', object: `nvr:${id.toLowerCase().slice(-4)}` },
    ...{ occurred_ts: ts, text: 'NVR down', values: {}, ...more },
  });

/** Listens at whatever the page sends to the speakers, and counts the notes. */
const listen = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const heard = { notes: [] as number[], peak: 0 };
    Object.assign(window, { heard });
    const connect = AudioNode.prototype.connect as (this: AudioNode, to: AudioNode) => AudioNode;
    AudioNode.prototype.connect = function (this: AudioNode, to: AudioNode) {
      if (to instanceof AudioDestinationNode && !(this instanceof AnalyserNode)) {
        const analyser = new AnalyserNode(this.context, { fftSize: 2_048 });
        connect.call(this, analyser);
        const samples = new Float32Array(2_048);
        const look = (): void => {
          analyser.getFloatTimeDomainData(samples);
          for (const sample of samples) heard.peak = Math.max(heard.peak, sample);
        };
        setInterval(look, 10);
      }
      return connect.call(this, to);
    } as typeof AudioNode.prototype.connect;
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (this: OscillatorNode, when?: number) {
      heard.notes.push(this.frequency.value);
      start.call(this, when);
    };
  });

const heard = (page: Page): Promise<{ notes: number[]; peak: number }> =>
  page.evaluate(() => (window as unknown as { heard: { notes: number[]; peak: number } }).heard);

const CRITICAL = [660, 880];
const WARNING = [520];

let broker: Broker;
let desk: Console;
let hub: mqtt.MqttClient;

const send = (kind: 'state/health' | 'event/alert' | 'state/alerts', payload: string): Promise<unknown> =>
  hub.publishAsync(`fleet/v1/${SITE}/${kind}`, payload, { qos: 1, retain: kind.startsWith('state/') });

const health = (): Promise<unknown> =>
  send('state/health', JSON.stringify({ ...envelope(), ttl_s: 180, level: 'ok', reasons: [], nvrs: [], disks: [] }));

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  broker = await startBroker();
  hub = await mqtt.connectAsync(broker.url, { protocolVersion: 5 });
  await health();
  // With a sound device that is none; the tests of the other spec files run without.
  desk = await startConsole({ args: ['--hub', broker.url, '--use-fake-device-for-media-stream'] });
  await listen(desk.page);
  await expect(desk.page.getByTestId('hubs')).toHaveText('1 of 1');
  await expect(desk.page.getByTestId('sound')).toHaveAccessibleName('Alerts sound');
});

test.afterAll(async () => {
  await desk?.close();
  await hub?.endAsync(true);
  await broker?.kill();
});

test('FS-745: a new critical alert sounds once, a copy of it and one more revision do not', async () => {
  const { page } = desk;
  const first = event('01JD0000000000000000000001');
  await send('event/alert', first);
  await expect.poll(async () => (await heard(page)).notes).toEqual(CRITICAL);
  await expect.poll(async () => (await heard(page)).peak).toBeGreaterThan(0.2);
  await send('event/alert', first);
  await send('event/alert', event('01JD0000000000000000000001', { rev: 2, op: 'update' }));
  await send('event/alert', event('01JD0000000000000000000002', { severity: 'warning', kind: 'hot', object: 'site' }));
  await expect.poll(async () => (await heard(page)).notes).toEqual([...CRITICAL, ...WARNING]);
});

test('FS-745: backlog makes no sound, an honest alert after it does', async () => {
  const { page } = desk;
  const before = (await heard(page)).notes;
  const hourAgo = Date.now() - 3_600_000;
  // The newest live state says that this site's clock is right: what is an hour old is backlog.
  await health();
  for (let n = 3; n < 9; n += 1) await send('event/alert', event(`01JD000000000000000000000${n}`, {}, hourAgo));
  await send('event/alert', event('01JD0000000000000000000009', { severity: 'warning', kind: 'hot', object: 'site' }));
  await expect.poll(async () => (await heard(page)).notes).toEqual([...before, ...WARNING]);
});

test('FS-748: sounds are tested, muted and turned off in the settings', async () => {
  const { page } = desk;
  await page.getByTestId('sound').click();
  await expect(page.getByRole('heading', { name: 'Sounds' })).toBeVisible();
  const before = (await heard(page)).notes;
  await page.getByRole('button', { name: 'Test tone: Critical' }).click();
  await expect.poll(async () => (await heard(page)).notes).toEqual([...before, ...CRITICAL]);
  await page.getByRole('button', { name: 'Mute for 1 h' }).click();
  await expect(page.getByTestId('sound')).toHaveAccessibleName(/^Muted until/);
  await send('event/alert', event('01JD000000000000000000000A'));
  await page.getByRole('button', { name: 'End muting' }).click();
  await page.getByRole('checkbox', { name: 'Warnings' }).uncheck();
  await send('event/alert', event('01JD000000000000000000000B', { severity: 'warning', kind: 'hot', object: 'site' }));
  // A test tone is heard whatever is off: nothing stands between it and the one before.
  await page.getByRole('button', { name: 'Test tone: Warning' }).click();
  await expect.poll(async () => (await heard(page)).notes).toEqual([...before, ...CRITICAL, ...WARNING]);
  expect(desk.errors).toEqual([]);
});

test('FS-748: a computer without sound device is told so', async () => {
  const deaf = await startConsole({ args: ['--hub', broker.url] });
  await expect(deaf.page.getByTestId('sound')).toHaveAccessibleName('No sound device: no alert can be heard');
  await deaf.page.getByTestId('sound').click();
  await expect(deaf.page.getByRole('alert')).toContainText('This computer has no sound device.');
  await deaf.close();
});
