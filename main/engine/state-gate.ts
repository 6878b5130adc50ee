import type { Message } from '../../fleet/decode.ts';
import type { InboxMessage } from './inbox.ts';

/*
 * Leading-edge coalescing of states (contract §7): the first change of a topic passes at once, later ones within a second,
 * of which the last one counts. A site that shouts costs one fold a second and topic; one that speaks is not delayed. What is
 * held is read and good: a message that can't be read never takes the place of one that can.
 */

/** Real ms between two states of one topic from one hub, while there is anything else to do. */
export const APART_MS = 1_000;
/** With nothing else to do there is no reason to wait for the second to end. */
export const IDLE_MS = 100;
/** More topics than that speak twice within a second only in a flood of sites: then states pass. */
export const HELD_MAX = 50_000;

export interface HeldState {
  readonly entry: InboxMessage;
  readonly message: Message;
}

type Batch = object;

/** The last will of an agent and its birth are ordered by connection, and there are few. */
const isHeldKind = ({ kind }: Message): boolean => kind.startsWith('state/') && kind !== 'state/agent';

export class StateGate {
  /** States that a newer one replaced before they were folded, over all committed batches. */
  replaced = 0;
  /** When each topic passed last, in two generations: what is older than the older one is forgotten with it. */
  #recent = new Map<string, number>();
  #older = new Map<string, number>();
  #turnedMs = -Infinity;
  readonly #held = new Map<string, HeldState>();
  /** What the batch under way has done; a batch that failed is forgotten with it. */
  #batch: Batch | undefined;
  readonly #passing: string[] = [];
  readonly #holding = new Map<string, HeldState>();
  readonly #taken = new Set<string>();
  #replacing = 0;

  get holds(): boolean {
    return this.#held.size > 0;
  }

  /** True where the message may be folded now. */
  judge(message: Message, entry: InboxMessage, batch: Batch, nowMs: number): boolean {
    const { hub, packet } = entry;
    if (message.kind === 'cleared') this.#drop(`${hub} ${packet.topic}`, batch);
    if (packet.retain || packet.qos !== 0 || !isHeldKind(message)) return true;
    this.#begin(batch);
    const key = `${hub} ${packet.topic}`;
    const isWaiting = this.#isWaiting(key);
    const isFull = !isWaiting && this.#held.size + this.#holding.size >= HELD_MAX;
    if (!isWaiting && (isFull || nowMs - this.#passedMs(key) >= APART_MS)) {
      this.#pass(key, nowMs);
      return true;
    }
    if (isWaiting) this.#replacing += 1;
    this.#holding.set(key, { entry, message });
    this.#taken.add(key);
    return false;
  }

  /** States whose second is over, or all; at most once a batch, before its entries. */
  due(batch: Batch, nowMs: number, all: boolean): readonly HeldState[] {
    this.#begin(batch);
    const ready: HeldState[] = [];
    for (const [key, held] of this.#held) {
      if (!all && nowMs - this.#passedMs(key) < APART_MS) continue;
      ready.push(held);
      this.#taken.add(key);
      this.#pass(key, nowMs);
    }
    return ready;
  }

  committed(batch: Batch, nowMs: number): void {
    this.#begin(batch);
    for (const key of this.#taken) this.#held.delete(key);
    for (const [key, held] of this.#holding) this.#held.set(key, held);
    this.#passing.length = 0;
    if (nowMs - this.#turnedMs >= APART_MS) {
      this.#older = this.#recent;
      this.#recent = new Map();
      this.#turnedMs = nowMs;
    }
    this.replaced += this.#replacing;
    this.#batch = undefined;
  }

  #passedMs(key: string): number {
    return this.#recent.get(key) ?? this.#older.get(key) ?? -Infinity;
  }

  #pass(key: string, nowMs: number): void {
    this.#recent.set(key, nowMs);
    this.#passing.push(key);
  }

  #isWaiting(key: string): boolean {
    return this.#holding.has(key) || (this.#held.has(key) && !this.#taken.has(key));
  }

  /** A topic that was cleared has no older state to come. */
  #drop(key: string, batch: Batch): void {
    this.#begin(batch);
    if (this.#isWaiting(key)) this.#replacing += 1;
    this.#holding.delete(key);
    this.#taken.add(key);
  }

  #begin(batch: Batch): void {
    if (this.#batch === batch) return;
    this.#batch = batch;
    for (const key of this.#passing) {
      this.#recent.delete(key);
      this.#older.delete(key);
    }
    this.#passing.length = 0;
    this.#holding.clear();
    this.#taken.clear();
    this.#replacing = 0;
  }
}
