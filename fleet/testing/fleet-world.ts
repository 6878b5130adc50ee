import type { AlertRecord } from '../model/alert.ts';
import type { FleetEvent } from '../events.ts';
import type { SiteId } from '../ids.ts';
import type { HubState } from '../model/hub.ts';
import type { SiteRecord } from '../model/site.ts';
import type { Message, RejectReason } from '../decode.ts';
import { reduce } from '../reduce.ts';
import type { Reduction } from '../reduction.ts';
import { emptyFleet, restoreFleet, tablesOf } from '../state.ts';
import type { FleetState, FoldOptions } from '../state.ts';
import type { TopicKind } from '../wire/catalogue.ts';
import { emptyRows, storedIn, writeRows } from './store-rows.ts';

/*
 * A console on a fake timeline, for tests: says what a hub delivers, lets time pass tick by tick, keeps what the fold wants
 * stored, and starts again from it.
 */

export const START_TS = 1_750_000_000_000;
export const HUB = 'hub-1';
export const LAB = 'BL-LAB-1' as SiteId;

type Fields = Readonly<Record<string, unknown>>;

export interface WorldOptions {
  readonly hubs?: readonly string[];
  /** Default: every site counts at once, so that a test need not adopt it. */
  readonly showAllAsAdopted?: boolean;
  /** Default: every hub is connected at the start. */
  readonly connected?: boolean;
}

export interface Delivery {
  readonly hub?: string;
  readonly retained?: boolean;
}

const optionsOf = ({ hubs = [HUB], showAllAsAdopted = true }: WorldOptions): FoldOptions => ({
  consoleId: 'c0ffee01',
  hubs,
  showAllAsAdopted,
});

/** The console itself: its two clocks, its state, its rows. */
const makeConsole = (fold: FoldOptions) => {
  let nowMs = 0;
  let sleptMs = 0;
  let state: FleetState = emptyFleet(fold, { wallTs: START_TS, monoMs: 0 });
  const rows = emptyRows();
  const reductions: Reduction[] = [];
  const events: FleetEvent[] = [];
  const at = () => ({ wallTs: START_TS + nowMs + sleptMs, monoMs: nowMs });
  const send = (event: FleetEvent): Reduction => {
    events.push(event);
    const reduction = reduce(state, event);
    state = reduction.state;
    writeRows(rows, reduction.writes, event);
    reductions.push(reduction);
    return reduction;
  };
  const tick = (): Reduction => send({ type: 'tick', at: at(), realWallMs: at().wallTs, realMonoMs: nowMs });
  return {
    at,
    send,
    tick,
    rows,
    reductions,
    events,
    current: () => state,
    /** Time passes tick by tick. Coarse ticks of up to 10 s are late, but no sleep. */
    pass: (ms: number, everyMs = 1_000): void => {
      for (let left = ms; left > 0; left -= everyMs) {
        nowMs += Math.min(everyMs, left);
        tick();
      }
    },
    /** This computer sleeps: the wall clock goes on, the monotonic one stands still, no tick comes; then one comes late. */
    sleep: (ms: number): Reduction => {
      sleptMs += ms;
      nowMs += 1_000;
      return tick();
    },
    /** The engine starts anew from what was stored; hubs must connect again. */
    restart: (): void => {
      state = restoreFleet(storedIn(rows), fold, at());
    },
  };
};

type Console = ReturnType<typeof makeConsole>;

const hubsOf = ({ send, at }: Console) => {
  const hub = (id: string, state: HubState): Reduction =>
    send({
      type: 'hub',
      at: at(),
      hub: { id, name: id, url: `mqtt://${id}.test`, state, sinceTs: at().wallTs, refused: [], readOnly: false },
    });
  return {
    connect: (id: string = HUB) => hub(id, 'connected'),
    disconnect: (id: string = HUB) => hub(id, 'waiting'),
    quiet: (id: string = HUB) => send({ type: 'desk-quiet', at: at(), hub: id }),
  };
};

const makeCounter = () => {
  const seqs = new Map<string, number>();
  return (site: string, space: string): number => {
    const seq = (seqs.get(`${site} ${space}`) ?? 0) + 1;
    seqs.set(`${site} ${space}`, seq);
    return seq;
  };
};

