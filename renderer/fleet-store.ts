import { applyDelta } from '../fleet/apply.ts';
import { TABLE_NAMES, type FleetDelta, type FleetTables, type TableName } from '../fleet/delta.ts';
import type { ClockConfig, EngineAnswers, EngineFrame, EngineRequest, Meter, WindowFrame } from '../fleet/ipc.ts';

/**
 * Everything the engine told this window. Immutable: each drawn frame makes a new one that shares what did not change.
 */
export interface FleetPicture {
  readonly tables: FleetTables;
  /** False until the first snapshot: there is nothing to show yet, not even "nothing". */
  readonly received: boolean;
  readonly live: boolean;
  /** Receive time of the newest thing shown. */
  readonly pictureTs?: number;
  readonly clock: ClockConfig;
  readonly meter?: Meter;
  /** Messages per second, newest last, at most `RATES_KEPT`. */
  readonly rates: readonly number[];
}

/** Keys that changed since the last drawn picture, by table; `all` after a snapshot. */
export interface PictureChange {
  readonly before: FleetPicture;
  readonly after: FleetPicture;
  readonly all: boolean;
  readonly keys: Readonly<Partial<Record<TableName, readonly string[]>>>;
}

/** The engine's end of the message port. */
export interface EngineLink {
  send(frame: WindowFrame): void;
  close(): void;
}

/** When to draw and how to know that it was drawn; the browser's frames in the app, a queue in tests. */
export interface Painter {
  beforePaint(task: () => void): void;
  afterPaint(task: () => void): void;
}

export const RATES_KEPT = 40;
const NO_TABLES: FleetTables = { sites: {}, alerts: {}, hubs: {}, notices: {}, counters: {} };
const NOTHING: FleetPicture = {
  tables: NO_TABLES,
  received: false,
  live: false,
  clock: { speed: 1, baseMs: 0 },
  rates: [],
};

type SnapshotFrame = Extract<EngineFrame, { type: 'snapshot' }>;
type DeltaFrame = Extract<EngineFrame, { type: 'frame' }>;
type ReplyFrame = Extract<EngineFrame, { type: 'reply' | 'failure' }>;

interface Pending {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Only applies frames. Order within one engine life: snapshot, then frames numbered without a gap; anything else asks
 * for a new snapshot and ignores what comes until then, never guesses. `drawn` leaves after the paint that showed a
 * frame.
 */
export class FleetStore {
  readonly #painter: Painter;
  readonly #listeners = new Set<() => void>();
  readonly #changeListeners = new Set<(change: PictureChange) => void>();
  readonly #pending = new Map<number, Pending>();
  #link: EngineLink | undefined;
  /** The engine life whose snapshot we hold; undefined while we wait for one. */
  #epoch: number | undefined;
  #seq = 0;
  #newest = NOTHING;
  #shown = NOTHING;
  #dirt = new Dirt();
  #painting = false;
  #nextRequest = 1;

  constructor(painter: Painter) {
    this.#painter = painter;
  }

  /** The picture that is on screen or goes there with the frame being drawn. */
  picture = (): FleetPicture => this.#shown;

