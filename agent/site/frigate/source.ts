import type { At } from '../../../fleet/events.ts';
import type { NvrId } from '../../../fleet/ids.ts';
import type { EventKind } from '../../../fleet/wire/catalogue.ts';
import type { EventBody } from '../identity.ts';
import { hasPicture } from '../nvr-state.ts';
import type { Observation } from '../observation.ts';
import type { OutboxEntry } from '../outbox.ts';
import type { Probe } from '../probes.ts';
import type { Look } from '../rules/rule.ts';
import type { AgentSettings, NvrSettings } from '../settings.ts';
import { createFrigateNvr } from './frigate-nvr.ts';
import type { FrigateNvr } from './frigate-nvr.ts';
import { createMemoryFrigateStore, memoryOf } from './frigate-memory.ts';
import type { FrigateMemory, FrigateStore } from './frigate-memory.ts';
import type { FrigateHttp } from './http-answer.ts';
import { keyOfRecognition, withTold } from './recognitions.ts';
import type { ToldRecognitions } from './recognitions.ts';
import { countAlerts, countObject, emptyRollup, isRollupOver, passCameras, quarterOf, rollupBody } from './rollup.ts';
import type { CameraMoment, Rollup } from './rollup.ts';

/*
 * All Frigates of a site: raw payloads and HTTP in, observations and events out. What does not parse is counted by reason
 * and otherwise ignored: the last good value stands. Before an event is told it stands in the outbox; the memory beside it
 * is saved now and then, and what was told since is read back from there.
 */

export type FrigateEventKind = Extract<EventKind, 'event/review' | 'event/recognition' | 'event/rollup'>;

export interface FrigateDeps {
  observed(observation: Observation): void;
  tell<K extends FrigateEventKind>(kind: K, body: EventBody<K>): void;
  /** After events that were told outside of `message` and `tick`. */
  settle(): void;
  readonly now: () => At;
  /** HTTP of an NVR; without it nothing is reconciled. */
  readonly http?: (nvr: NvrId) => FrigateHttp | undefined;
  readonly store?: FrigateStore;
  /** Events that wait, behind a `seq`. */
  readonly eventsAfter: (seq: number) => readonly OutboxEntry[];
  readonly lastSeq: () => number;
}

export interface FrigateSource {
  readonly subscriptions: readonly string[];
  /** Payloads that were refused, by topic kind and reason, e.g. `stats json`. */
  readonly refused: ReadonlyMap<string, number>;
  readonly nvrs: readonly FrigateNvr[];
  /** What asks them over HTTP. */
  readonly probes: readonly Probe[];
  /** False where the topic belongs to none of the site's NVRs. `monoMs` is the monotonic time of receipt. */
  message(topic: string, payload: Uint8Array, monoMs: number): boolean;
  /** The agent is on the local broker, after it was not. */
  connected(monoMs: number): void;
  /** Once the boot is known: time passes. `opened` alerts were opened since the last call. */
  tick(look: Look, opened: number): void;
  /** Saves what must not be forgotten. */
  close(): void;
}

/**
 * Well below the two minutes that an event stays in the outbox at least. A process that is killed in between loses nothing
 * for good: alerts and reviews are read back from the outbox, tracked objects are counted again out of Frigate's database.
 */
const SAVE_EVERY_MS = 20_000;
/** Where nothing happened: for the time up to which everything is known, and for flash that wears. */
const SAVE_QUIET_MS = 300_000;
const TOLD_KEPT_MS = 15 * 60_000;

const momentsOf = (look: Look): readonly CameraMoment[] =>
  look.nvrs.flatMap(({ nvr, cameras, state }) =>
    cameras
      .filter((view) => view.detect !== 'disabled' && (view.measured || state === 'down' || state === 'safe_mode'))
      .map((view) => ({ nvr: nvr.settings.id, camera: view.id, up: hasPicture(view) })),
  );

class SiteFrigates implements FrigateSource {
  readonly subscriptions: readonly string[];
  readonly refused = new Map<string, number>();
  readonly nvrs: readonly FrigateNvr[];
  readonly probes: readonly Probe[];
  readonly #deps: FrigateDeps;
  readonly #store: FrigateStore;
  #rollup: Rollup;
  #told: ToldRecognitions = new Map();
  #tickMonoMs: number | undefined;
  #savedMonoMs: number;
  /** At first what was read back from the outbox is to be saved before it leaves there. */
  #savedChanges = -1;
  #toldCount = 0;
  #isClosed = false;

