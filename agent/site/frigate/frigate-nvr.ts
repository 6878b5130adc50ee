import type { At } from '../../../fleet/events.ts';
import type { NvrId } from '../../../fleet/ids.ts';
import type { EventBody } from '../identity.ts';
import type { NvrState } from '../nvr-state.ts';
import type { Observation } from '../observation.ts';
import type { Probe } from '../probes.ts';
import type { CameraSettings, NvrSettings, PersonalData } from '../settings.ts';
import type { NvrMemory } from './frigate-memory.ts';
import type { FrigateHttp } from './http-answer.ts';
import { createNvrProbe } from './http-probe.ts';
import { createNvrItems } from './nvr-items.ts';
import type { NvrItems } from './nvr-items.ts';
import { recognitionOf, storedRecognitions } from './recognitions.ts';
import { createReconciler } from './reconciler.ts';
import type { Reconciler } from './reconciler.ts';
import { isEventUpdate, parseEvent, parseReview } from './review-payload.ts';
import type { FrigateEvent } from './review-payload.ts';
import { parseStats } from './stats-payload.ts';
import type { FrigateStats } from './stats-payload.ts';
import { parseFrigateTopic, parseRoleState, parseSwitch } from './topics.ts';
import { parseTrackedObjectUpdate } from './tracked-object-payload.ts';

/*
 * One box with Frigate on the site's own broker and over HTTP.
 */

export interface FrigateNvrOptions {
  readonly nvr: NvrSettings;
  readonly personal: PersonalData;
  readonly lowData: boolean;
  readonly memory: NvrMemory | undefined;
  readonly http: FrigateHttp | undefined;
  readonly now: () => At;
  observed(observation: Observation): void;
  refuse(kind: string, reason: string): void;
  review(body: EventBody<'event/review'>): void;
  recognition(body: EventBody<'event/recognition'>): void;
  object(event: FrigateEvent): void;
  /** After something was learned over HTTP; `first`: for the first time ever. */
  answered(first: boolean): void;
}

export interface FrigateNvr {
  readonly id: NvrId;
  readonly subscriptions: readonly string[];
  readonly items: NvrItems;
  readonly http: FrigateHttp | undefined;
  readonly reconciler: Reconciler | undefined;
  readonly probe: Probe | undefined;
  message(topic: string, payload: Uint8Array, monoMs: number): boolean;
  gap(monoMs: number): void;
  tick(monoMs: number, state: NvrState): void;
  memory(monoMs: number): NvrMemory;
}

const FILTERS = ['stats', 'reviews', 'events', '+/enabled/state', '+/detect/state', '+/recordings/state', '+/audio/state', '+/status/+'];
/** Frigate speaks each minute by default: after a longer silence its link or itself was away. */
const SILENCE_MS = 90_000;
/** For so long the configuration is waited for before the statistics name the cameras. */
const GUESS_AFTER_MS = 60_000;

/** Recognitions are personal data: without an opt-in they are not even asked for. */
const filtersOf = ({ plate, face, class: classes }: PersonalData): readonly string[] =>
  plate || face || classes ? [...FILTERS, 'tracked_object_update'] : FILTERS;

class OneNvr implements FrigateNvr {
  readonly id: NvrId;
  readonly subscriptions: readonly string[];
  readonly items: NvrItems;
  readonly http: FrigateHttp | undefined;
  readonly reconciler: Reconciler | undefined;
  readonly probe: Probe | undefined;
  readonly #options: FrigateNvrOptions;
  readonly #startedMonoMs: number;
  #cameras: readonly CameraSettings[] | undefined;
  #stats: { readonly monoMs: number; readonly uptimeS: number | null } | undefined;
  #state: NvrState = 'unknown';