  /** Called in the frame that will paint the new picture. */
  subscribe = (listener: () => void): (() => void) => listen(this.#listeners, listener);

  /** Called before `subscribe` listeners, with what changed. */
  onChange(listener: (change: PictureChange) => void): () => void {
    return listen(this.#changeListeners, listener);
  }

  /** A new engine (or the first): forgets the old link and asks for a snapshot. Returns the sink for its frames. */
  connect(link: EngineLink): (frame: EngineFrame) => void {
    this.#link?.close();
    this.#link = link;
    for (const waiting of this.#pending.values())
      waiting.reject(new Error('The engine restarted.', { cause: 'engine_restarted' }));
    this.#pending.clear();
    this.#resubscribe();
    return (frame) => {
      if (this.#link !== link) return;
      if (frame.type === 'snapshot') this.#takeSnapshot(frame);
      else if (frame.type === 'frame') this.#takeDelta(frame);
      else this.#settle(frame);
    };
  }

  request<N extends EngineRequest['name']>(request: Extract<EngineRequest, { name: N }>): Promise<EngineAnswers[N]> {
    const id = this.#nextRequest++;
    return new Promise((resolve, reject) => {
      if (!this.#link) return reject(new Error('The engine is not running.', { cause: 'no_engine' }));
      this.#pending.set(id, { resolve, reject });
      this.#link.send({ ...request, type: 'request', id });
    });
  }

  #resubscribe(): void {
    this.#epoch = undefined;
    this.#link?.send({ type: 'subscribe' });
  }

  #takeSnapshot(frame: SnapshotFrame): void {
    this.#epoch = frame.epoch;
    this.#seq = frame.seq;
    const { pictureTs: _, ...before } = this.#newest;
    const age = frame.pictureTs === undefined ? {} : { pictureTs: frame.pictureTs };
    this.#newest = { ...before, ...age, tables: frame.tables, received: true, live: frame.live, clock: frame.clock };
    this.#dirt.addAll();
    this.#paintSoon();
  }

  #takeDelta(frame: DeltaFrame): void {
    if (this.#epoch === undefined) return;
    if (frame.epoch !== this.#epoch || frame.seq !== this.#seq + 1) return this.#resubscribe();
    this.#seq = frame.seq;
    const before = this.#newest;
    this.#newest = {
      ...before,
      tables: applyDelta(before.tables, frame.delta),
      live: frame.live,
      meter: frame.meter,
      rates: keepRate(before, frame.meter),
      ...(frame.live ? { pictureTs: frame.meter.clockTs } : {}),
    };
    this.#dirt.add(frame.delta);
    this.#paintSoon();
  }

  #paintSoon(): void {
    if (this.#painting) return;
    this.#painting = true;
    this.#painter.beforePaint(() => {
      this.#painting = false;
      const change: PictureChange = {
        before: this.#shown,
        after: this.#newest,
        all: this.#dirt.all,
        keys: this.#dirt.keys(),
      };
      this.#dirt = new Dirt();
      this.#shown = this.#newest;
      for (const listener of this.#changeListeners) listener(change);
      for (const listener of this.#listeners) listener();
      this.#acknowledge(this.#link, this.#epoch, this.#seq);
    });
  }

  #acknowledge(link: EngineLink | undefined, epoch: number | undefined, seq: number): void {
    if (epoch === undefined) return;
    this.#painter.afterPaint(() => link?.send({ type: 'drawn', epoch, seq }));
  }

  #settle(frame: ReplyFrame): void {
    const waiting = this.#pending.get(frame.id);
    this.#pending.delete(frame.id);
    if (frame.type === 'reply') waiting?.resolve(frame.value as never);
    else waiting?.reject(new Error(frame.text, { cause: frame.code }));
  }
}

function listen<L>(listeners: Set<L>, listener: L): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** One figure per second: the meter repeats itself in the frames between. */
function keepRate(picture: FleetPicture, meter: Meter): readonly number[] {
  const last = picture.meter;
  const speed = picture.clock.speed || 1;
  if (
    last &&
    Math.abs(meter.clockTs - last.clockTs) < 900 * speed &&
    picture.rates.length > 0 &&
    meter.messagesPerS === last.messagesPerS
  )
    return picture.rates;
  return [...picture.rates.slice(1 - RATES_KEPT), meter.messagesPerS];
}

/** Keys touched since the last paint. */
class Dirt {
  readonly #sets: Partial<Record<TableName, Set<string>>> = {};
  all = false;

  addAll(): void {
    this.all = true;
  }

  add(delta: FleetDelta): void {
    for (const table of TABLE_NAMES) {
      const part = delta[table];
      if (!part) continue;
      const set = (this.#sets[table] ??= new Set());
      for (const key of Object.keys(part.added)) set.add(key);
      for (const key of Object.keys(part.updated)) set.add(key);
      for (const key of part.removed) set.add(key);
    }
  }

  keys(): PictureChange['keys'] {
    return Object.fromEntries(Object.entries(this.#sets).map(([table, set]) => [table, [...set]]));
  }
}
