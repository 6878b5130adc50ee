import { TABLE_NAMES, type FleetDelta, type FleetTables, type TableDelta } from '../../fleet/delta.ts';
import type { ClockConfig, EngineFrame, Meter, WindowFrame } from '../../fleet/ipc.ts';
import { changesOf, countChanges, emptyChanges, mergeChanges, type Changes } from './changes.ts';

/*
 * What one window still has to be told. One frame is in flight until the window has drawn it; meanwhile changes collapse to
 * the newest record per key, so a window that hangs costs bounded memory. Frames are numbered within the engine's epoch; a
 * window that sees a gap subscribes again and gets a snapshot, never a guess.
 */

/** Electron's MessagePortMain and node:worker_threads' MessagePort, as far as the outbox needs them. */
export interface WindowPort {
  post(frame: EngineFrame): void;
  onMessage(handler: (frame: WindowFrame) => void): void;
  onClose(handler: () => void): void;
  close(): void;
}

/** What the outbox reads from the engine at the moment of sending. */
export interface PictureSource {
  readonly epoch: number;
  readonly clock: ClockConfig;
  tables(): FleetTables;
  isLive(): boolean;
  pictureTs(): number | undefined;
  meter(): Meter;
}

export type RequestFrame = Extract<WindowFrame, { type: 'request' }>;

/** A larger frame would hold the window's thread: 10,000 sites go out in several, 1,000 with their hubs and counters in one. */
export const MAX_RECORDS_PER_FRAME = 1_200;

type Known = { readonly [T in keyof FleetTables]: Set<string> };
type MutableDelta = { added: Record<string, unknown>; updated: Record<string, unknown>; removed: string[] };

const emptyKnown = (): Known => ({ sites: new Set(), alerts: new Set(), hubs: new Set(), notices: new Set(), counters: new Set() });

export class DeltaOutbox {
  readonly #port: WindowPort;
  readonly #source: PictureSource;
  #seq = 0;
  #inFlight: number | undefined;
  #subscribed = false;
  #pending: Changes = emptyChanges();
  #known: Known = emptyKnown();
  #sentLive = false;
  #meterDue = false;

  constructor(port: WindowPort, source: PictureSource, onRequest: (frame: RequestFrame) => void) {
    this.#port = port;
    this.#source = source;
    port.onMessage((frame) => {
      if (frame.type === 'subscribe') this.#subscribe();
      else if (frame.type === 'drawn') this.#drawn(frame.epoch, frame.seq);
      else onRequest(frame);
    });
  }

  /** Records that wait; bounded by the number of records that exist or that the window knows. */
  get pending(): number {
    return countChanges(this.#pending);
  }

  /** Committed changes of a batch. */
  add(changes: Changes): void {
    if (!this.#subscribed) return;
    mergeChanges(this.#pending, changes);
    this.#send();
  }

  /** Once a second: the meter moves even when nothing else does. */
  tick(): void {
    this.#meterDue = true;
    this.#send();
  }

  #subscribe(): void {
    const tables = this.#source.tables();
    this.#known = emptyKnown();
    this.#pending = changesOf(tables);
    this.#subscribed = true;
    const first = this.#takeDelta();
    const pictureTs = this.#source.pictureTs();
    this.#post({
      type: 'snapshot',
      epoch: this.#source.epoch,
      seq: (this.#seq += 1),
      tables: Object.fromEntries(TABLE_NAMES.map((name) => [name, first[name]?.added ?? {}])) as unknown as FleetTables,
      ...(pictureTs === undefined ? {} : { pictureTs }),
      live: this.#source.isLive(),
      clock: this.#source.clock,
    });
  }

  #drawn(epoch: number, seq: number): void {
    if (epoch !== this.#source.epoch || seq !== this.#inFlight) return;
    this.#inFlight = undefined;
    this.#send();
  }

  #send(): void {
    if (!this.#subscribed || this.#inFlight !== undefined) return;
    const live = this.#source.isLive();
    if (this.pending === 0 && !this.#meterDue && live === this.#sentLive) return;
    const delta = this.#takeDelta();
    this.#post({ type: 'frame', epoch: this.#source.epoch, seq: (this.#seq += 1), delta, live, meter: this.#source.meter() });
  }

  #post(frame: Extract<EngineFrame, { type: 'snapshot' | 'frame' }>): void {
    this.#inFlight = frame.seq;
    this.#sentLive = frame.live;
    this.#meterDue = false;
    this.#port.post(frame);
  }

  /** The oldest changes, at most one frame's worth, as what the window has to add, update and remove. */
  #takeDelta(): FleetDelta {
    const delta: Partial<Record<keyof FleetTables, TableDelta<unknown>>> = {};
    let room = MAX_RECORDS_PER_FRAME;
    for (const name of TABLES_SMALL_FIRST) {
      const table = this.#pending[name] as Map<string, unknown>;
      if (table.size === 0 || room === 0) continue;
      const part: MutableDelta = { added: {}, updated: {}, removed: [] };
      for (const [key, record] of table) {
        if (room === 0) break;
        room -= 1;
        table.delete(key);
        this.#tell(this.#known[name], part, key, record);
      }
      delta[name] = part;
    }
    return delta as FleetDelta;
  }

  #tell(known: Set<string>, part: MutableDelta, key: string, record: unknown): void {
    if (record !== undefined) {
      (known.has(key) ? part.updated : part.added)[key] = record;
      known.add(key);
    } else if (known.delete(key)) part.removed.push(key);
  }
}

/** Hubs, notices and counters are few and say what the rest is worth, so they never wait behind sites. */
const TABLES_SMALL_FIRST = ['hubs', 'notices', 'counters', 'sites', 'alerts'] as const satisfies readonly (keyof FleetTables)[];
