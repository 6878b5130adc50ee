import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StartInfo } from '../../fleet/ipc.ts';
import type { HubRecord } from '../../fleet/model/hub.ts';
import { DEFAULT_SOUNDS } from '../../fleet/sound-settings.ts';
import { bannerOf, type BannerFacts } from './banner.ts';

const hub = (change: Partial<HubRecord> = {}): HubRecord => ({
  id: 'hub-1',
  name: 'hub-a',
  url: 'mqtt://hub.example',
  state: 'connected',
  sinceTs: 0,
  refused: [],
  readOnly: false,
  ...change,
});
const start: StartInfo = {
  version: '0',
  consoleId: '00000000',
  demo: { sites: 30 },
  clockSpeed: 10,
  packaged: false,
  settings: { customer: '', theme: 'dark', language: 'en', textSizePercent: 100,
    views: [],
    columns: [], sounds: DEFAULT_SOUNDS, hubs: [], tunnel: { controlUrl: '', nodeName: '', client: 'auto', wipeOnClose: true, viewers: [] } },
};
const calm: BannerFacts = {
  start,
  process: { state: 'running' },
  hubs: [hub()],
  notices: [],
  dismissed: new Set(),
  hubWasUp: false,
  live: true,
  hasPicture: true,
  pictureTs: 5,
};
const down = { hubs: [hub({ state: 'waiting' })], hubsDownSinceTs: 1 };
const restarting = { process: { state: 'restarting', sinceTs: 1, restarts: 1, nextTryTs: 2 } } as const;

test('Banners come by rank: hub unreachable, engine, old picture, refused, notice, read-only, demo', () => {
  const notice = { notices: [{ id: 'n', kind: 'database_rebuilt', ts: 1, values: {} }] } as const;
  const refused = { hubs: [hub({ refused: [{ topic: 'a', code: 135 }], readOnly: true })] };
  assert.equal(bannerOf({ ...calm, ...notice, ...down, live: false })?.kind, 'hubs-down');
  assert.equal(bannerOf({ ...calm, ...notice, ...restarting, live: false })?.kind, 'engine');
  assert.equal(bannerOf({ ...calm, ...notice, live: false })?.kind, 'old-picture');
  assert.equal(bannerOf({ ...calm, ...notice, ...refused })?.kind, 'refused');
  assert.equal(bannerOf({ ...calm, ...notice })?.kind, 'notice');
  assert.equal(bannerOf({ ...calm, hubs: [hub({ readOnly: true })] })?.kind, 'read-only');
  assert.equal(bannerOf(calm)?.kind, 'demo');
});

test('A first connection attempt is not called unreachable, and old hubs of a dead engine say nothing', () => {
  assert.equal(
    bannerOf({ ...calm, hubs: [hub({ state: 'connecting' })], hubsDownSinceTs: 1, live: false, hasPicture: false })
      ?.kind,
    'demo',
  );
  assert.equal(bannerOf({ ...calm, ...down, ...restarting })?.kind, 'engine');
});

test('A hub that was connected and is dialled again is called unreachable', () => {
  const dialling = { hubs: [hub({ state: 'connecting' })], hubsDownSinceTs: 1, live: false };
  assert.equal(bannerOf({ ...calm, ...dialling })?.kind, 'old-picture');
  assert.equal(bannerOf({ ...calm, ...dialling, hubWasUp: true })?.kind, 'hubs-down');
});

test('Hidden notices make room for the next; a fast clock is said also without a demo', () => {
  const notice = { notices: [{ id: 'n', kind: 'disk_full', ts: 1, values: {} }] } as const;
  assert.equal(bannerOf({ ...calm, ...notice, dismissed: new Set(['n']) })?.kind, 'demo');
  const { demo: _, ...plain } = start;
  assert.deepEqual(bannerOf({ ...calm, start: plain }), { kind: 'fast-clock', speed: 10 });
  assert.equal(bannerOf({ ...calm, start: { ...plain, clockSpeed: 1 } }), undefined);
});
