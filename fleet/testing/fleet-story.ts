import fc from 'fast-check';
import type { RejectReason } from '../decode.ts';
import type { SiteId } from '../ids.ts';
import { HUB, START_TS, makeWorld } from './fleet-world.ts';
import type { World } from './fleet-world.ts';

/*
 * Random stories of a small fleet over two hubs: cuts, sleeps, restarts, resends, wills, lower boots, desk documents. Each
 * step is data, so that fast-check can shrink a story that goes wrong.
 */

export const SITES = ['BL-A-1', 'BL-B-1', 'BL-C-1', 'BL-D-1', 'BL-E-1'] as unknown as readonly SiteId[];
export const HUBS = [HUB, 'hub-2'] as const;

const site = fc.constantFrom(...SITES);
const hub = fc.constantFrom(...HUBS);
const boot = fc.constantFrom(9, 10, 10, 10, 11);
const order = {
  boot,
  conn: fc.integer({ min: 1, max: 3 }),
  seq: fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
};
const alertId = fc.constantFrom('A1', 'A2', 'A3');
const severity = fc.constantFrom('critical', 'warning', 'info');
const stateKind = fc.constantFrom(
  'state/agent',
  'state/site',
  'state/health',
  'state/cameras',
  'state/inventory',
  'state/cert',
  'state/reconcile',
);

const listed = fc.record({
  id: alertId,
  rev: fc.integer({ min: 1, max: 4 }),
  kind: fc.constant('disk_low'),
  severity,
  object: fc.constant('site'),
});

export const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('state' as const),
      site,
      hub,
      kind: stateKind,
      ...order,
      retained: fc.boolean(),
      lateMs: fc.constantFrom(0, 0, 0, 5_000, 3_600_000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('list' as const),
      site,
      hub,
      ...order,
      open: fc.uniqueArray(listed, { selector: ({ id }) => id, maxLength: 3 }),
      eventSeq: fc.integer({ min: 0, max: 30 }),
      truncated: fc.boolean(),
      retained: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('alert' as const),
      site,
      hub,
      ...order,
      id: alertId,
      rev: fc.integer({ min: 1, max: 5 }),
      op: fc.constantFrom('open', 'update', 'close'),
      severity,
      lateMs: fc.constantFrom(0, 0, 3_600_000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('bridge' as const),
      site,
      hub,
      up: fc.option(fc.boolean(), { nil: undefined }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('will' as const), site, hub, boot, conn: order.conn }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cleared' as const), site, hub, kind: stateKind }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('link' as const), hub, up: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('quiet' as const), hub }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      ms: fc.constantFrom(1_000, 30_000, 61_000, 100_000, 320_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('sleep' as const), ms: fc.constantFrom(5_000, 60_000, 3_600_000) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('reject' as const),
      site,
      reason: fc.constantFrom('json', 'version', 'schema'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('adopt' as const),
      site,
      n: fc.integer({ min: 1, max: 9 }),
      state: fc.constantFrom('adopted', 'adopted', 'ignored', 'decommissioned'),
      retire: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('act' as const),
      site,
      id: alertId,
      kind: fc.constantFrom('ack', 'take', 'resolve', 'snooze'),
      n: fc.integer({ min: 1, max: 9 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('window' as const),
      fromMs: fc.integer({ min: -60_000, max: 600_000 }),
      forMs: fc.integer({ min: 1, max: 900_000 }),
      n: fc.integer({ min: 1, max: 9 }),
    }),
  },
);

export type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const EXTRAS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'state/site': { name: 'Lab', region: 'north', tags: ['a'], lat: 50, lon: 8, time_zone: 'Europe/Berlin' },
  'state/cert': { serial: 'ab', not_before_ts: START_TS - 300 * 86_400_000, not_after_ts: START_TS + 20 * 86_400_000 },
  'state/inventory': { versions: { agent: '1.0.0' }, nvrs: [{ id: 'nvr', frigate: '0.17.1' }] },
};

const act = (world: World, given: Extract<Step, { do: 'act' }>): void => {
  const ops = {
    [`0badcafe-${given.n}`]: {
      n: given.n,
      kind: given.kind,
      by: 'Ana',
      ts: START_TS,
      rev: 2,
      until_ts: world.at().wallTs + 60_000,
    },
  };
  world.desk({
    kind: 'desk/alert',
    site: given.site,
    id: given.id,
    body: { v: 1, exp_ts: START_TS + 40 * 86_400_000, ops },
  });
};

const speak = (world: World, given: Extract<Step, { do: 'state' | 'list' | 'alert' }>): void => {
  const { site: id, hub: at, boot: of, conn, seq } = given;
  const envelope = { boot: of, conn, ...(seq !== undefined && { seq }) };
  if (given.do === 'alert') {
    const { id: alert, rev, op, severity: bad, lateMs } = given;
    world.alert(id, { ...envelope, id: alert, rev, op, severity: bad, ts: world.at().wallTs - lateMs }, { hub: at });
  } else if (given.do === 'list') {
    const { open, eventSeq, truncated, retained } = given;
    world.say(id, 'state/alerts', { ...envelope, open, event_seq: eventSeq, truncated }, { hub: at, retained });
  } else {
    const { kind, lateMs, retained } = given;
    world.say(id, kind, { ...envelope, ...EXTRAS[kind], ts: world.at().wallTs - lateMs }, { hub: at, retained });
  }
};

/** Carries out one step. */
export const take = (world: World, given: Step): void => {
  switch (given.do) {
    case 'state':
    case 'list':
    case 'alert':
      return speak(world, given);
    case 'bridge':
      return void world.bridge(given.site, given.up, { hub: given.hub });
    case 'will':
      return void world.will(given.site, given.boot, given.conn, { hub: given.hub });
    case 'cleared':
      return void world.deliver({ kind: 'cleared', of: given.kind, site: given.site }, { hub: given.hub });
    case 'link':
      return void (given.up ? world.connect(given.hub) : world.disconnect(given.hub));
    case 'quiet':
      return void world.quiet(given.hub);
    case 'pass':
      return world.pass(given.ms, 10_000);
    case 'sleep':
      return void world.sleep(given.ms);
    case 'reject':
      return void world.reject(given.reason as RejectReason, given.site);
    case 'adopt':
      return void world.adopt(given.site, {
        n: given.n,
        state: given.state,
        ...(given.retire && { retired: [{ from: 9, to: 9 }] }),
      });
    case 'act':
      return act(world, given);
    case 'window': {
      const fromTs = world.at().wallTs + given.fromMs;
      return void world.window('w1', { n: given.n, once: { from_ts: fromTs, to_ts: fromTs + given.forMs } });
    }
    default:
      given satisfies never;
  }
};

export const storyWorld = (showAllAsAdopted: boolean): World => makeWorld({ hubs: HUBS, showAllAsAdopted });

export const story = fc.array(step, { minLength: 1, maxLength: 60 });
