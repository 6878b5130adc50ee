import type { NvrId } from '../../../fleet/ids.ts';
import type { FrigateHttp } from '../frigate/http-answer.ts';
import type { EventBody } from '../identity.ts';
import type { OutboxEntry } from '../outbox.ts';
import type { AgentSettings } from '../settings.ts';
import { beginMemory, readMemory, rebuiltMemory, toldMemory } from './embedding-memory.ts';
import type { EmbeddingStore, VectorMemory } from './embedding-memory.ts';
import { askSearchModel } from './search-model.ts';
import type { VectorAnswer, VectorRead } from './vector-answer.ts';
import type { VectorFault } from './vector-database.ts';
import type { ReadVectors } from './vector-process.ts';

/*
 * Picture vectors of a site that opted in: looked for one Frigate at a time, told in batches. Frigate's database is where
 * they wait while the hub is away, so that few stand in the outbox and no flood of them costs an alert its place.
 */

/** How a Frigate's vectors are: `starting` not looked at yet, `behind` waiting for the hub, `off` not made by Frigate. */
export type VectorState = 'starting' | 'flowing' | 'behind' | 'off' | 'unasked' | VectorFault;

export interface VectorStatus {
  readonly nvr: NvrId;
  readonly state: VectorState;
  readonly told: number;
  readonly skipped: number;
}

export interface EmbeddingDeps {
  readonly read: ReadVectors;
  readonly store: EmbeddingStore;
  readonly http: (nvr: NvrId) => FrigateHttp | undefined;
  tell(body: EventBody<'event/embedding'>): void;
  /** Makes durable what was told, then sends it. */
  settle(): void;
  readonly monoMs: () => number;
  readonly eventsAfter: (seq: number) => readonly OutboxEntry[];
  readonly lastSeq: () => number;
  readonly provenSeq: () => number;
}

export interface EmbeddingSource {
  readonly statuses: readonly VectorStatus[];
  /** Looks where a look is due, once the boot is known; answers when it is over. */
  tick(): Promise<void>;
  /** Of a look that is under way nothing is told. */
  close(): void;
}

/** 512 kB of the outbox's 20 MB. */
const UNPROVEN_MAX = 8;
interface Pace {
  /** Between two batches of the site: 64 kB a minute are 9 kbit/s. */
  readonly batchMs: number;
  /** Between two looks at a Frigate that had nothing new. */
  readonly lookMs: number;
}
const PACE: Pace = { batchMs: 60_000, lookMs: 120_000 };
/** What passes by itself is looked at sooner. */
const RETRY_MS = 30_000;
/** Until a database is looked at again that took the whole time of a reader: 2 % of a core at most. */
const SLOW_LOOK_MS = 3_600_000;
const LOW_DATA_PACE: Pace = { batchMs: 900_000, lookMs: 900_000 };

interface OneNvr {
  readonly id: NvrId;
  readonly database: string;
  memory: VectorMemory | undefined;
  state: VectorState;
  lookedMonoMs: number;
  hasMore: boolean;
}

class SiteEmbeddings implements EmbeddingSource {
  readonly #deps: EmbeddingDeps;
  readonly #pace: Pace;
  readonly #nvrs: readonly OneNvr[];
  #unproven: number[] = [];
  #toldMonoMs = -Infinity;
  #isLooking = false;
  #isSaved = true;
  #isClosed = false;

