import assert from 'node:assert/strict';
import type { ConsoleId } from '../ids.ts';
import { renewed } from '../desk/expiry.ts';
import { emptySet, newOperation, withOperation } from '../desk/new-operation.ts';
import type { DeskAction } from '../desk/new-operation.ts';
import { changedHere, forgotten, published, received, stepAt, unsharedDocument } from '../desk/shared-document.ts';
import type { SharedDocument } from '../desk/shared-document.ts';
import { OPERATION_SETS, deskPayload } from '../desk/sync.ts';
import type { DeskStep } from '../desk/sync.ts';
import type { DeskAlert } from '../wire/desk-alert.ts';
import { CONSOLES, EXP_TS, NOW } from './desk-operations.ts';

/*
 * Test code: three consoles and two hubs that share one alert's operation set. A hub keeps the last retained copy and passes
 * each on to whoever is connected; links are queues in both directions that a cut empties or, for what was on its way to the
 * hub, delivers late and twice, as QoS 1 does. Timers fire whenever the test says so, in any order.
 */

interface Link {
  on: boolean;
  /** The retained copy after the last connect came, or there was none. */
  quiet: boolean;
  toHub: string[];
  toConsole: string[];
  /** Left over from a cut; QoS 1 sends them again after the next connect. */
  unacknowledged: string[];
  timer: boolean;
}

interface World {
  readonly consoles: { readonly id: ConsoleId; shared: SharedDocument<DeskAlert>; readonly links: Link[]; readonly wrote: string[] }[];
  readonly hubs: { retained: string | undefined; readonly protocol: 4 | 5 }[];
  wallTs: number;
  publications: number;
}

/** What happens next: `c`, `h` name console and hub, `x` is a free number. */
export interface Happening {
  readonly what: 'act' | 'cut' | 'connect' | 'hub' | 'console' | 'timer' | 'hub-restart' | 'hub-clear' | 'renew' | 'later';
  readonly c: number;
  readonly h: number;
  readonly x: number;
}

export const HAPPENINGS: readonly Happening['what'][] = [
  'act', 'act', 'act', 'cut', 'cut', 'connect', 'connect', 'hub', 'hub', 'hub', 'console', 'console', 'console', 'timer', 'timer', 'hub-restart', 'hub-clear', 'renew',
]; // prettier-ignore

const newLink = (): Link => ({ on: true, quiet: true, toHub: [], toConsole: [], unacknowledged: [], timer: false });

export const newWorld = (protocols: readonly (4 | 5)[] = [5, 5]): World => ({
  consoles: CONSOLES.map((id) => ({ id, shared: unsharedDocument<DeskAlert>(), links: protocols.map(newLink), wrote: [] })),
  hubs: protocols.map((protocol) => ({ retained: undefined, protocol })),
  wallTs: NOW,
  publications: 0,
});

type Console = World['consoles'][number];

const hubId = (h: number): string => `hub-${h}`;
const part = <T>(items: readonly T[], index: number): T => items[index % items.length] as T;
const drained = (console: Console): boolean => console.links.every(({ toConsole }) => toConsole.length === 0);

const stepOf = (world: World, console: Console, h: number): DeskStep =>
  stepAt(console.shared, OPERATION_SETS, hubId(h), {
    self: console.id,
    protocol: part(world.hubs, h).protocol,
    wallTs: world.wallTs,
  });

/** Once the inbox is drained: start a timer for each connected, quiet hub that needs something. */
const judge = (world: World, console: Console): void => {
  if (!drained(console)) return;
  console.links.forEach((link, h) => {
    if (link.on && link.quiet && stepOf(world, console, h).kind !== 'none') link.timer = true;
  });
};

const fire = (world: World, console: Console, h: number): boolean => {
  const link = part(console.links, h);
  if (!link.on || !link.timer) return false;
  link.timer = false;
  const step = stepOf(world, console, h);
  if (step.kind === 'clear') link.toHub.push('');
  if (step.kind !== 'publish') return true;
  const { known } = console.shared;
  assert.ok(known !== undefined && world.wallTs < known.exp_ts, 'published past exp_ts');
  world.publications += 1;
  link.toHub.push(deskPayload(known));
  console.shared = published(console.shared, hubId(h));
  return true;
};

const actionOf = (console: Console, x: number): DeskAction => {
  const ids = Object.keys(console.shared.known?.ops ?? {});
  const of = part(ids, x);
  if (x % 7 === 0 && of !== undefined) return { kind: 'undo', of };
  const kinds = [{ kind: 'take' }, { kind: 'take' }, { kind: 'release' }, { kind: 'ack' }, { kind: 'note', text: `n${x}` }] as const;
  return part(kinds, x);
};