  constructor(options: FrigateNvrOptions) {
    const { nvr, personal, lowData, memory, http, now } = options;
    this.#options = options;
    this.#startedMonoMs = now().monoMs;
    this.id = nvr.id;
    this.http = http;
    this.subscriptions = filtersOf(personal).map((filter) => `${nvr.prefix}/${filter}`);
    this.items = createNvrItems({
      ...{ nvr: nvr.id, personal, lowData, memory, monoMs: now().monoMs },
      handlers: { review: (body) => options.review(body), object: (event) => this.#over(event) },
    });
    this.reconciler = http && createReconciler(http, this.items, () => now().monoMs, (first) => options.answered(first));
    this.probe = http && createNvrProbe({ nvr: nvr.id, http, now, discovered: (cameras) => this.#discovered(cameras) });
    if (memory?.cameras) this.#discovered(memory.cameras);
  }

  #over(event: FrigateEvent): void {
    const { personal, recognition, object } = this.#options;
    for (const body of storedRecognitions(this.id, event, personal, this.items.faces)) recognition(body);
    object(event);
  }

  message(topic: string, payload: Uint8Array, monoMs: number): boolean {
    const { nvr, refuse, observed } = this.#options;
    if (!topic.startsWith(`${nvr.prefix}/`)) return false;
    const parsed = parseFrigateTopic(nvr.prefix, topic);
    switch (parsed?.kind) {
      case 'stats': {
        const read = parseStats(payload);
        if (read.ok) this.#heard(read.stats, monoMs);
        else refuse('stats', read.reason);
        break;
      }
      case 'reviews': {
        const read = parseReview(payload);
        if (read.ok) this.items.review(read.item, monoMs);
        else refuse('reviews', read.reason);
        break;
      }
      case 'events': {
        if (isEventUpdate(payload)) break;
        const read = parseEvent(payload);
        if (read.ok) this.items.event(read.item, monoMs);
        else refuse('events', read.reason);
        break;
      }
      case 'tracked_object_update':
        this.#recognised(payload);
        break;
      case 'switch': {
        const on = parseSwitch(payload);
        if (on === undefined) refuse('switch', 'value');
        else observed({ type: 'camera-switch', nvr: this.id, camera: parsed.camera, what: parsed.what, on });
        break;
      }
      case 'status': {
        const state = parseRoleState(payload);
        if (state === undefined) refuse('status', 'value');
        else observed({ type: 'camera-status', nvr: this.id, camera: parsed.camera, role: parsed.role, state });
        break;
      }
      case undefined:
        break;
      default:
        parsed satisfies never;
    }
    return true;
  }

  #recognised(payload: Uint8Array): void {
    const { personal, refuse, recognition } = this.#options;
    const read = parseTrackedObjectUpdate(payload);
    if (!read.ok) return refuse('tracked_object_update', read.reason);
    const body = recognitionOf(this.id, read.update, personal);
    if (body) recognition(body);
  }

  #heard(stats: FrigateStats, monoMs: number): void {
    const before = this.#stats;
    this.#stats = { monoMs, uptimeS: stats.uptimeS };
    const restarted = before?.uptimeS != null && stats.uptimeS !== null && stats.uptimeS < before.uptimeS;
    if (before && (restarted || monoMs - before.monoMs > SILENCE_MS)) this.gap(monoMs);
    const isLate = this.http === undefined || monoMs - this.#startedMonoMs > GUESS_AFTER_MS;
    if (this.#options.nvr.discover && this.#cameras === undefined && isLate && stats.cameras.size > 0) this.#guess(stats);
    this.#options.observed({ type: 'stats', nvr: this.id, stats });
  }

  /** Until the configuration was read, the cameras that the statistics name; whether they record nobody knows. */
  #guess(stats: FrigateStats): void {
    const cameras = Array.from(stats.cameras.keys(), (id) => ({ id, enabled: true, record: true, audio: false }));
    this.#options.observed({ type: 'nvr-cameras', nvr: this.id, cameras });
  }

  gap(monoMs: number): void {
    this.reconciler?.gap(monoMs);
  }

  tick(monoMs: number, state: NvrState): void {
    if (state === 'up' && this.#state !== 'up') this.gap(monoMs);
    this.#state = state;
    this.items.expire(monoMs);
    this.reconciler?.tick(monoMs);
  }

  /** The cameras of Frigate's own configuration. */
  #discovered(cameras: readonly CameraSettings[]): void {
    this.#cameras = cameras;
    if (this.#options.nvr.discover) this.#options.observed({ type: 'nvr-cameras', nvr: this.id, cameras });
  }

  memory(monoMs: number): NvrMemory {
    return { id: this.id, ...this.items.memory(monoMs), ...(this.#cameras === undefined ? {} : { cameras: [...this.#cameras] }) };
  }
}

export const createFrigateNvr = (options: FrigateNvrOptions): FrigateNvr => new OneNvr(options);