  constructor(settings: AgentSettings, deps: EmbeddingDeps) {
    this.#deps = deps;
    this.#pace = settings.lowData ? LOW_DATA_PACE : PACE;
    const memory = deps.store.load();
    this.#nvrs = settings.nvrs.flatMap(({ id, database }): readonly OneNvr[] => {
      if (database === undefined) return [];
      const own = memory?.nvrs.find((one) => one.id === id && one.database === database);
      return [{ id, database, memory: own, state: 'starting', lookedMonoMs: -Infinity, hasMore: false }];
    });
    this.#recall(memory?.seq ?? 0);
  }

  /** What was told after the memory was saved, and how much the hub does not have yet. */
  #recall(seq: number): void {
    const provenSeq = this.#deps.provenSeq();
    for (const { kind, seq: own, payload } of this.#deps.eventsAfter(Math.min(seq, provenSeq))) {
      if (kind !== 'event/embedding') continue;
      if (own > provenSeq) this.#unproven.push(own);
      if (own > seq) this.#told(JSON.parse(payload) as EventBody<'event/embedding'>);
    }
  }

  #told({ model, items }: EventBody<'event/embedding'>): void {
    const nvr = this.#nvrs.find(({ id }) => id === items[0]?.nvr);
    if (nvr?.memory) nvr.memory = toldMemory(nvr.memory, model, items);
  }

  get statuses(): readonly VectorStatus[] {
    return this.#nvrs.map(({ id, state, memory }) => ({ nvr: id, state, told: memory?.count ?? 0, skipped: memory?.skipped ?? 0 }));
  }

  async tick(): Promise<void> {
    const nvr = this.#isClosed || this.#isLooking ? undefined : this.#due();
    if (!nvr) return;
    this.#isLooking = true;
    try {
      await this.#lookAt(nvr);
    } finally {
      this.#isLooking = false;
    }
  }

  /** The Frigate that waits longest, if one may be looked at now. */
  #due(): OneNvr | undefined {
    const monoMs = this.#deps.monoMs();
    if (monoMs - this.#toldMonoMs < this.#pace.batchMs) return undefined;
    const waits = this.#nvrs.filter((nvr) => monoMs - nvr.lookedMonoMs >= this.#waitMs(nvr));
    return waits.toSorted((a, b) => a.lookedMonoMs - b.lookedMonoMs)[0];
  }

  #waitMs({ hasMore, state }: OneNvr): number {
    if (hasMore) return 0;
    if (state === 'slow') return SLOW_LOOK_MS;
    return state === 'unasked' || state === 'busy' ? RETRY_MS : this.#pace.lookMs;
  }

  async #lookAt(nvr: OneNvr): Promise<void> {
    nvr.lookedMonoMs = this.#deps.monoMs();
    nvr.hasMore = false;
    nvr.state = await this.#found(nvr);
  }

  async #found(nvr: OneNvr): Promise<VectorState> {
    const http = this.#deps.http(nvr.id);
    this.#unproven = this.#unproven.filter((seq) => seq > this.#deps.provenSeq());
    if (this.#unproven.length >= UNPROVEN_MAX) return 'behind';
    // What was told must not be forgotten twice: the outbox remembers one batch.
    if (!this.#isSaved) this.#save();
    if (!this.#isSaved || !http) return nvr.state;
    const before = await askSearchModel(http);
    if (before.state !== 'on') return before.state === 'off' ? 'off' : 'unasked';
    const { memory } = nvr;
    const answer: VectorAnswer = await this.#deps.read({
      ...{ path: nvr.database, nvr: nvr.id, sinceS: memory?.sinceS ?? 0, told: memory?.told.map(({ id }) => id) ?? [] },
      ...(memory ? { place: memory.place } : {}),
    });
    if (!answer.ok) return answer.fault;
    // A Frigate that was restarted in between may have built its table anew, with another model.
    const after = answer.batch || answer.rebuilt ? await askSearchModel(http) : before;
    if (after.state !== 'on' || after.model !== before.model || this.#isClosed) return 'unasked';
    nvr.hasMore = answer.more;
    this.#take(nvr, answer, before.model);
    return 'flowing';
  }

  #take(nvr: OneNvr, read: VectorRead, model: string): void {
    const { memory } = nvr;
    if (!memory) nvr.memory = beginMemory(nvr.id, nvr.database, read);
    else if (read.rebuilt) nvr.memory = rebuiltMemory(memory, read, model);
    else nvr.memory = readMemory(memory, read);
    if (read.batch) this.#tell({ model, ...read.batch });
    if (read.batch || !memory || read.rebuilt) this.#save();
  }

  #tell(body: EventBody<'event/embedding'>): void {
    this.#deps.tell(body);
    this.#unproven.push(this.#deps.lastSeq());
    this.#toldMonoMs = this.#deps.monoMs();
    this.#told(body);
  }

  #save(): void {
    // Never remembered as told before it is durable in the outbox.
    this.#deps.settle();
    this.#isSaved = this.#deps.store.save({ v: 1, seq: this.#deps.lastSeq(), nvrs: this.#nvrs.flatMap(({ memory }) => memory ?? []) });
  }

  close(): void {
    this.#isClosed = true;
    this.#save();
  }
}

/** The vectors of a site; undefined where it did not opt in. */
export const createEmbeddingSource = (settings: AgentSettings, deps: EmbeddingDeps): EmbeddingSource | undefined =>
  settings.embedding ? new SiteEmbeddings(settings, deps) : undefined;