/** What hubs deliver. */
const voicesOf = ({ send, at }: Console) => {
  const nextSeq = makeCounter();
  const deliver = (message: Message, { hub = HUB, retained = false }: Delivery = {}): Reduction =>
    send({ type: 'message', at: at(), hub, retained, message });
  const sendBody = (site: SiteId, kind: TopicKind, space: string, fields: Fields, delivery: Delivery): Reduction => {
    const seq = typeof fields['seq'] === 'number' ? fields['seq'] : nextSeq(site, space);
    const body = { v: 1, site, boot: 10, conn: 1, ts: at().wallTs, ...DEFAULTS[kind], ...fields, seq };
    return deliver({ kind, site, body } as unknown as Message, delivery);
  };
  const desk = (message: Fields): Reduction => deliver(message as unknown as Message, { retained: true });
  return {
    deliver,
    desk,
    /** Any message of the site but alerts; boot 10, connection 1, the next `seq`, unless the fields say otherwise. */
    say: (site: SiteId, kind: TopicKind, fields: Fields = {}, delivery: Delivery = {}) =>
      sendBody(site, kind, 'state', fields, delivery),
    /** An alert event of the site, with the next event `seq` unless the fields say otherwise. */
    alert: (site: SiteId, fields: Fields, delivery: Delivery = {}) =>
      sendBody(site, 'event/alert', 'event', { occurred_ts: at().wallTs, ...fields }, delivery),
    bridge: (site: SiteId, up: boolean | undefined, delivery: Delivery = {}) =>
      deliver({ kind: 'bridge/state', site, up }, { retained: true, ...delivery }),
    will: (site: SiteId, boot = 10, conn = 1, delivery: Delivery = {}) =>
      deliver({ kind: 'will', site, body: { v: 1, site, boot, conn, state: 'offline' } }, delivery),
    reject: (reason: RejectReason, site?: SiteId, kind: TopicKind = 'state/health') =>
      send({ type: 'rejected', at: at(), hub: HUB, reason, kind, ...(site !== undefined && { site }) }),
    adopt: (site: SiteId, fields: Fields = {}) =>
      desk({ kind: 'desk/site', site, body: { ...SIGNED, state: 'adopted', ...fields } }),
    rule: (id: string, fields: Fields) =>
      desk({ kind: 'desk/rule', id, body: { ...SIGNED, scope: { all: true }, ...fields } }),
    window: (id: string, fields: Fields) =>
      desk({ kind: 'desk/window', id, body: { ...SIGNED, scope: { all: true }, ...fields } }),
  };
};

/** What the windows would show. */
const picturesOf = ({ current }: Console) => ({
  site: (id: SiteId = LAB): SiteRecord => {
    const record = tablesOf(current()).sites[id];
    if (record === undefined) throw new Error(`no site ${id}`);
    return record;
  },
  open: (kind: string): AlertRecord[] =>
    Object.values(tablesOf(current()).alerts).filter((alert) => alert.kind === kind && alert.state === 'open'),
  record: (key: string): AlertRecord | undefined => tablesOf(current()).alerts[key],
  counted: (id: string): number => tablesOf(current()).counters[id]?.n ?? 0,
});

/** A world; its members change it in place. */
export const makeWorld = (options: WorldOptions = {}) => {
  const fold = optionsOf(options);
  const console = makeConsole(fold);
  const hubs = hubsOf(console);
  if (options.connected !== false) for (const id of fold.hubs) hubs.connect(id);
  return {
    ...console,
    ...hubs,
    ...voicesOf(console),
    ...picturesOf(console),
    get state() {
      return console.current();
    },
    get tables() {
      return tablesOf(console.current());
    },
  };
};

export type World = ReturnType<typeof makeWorld>;

const SIGNED = { v: 1, n: 1, console: 'c0ffee01', by: 'Ana', ts: START_TS };

const DEFAULTS: Readonly<Partial<Record<TopicKind, Fields>>> = {
  'state/agent': { state: 'online' },
  'state/health': { level: 'ok' },
  'state/cameras': { cameras: [] },
  'state/alerts': { open: [], event_seq: 0 },
  'state/reconcile': { status: 'in_sync' },
  'event/alert': { kind: 'disk_low', severity: 'warning', object: 'disk:/media', op: 'open', rev: 1 },
};