const act = (world: World, console: Console, x: number): void => {
  const known = console.shared.known ?? emptySet(EXP_TS);
  const author = { console: console.id, by: console.id, ts: world.wallTs, leastK: 0 };
  const made = newOperation(known, author, actionOf(console, x));
  if (!made.ok) return;
  console.wrote.push(made.id);
  console.shared = changedHere(console.shared, OPERATION_SETS, withOperation(known, made.id, made.operation));
  judge(world, console);
};

const cut = (console: Console, h: number, x: number): void => {
  const link = part(console.links, h);
  // Some of what was on its way arrived without its acknowledgement, so that it comes twice.
  const sent = link.toHub.splice(0);
  link.unacknowledged.push(...sent);
  link.toHub = x % 2 === 0 ? sent : [];
  Object.assign(link, { on: false, quiet: false, timer: false, toConsole: [] });
};

const connect = (world: World, console: Console, h: number): void => {
  const link = part(console.links, h);
  if (link.on) return;
  console.shared = forgotten(console.shared, hubId(h));
  const { retained } = part(world.hubs, h);
  Object.assign(link, { on: true, quiet: retained === undefined });
  link.toHub.push(...link.unacknowledged.splice(0));
  if (retained !== undefined) link.toConsole.push(retained);
  judge(world, console);
};

const retain = (world: World, h: number, payload: string): void => {
  part(world.hubs, h).retained = payload === '' ? undefined : payload;
  for (const { links } of world.consoles) if (part(links, h).on) part(links, h).toConsole.push(payload);
};

const hubReceives = (world: World, console: Console, h: number): boolean => {
  const payload = part(console.links, h).toHub.shift();
  if (payload === undefined) return false;
  retain(world, h, payload);
  return true;
};

const consoleReceives = (world: World, console: Console, h: number): boolean => {
  const link = part(console.links, h);
  const payload = link.toConsole.shift();
  if (payload === undefined) return false;
  const before = Object.keys(console.shared.known?.ops ?? {});
  const document = payload === '' ? undefined : (JSON.parse(payload) as DeskAlert);
  console.shared = received(console.shared, OPERATION_SETS, hubId(h), document);
  for (const id of before) assert.ok(console.shared.known?.ops[id] !== undefined, `${id} left before exp_ts`);
  link.quiet = true;
  judge(world, console);
  return true;
};

const restartHub = (world: World, h: number): void => {
  for (const console of world.consoles) cut(console, h, 1);
  part(world.hubs, h).retained = undefined;
};

const renew = (world: World, console: Console): void => {
  const later = console.shared.known && renewed(console.shared.known, world.wallTs);
  if (later) console.shared = changedHere(console.shared, OPERATION_SETS, later);
  judge(world, console);
};

/** Time passes; brokers that speak MQTT 5 expire their copies by themselves. */
const later = (world: World, ms: number): void => {
  world.wallTs += ms;
  for (const hub of world.hubs) {
    const over = hub.retained !== undefined && (JSON.parse(hub.retained) as DeskAlert).exp_ts <= world.wallTs;
    if (hub.protocol === 5 && over) hub.retained = undefined;
  }
  for (const console of world.consoles) judge(world, console);
};

export const happen = (world: World, { what, c, h, x }: Happening): void => {
  const console = part(world.consoles, c);
  switch (what) {
    case 'act':
      return act(world, console, x);
    case 'cut':
      return cut(console, h, x);
    case 'connect':
      return connect(world, console, h);
    case 'hub':
      return void hubReceives(world, console, h);
    case 'console':
      return void consoleReceives(world, console, h);
    case 'timer':
      return void fire(world, console, h);
    case 'hub-restart':
      return x % 4 === 0 ? restartHub(world, h) : undefined;
    case 'hub-clear':
      return x % 4 === 0 ? retain(world, h, '') : undefined;
    case 'renew':
      return renew(world, console);
    case 'later':
      return later(world, (x % 9) * 86_400_000);
    default:
      throw new Error(`no such happening: ${String(what satisfies never)}`);
  }
};

/** Connects everything and lets it run until nothing moves; fails where that takes suspiciously long. */
export const settle = (world: World): void => {
  const everywhere = (move: (console: Console, h: number) => boolean | void): boolean =>
    world.consoles.map((console) => world.hubs.map((_, h) => move(console, h) === true).includes(true)).includes(true);
  everywhere((console, h) => connect(world, console, h));
  for (let rounds = 0; rounds < 1_000; rounds += 1) {
    const arrived = everywhere((console, h) => hubReceives(world, console, h));
    const taken = everywhere((console, h) => consoleReceives(world, console, h));
    if (!arrived && !taken && !everywhere((console, h) => fire(world, console, h))) return;
  }
  assert.fail('the consoles never fell quiet');
};
