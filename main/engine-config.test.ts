import assert from 'node:assert/strict';
import { test } from 'node:test';
import { childEnvironment } from './child-environment.ts';
import { engineConfigOf, hubConfigOf, planFleet } from './engine-config.ts';
import { profileAt } from './profile.ts';
import { defaultSettings } from './settings.ts';

const settings = {
  ...defaultSettings('en'),
  hubs: [{ id: 'hub-1', name: 'Frankfurt', url: 'mqtts://hub.example', user: 'desk' }],
};

test('without any hub it is the demo, with --hub never', () => {
  assert.deepEqual(planFleet({ hubUrls: [], sites: 12 }, defaultSettings('en')), { kind: 'demo', sites: 12 });
  const plan = planFleet({ hubUrls: ['mqtt://a.example'], sites: 30 }, defaultSettings('en'));
  assert.equal(plan.kind, 'hubs');
});

test('--hub comes before the hubs of the settings, and a known address keeps its id and name', () => {
  const plan = planFleet({ hubUrls: ['mqtts://hub.example', 'mqtt://b.example'], sites: 30 }, settings);
  assert(plan.kind === 'hubs');
  assert.deepEqual(
    plan.hubs.map(({ name }) => name),
    ['Frankfurt', 'b.example'],
  );
  assert.equal(plan.hubs[0]?.id, 'hub-1');
  assert.deepEqual(planFleet({ hubUrls: ['mqtt://b.example'], sites: 30 }, settings), {
    ...plan,
    hubs: [plan.hubs[1]],
  });
});

test('--hub with an empty profile shows all sites as adopted', () => {
  const shown = (plan: ReturnType<typeof planFleet>): boolean => plan.kind === 'hubs' && plan.showAllAsAdopted;
  assert.equal(shown(planFleet({ hubUrls: ['mqtt://a.example'], sites: 30 }, defaultSettings('en'))), true);
  assert.equal(shown(planFleet({ hubUrls: ['mqtt://a.example'], sites: 30 }, settings)), false);
  assert.equal(shown(planFleet({ hubUrls: [], sites: 30 }, settings)), false);
});

test('demo and real fleet have different data folders', () => {
  const common = {
    profile: profileAt('/p'),
    consoleId: '0a1b2c3d',
    hubs: [],
    clock: { speed: 1, baseMs: 0 },
  };
  const demo = engineConfigOf({ ...common, plan: { kind: 'demo', sites: 30 } });
  const real = engineConfigOf({ ...common, plan: planFleet({ hubUrls: [], sites: 30 }, settings) });
  assert.notEqual(demo.dataDir, real.dataDir);
});

test('the user of a secret wins over the one in the settings', () => {
  const [hub] = settings.hubs;
  assert(hub);
  assert.deepEqual(hubConfigOf(hub, { user: 'ops', password: 'pw' }), { ...hub, user: 'ops', password: 'pw' });
  assert.deepEqual(hubConfigOf(hub, {}), hub);
});

test('children inherit what Node needs and no secret, debugging or preload switch', () => {
  const env = {
    PATH: '/bin',
    LC_ALL: 'C',
    BLOCAO_HUB_PASSWORD: 'pw',
    NODE_OPTIONS: '-r x',
    ELECTRON_RUN_AS_NODE: '1',
    LD_PRELOAD: 'x',
  };
  assert.deepEqual(childEnvironment(env), { PATH: '/bin', LC_ALL: 'C' });
});
