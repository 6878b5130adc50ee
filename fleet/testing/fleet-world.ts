import type { AlertRecord } from '../model/alert.ts';
import type { FleetEvent } from '../events.ts';
import type { SiteId } from '../ids.ts';
import type { HubState } from '../model/hub.ts';
import type { SiteRecord } from '../model/site.ts';
import type { Message, RejectReason } from '../decode.ts';
import { reduce } from '../reduce.ts';
import type { Reduction, StoreWrite } from '../reduction.ts';
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

const optionsOf = ({ hubs = [HUB], showAllAsAdopted = true }: WorldOptions): FoldOptions => ({ consoleId: 'c0ffee01', hubs, showAllAsAdopted });

/** A world; its members change it in place. */
export const makeWorld = (options: WorldOptions = {}) => {
  const fold = optionsOf(options);
  let nowMs = 0;
  let sleptMs = 0;
  let state: FleetState = emptyFleet(fold, { wallTs: START_TS, monoMs: 0 });
  const rows = emptyRows();
  const seqs = new Map<string, number>();
  const reductions: Reduction[] = [];

  const at = () => ({ wallTs: START_TS + nowMs + sleptMs, monoMs: nowMs });

  const send = (event: FleetEvent): Reduction => {
    const reduction = reduce(state, event);
    state = reduction.state;
    writeRows(rows, reduction.writes, event);
    reductions.push(reduction);
    return reduction;
  };

  const deliver = (message: Message, { hub = HUB, retained = false }: Delivery = {}): Reduction =>
    send({ type: 'message', at: at(), hub, retained, message });

  const nextSeq = (site: string, space: string): number => {
    const seq = (seqs.get(`${site} ${space}`) ?? 0) + 1;
    seqs.set(`${site} ${space}`, seq);
    return seq;
  };

  const hub = (id: string, hubState: HubState): Reduction =>
    send({ type: 'hub', at: at(), hub: { id, name: id, url: `mqtt://${id}.test`, state: hubState, sinceTs: at().wallTs, refused: [], readOnly: false } });

  const tick = (): Reduction =>
    send({ type: 'tick', at: at(), realWallMs: START_TS + nowMs + sleptMs, realMonoMs: nowMs });

  const world = {
    fold,
    at,
    send,
    deliver,
    tick,
    reductions,
    get state() {
      return state;
    },
    get tables() {
      return tablesOf(state);
    },
    get writes(): readonly StoreWrite[] {
      return reductions.flatMap(({ writes }) => writes);
    },
    connect: (id: string = HUB) => hub(id, 'connected'),
    disconnect: (id: string = HUB) => hub(id, 'waiting'),
    quiet: (id: string = HUB) => send({ type: 'desk-quiet', at: at(), hub: id }),
    /** Time passes tick by tick. Coarse ticks of up to 10 s are late, but no sleep. */
    pass: (ms: number, everyMs = 1_000): void => {
      for (let left = ms; left > 0; left -= everyMs) {
        nowMs += Math.min(everyMs, left);
        tick();
      }
    },
    /** Time passes without a tick. */
    skip: (ms: number): void => {
      nowMs += ms;
    },
    /** This computer sleeps: the wall clock goes on, the monotonic one stands still, no tick comes; then one comes late. */
    sleep: (ms: number): Reduction => {
      sleptMs += ms;
      nowMs += 1_000;
      return tick();
    },
    /** A state of the site; boot 10, connection 1, the next `seq`, unless the fields say otherwise. */
    say: (site: SiteId, kind: TopicKind, fields: Fields = {}, delivery: Delivery = {}): Reduction => {
      const seq = typeof fields['seq'] === 'number' ? fields['seq'] : nextSeq(site, 'state');
      const body = { v: 1, site, boot: 10, conn: 1, ts: at().wallTs, ...DEFAULTS[kind], ...fields, seq };
      return deliver({ kind, site, body } as unknown as Message, delivery);
    },
    /** An alert event of the site, with the next event `seq` unless the fields say otherwise. */
    alert: (site: SiteId, fields: Fields, delivery: Delivery = {}): Reduction => {
      const seq = typeof fields['seq'] === 'number' ? fields['seq'] : nextSeq(site, 'event');
      const facts = { kind: 'disk_low', severity: 'warning', object: 'disk:/media', op: 'open', rev: 1, occurred_ts: at().wallTs };
      const body = { v: 1, site, boot: 10, conn: 1, ts: at().wallTs, ...facts, ...fields, seq };
      return deliver({ kind: 'event/alert', site, body } as unknown as Message, delivery);
    },
    bridge: (site: SiteId, up: boolean | undefined, delivery: Delivery = {}): Reduction =>
      deliver({ kind: 'bridge/state', site, up }, { retained: true, ...delivery }),
    will: (site: SiteId, boot = 10, conn = 1, delivery: Delivery = {}): Reduction =>
      deliver({ kind: 'will', site, body: { v: 1, site, boot, conn, state: 'offline' } }, delivery),
    reject: (reason: RejectReason, site?: SiteId, kind: TopicKind = 'state/health'): Reduction =>
      send({ type: 'rejected', at: at(), hub: HUB, reason, kind, ...(site !== undefined && { site }) }),
    /** A document of the desk about sites. */
    desk: (message: Fields): Reduction => deliver(message as unknown as Message, { retained: true }),
    adopt: (site: SiteId, fields: Fields = {}): Reduction =>
      world.desk({ kind: 'desk/site', site, body: { v: 1, n: 1, console: 'c0ffee01', by: 'Ana', ts: START_TS, state: 'adopted', ...fields } }),
    site: (id: SiteId = LAB): SiteRecord => {
      const record = tablesOf(state).sites[id];
      if (record === undefined) throw new Error(`no site ${id}`);
      return record;
    },
    open: (kind: string): AlertRecord[] => Object.values(tablesOf(state).alerts).filter((alert) => alert.kind === kind && alert.state === 'open'),
    record: (key: string): AlertRecord | undefined => tablesOf(state).alerts[key],
    counted: (id: string): number => tablesOf(state).counters[id]?.n ?? 0,
    /** The engine starts anew from what was stored; hubs must connect again. */
    restart: (): void => {
      state = restoreFleet(storedIn(rows), fold, at());
    },
    rows,
  };
  if (options.connected !== false) for (const id of fold.hubs) world.connect(id);
  return world;
};

export type World = ReturnType<typeof makeWorld>;

const DEFAULTS: Readonly<Partial<Record<TopicKind, Fields>>> = {
  'state/agent': { state: 'online' },
  'state/health': { level: 'ok' },
  'state/cameras': { cameras: [] },
  'state/alerts': { open: [], event_seq: 0 },
  'state/reconcile': { status: 'in_sync' },
};
