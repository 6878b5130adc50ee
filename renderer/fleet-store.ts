import type { FleetTables } from '../fleet/delta.ts';
import type { EngineAnswers, EngineFrame, EngineRequest, WindowFrame } from '../fleet/ipc.ts';
import { applyFrames, type PictureFrame } from './apply-frames.ts';
import type { FleetPicture, PictureChange } from './fleet-picture.ts';

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

const NO_TABLES: FleetTables = { sites: {}, alerts: {}, hubs: {}, notices: {}, counters: {} };
const NOTHING: FleetPicture = {
  tables: NO_TABLES,
  received: false,
  live: false,
  clock: { speed: 1, baseMs: 0 },
  rates: [],
};

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
  #shown = NOTHING;
  /** What the next paint will show: one snapshot at most, and that first. */
  #waiting: PictureFrame[] = [];
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

  #takeSnapshot(frame: Extract<PictureFrame, { type: 'snapshot' }>): void {
    this.#epoch = frame.epoch;
    this.#seq = frame.seq;
    this.#waiting = [frame];
    this.#paintSoon();
  }

  #takeDelta(frame: Extract<PictureFrame, { type: 'frame' }>): void {
    if (this.#epoch === undefined) return;
    if (frame.epoch !== this.#epoch || frame.seq !== this.#seq + 1) return this.#resubscribe();
    this.#seq = frame.seq;
    this.#waiting.push(frame);
    this.#paintSoon();
  }

  #paintSoon(): void {
    if (this.#painting) return;
    this.#painting = true;
    this.#painter.beforePaint(() => {
      this.#painting = false;
      const change = applyFrames(this.#shown, this.#waiting);
      this.#waiting = [];
      this.#shown = change.after;
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