  constructor(settings: AgentSettings, deps: FrigateDeps) {
    const { wallTs, monoMs } = deps.now();
    this.#deps = deps;
    this.#store = deps.store ?? createMemoryFrigateStore();
    this.#savedMonoMs = monoMs;
    const memory = this.#store.load();
    this.#rollup = memory?.rollup ?? emptyRollup(wallTs);
    this.#told = new Map(memory?.recognitions.map(({ key, ageMs }) => [key, monoMs - ageMs]));
    this.nvrs = settings.nvrs.map((nvr) => this.#openNvr(nvr, settings, memory));
    this.probes = this.nvrs.flatMap(({ probe }) => probe ?? []);
    this.subscriptions = this.nvrs.flatMap((nvr) => nvr.subscriptions);
    this.#recall(memory?.seq ?? 0, monoMs);
  }

  #openNvr(nvr: NvrSettings, settings: AgentSettings, memory: FrigateMemory | undefined): FrigateNvr {
    const { observed, tell, now, http } = this.#deps;
    return createFrigateNvr({
      nvr,
      personal: settings.personal,
      lowData: settings.lowData,
      memory: memoryOf(memory, nvr.id),
      http: http?.(nvr.id),
      now,
      observed,
      refuse: (kind, reason) => this.#count(`${kind} ${reason}`),
      // What is learned after the goodbye will be learned again.
      review: (body) => {
        if (!this.#isClosed) tell('event/review', body);
      },
      recognition: (body) => this.#recognised(body),
      object: (event) => {
        if (event.label !== null && !event.falsePositive) this.#rollup = countObject(this.#rollup, nvr.id, event.camera, event.label);
      },
      answered: (first) => {
        if (this.#isClosed) return;
        this.#deps.settle();
        // From here on what happens while the agent is away will be told.
        if (first) this.#save(now().monoMs);
      },
    });
  }

  /** An object that goes on, a parked car, brings what was recognised in it once more with its end. */
  #isOpen(key: string): boolean {
    const [eventId = ''] = key.split(' ', 1);
    return this.nvrs.some(({ items }) => items.isOpen(eventId));
  }

  #changes(): number {
    return this.nvrs.reduce((sum, { items }) => sum + items.changes, this.#toldCount);
  }

  #count(key: string): void {
    this.refused.set(key, (this.refused.get(key) ?? 0) + 1);
  }

  #recognised(body: EventBody<'event/recognition'>): void {
    const key = keyOfRecognition(body);
    if (this.#isClosed || this.#told.has(key)) return;
    this.#told = withTold(this.#told, key, this.#deps.now().monoMs);
    this.#toldCount += 1;
    this.#deps.tell('event/recognition', body);
  }

  /** What was told after the memory was saved, the last seconds before a power cut. */
  #recall(seq: number, monoMs: number): void {
    for (const { kind, payload } of this.#deps.eventsAfter(seq)) {
      const body = JSON.parse(payload) as EventBody;
      if (kind === 'event/review') {
        const review = body as EventBody<'event/review'>;
        this.nvrs.find(({ id }) => id === review.nvr)?.items.recall(review, monoMs);
      } else if (kind === 'event/recognition') {
        this.#told = withTold(this.#told, keyOfRecognition(body as EventBody<'event/recognition'>), monoMs);
      } else if (kind === 'event/alert') {
        this.#rollup = countAlerts(this.#rollup, (body as EventBody<'event/alert'>).op === 'open' ? 1 : 0);
      } else if (kind === 'event/rollup' && (body as EventBody<'event/rollup'>).from_ts === this.#rollup.fromTs) {
        this.#rollup = { ...emptyRollup(0), fromTs: (body as EventBody<'event/rollup'>).to_ts };
      }
    }
  }

  message(topic: string, payload: Uint8Array, monoMs: number): boolean {
    return this.nvrs.some((nvr) => nvr.message(topic, payload, monoMs));
  }

  connected(monoMs: number): void {
    for (const nvr of this.nvrs) nvr.gap(monoMs);
  }

  tick(look: Look, opened: number): void {
    const { wallTs, monoMs } = look.at;
    for (const { nvr, state } of look.nvrs) this.nvrs.find(({ id }) => id === nvr.settings.id)?.tick(monoMs, state);
    this.#rollup = countAlerts(this.#rollup, opened);
    this.#rollup = passCameras(this.#rollup, momentsOf(look), monoMs - (this.#tickMonoMs ?? monoMs));
    this.#tickMonoMs = monoMs;
    if (isRollupOver(this.#rollup, wallTs)) this.#turn(wallTs);
    const savedForMs = monoMs - this.#savedMonoMs;
    if (savedForMs >= SAVE_QUIET_MS || (savedForMs >= SAVE_EVERY_MS && this.#changes() !== this.#savedChanges)) this.#save(monoMs);
  }

  #turn(wallTs: number): void {
    const body = rollupBody(this.#rollup);
    const { monoMs } = this.#deps.now();
    // What it counts must not be counted again after a stop: saved before it is told, and told before it is forgotten.
    if (body) this.#save(monoMs);
    // A bucket of a clock that was not set goes on in the first quarter that has a name.
    this.#rollup = body ? emptyRollup(wallTs) : { ...this.#rollup, fromTs: quarterOf(wallTs) };
    if (!body) return;
    this.#deps.tell('event/rollup', body);
    this.#save(monoMs);
  }

  #save(monoMs: number): void {
    // Never remembered as told before it is durable in the outbox.
    this.#deps.settle();
    this.#savedMonoMs = monoMs;
    this.#savedChanges = this.#changes();
    this.#told = new Map([...this.#told].filter(([key, toldMs]) => monoMs - toldMs < TOLD_KEPT_MS || this.#isOpen(key)));
    this.#store.save({
      v: 1,
      seq: this.#deps.lastSeq(),
      nvrs: this.nvrs.map((nvr) => nvr.memory(monoMs)),
      rollup: { fromTs: this.#rollup.fromTs, counts: [...this.#rollup.counts], up: [...this.#rollup.up], alerts: this.#rollup.alerts },
      recognitions: Array.from(this.#told, ([key, toldMs]) => ({ key, ageMs: monoMs - toldMs })),
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#save(this.#deps.now().monoMs);
  }
}

/** The Frigates of a site, as they were when their memory was saved. */
export const createFrigateSource = (settings: AgentSettings, deps: FrigateDeps): FrigateSource => new SiteFrigates(settings, deps);
