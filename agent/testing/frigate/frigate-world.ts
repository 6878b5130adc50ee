import type { At } from '../../../fleet/events.ts';
import type { EventBody } from '../../site/identity.ts';
import type { EventKind } from '../../../fleet/wire/catalogue.ts';
import { createMemoryFrigateStore } from '../../site/frigate/frigate-memory.ts';
import type { FrigateMemory } from '../../site/frigate/frigate-memory.ts';
import type { FrigateHttp, HttpAnswer, HttpFault } from '../../site/frigate/http-answer.ts';
import { faultOfStatus } from '../../site/frigate/http-answer.ts';
import { createFrigateSource } from '../../site/frigate/source.ts';
import type { FrigateSource } from '../../site/frigate/source.ts';
import type { OutboxEntry } from '../../site/outbox.ts';
import type { Look } from '../../site/rules/rule.ts';
import type { AgentSettings } from '../../site/settings.ts';
import { T0 } from '../sites.ts';
import { answerApi } from './frigate-api.ts';
import { eventBytes, recognitionBytes, reviewBytes, statsBytes } from './frigate-bytes.ts';
import { createTruth, newItemId, restartTruth } from './frigate-truth.ts';
import type { FrigateTruth, FrigateVersion, TruthEvent, TruthReview } from './frigate-truth.ts';

/*
 * Test code: one Frigate stand-in and the agent's Frigate side on a clock that the test turns, with links that are cut, an
 * HTTP that fails, and a process that stops at any write. No network.
 */

export interface Told {
  readonly kind: EventKind;
  readonly body: Record<string, unknown>;
}

const encoder = new TextEncoder();
const TICK_S = 5;
const STATS_EVERY_S = 60;
const PROOF_MARGIN_S = 120;

export class FrigateWorld {
  readonly truth: FrigateTruth;
  /** Every event that was durable once, in order. */
  readonly told: Told[] = [];
  agentLink = true;
  frigateLink = true;
  httpUp = true;
  /** Answers above this are more than the agent takes. */
  httpMaxBytes = Infinity;
  /** HTTP answers are made at once and arrive at the next turn of the clock. */
  httpHeld = false;
  /** The process stops at the write after so many. */
  stopAfterWrites = Infinity;
  readonly #settings: AgentSettings;
  #s = 0;
  #source: FrigateSource | undefined;
  #memory: FrigateMemory | undefined;
  #outbox: (OutboxEntry & { readonly s: number })[] = [];
  #pending: (OutboxEntry & { readonly s: number })[] = [];
  #seq = 0;
  #life = 0;
  #held: (() => void)[] = [];
  #statsS = 0;
  #startedS = 0;

  constructor(settings: AgentSettings, version: FrigateVersion, cameras: readonly string[]) {
    this.#settings = settings;
    this.truth = createTruth(version, cameras, T0 / 1_000);
    this.start();
  }

  get nowS(): number {
    return T0 / 1_000 + this.#s;
  }

  get source(): FrigateSource | undefined {
    return this.#source;
  }

  get isRunning(): boolean {
    return this.#source !== undefined;
  }

  #now = (): At => ({ wallTs: T0 + this.#s * 1_000, monoMs: this.#s * 1_000 });

  /** False once the process of that life has ended: what its code still does reaches nothing. */
  #write(life: number): boolean {
    if (life !== this.#life) return false;
    this.stopAfterWrites -= 1;
    if (this.stopAfterWrites < 0) this.stop();
    return life === this.#life;
  }

  #commit(life: number): void {
    if (this.#pending.length === 0 || !this.#write(life)) return;
    for (const entry of this.#pending) this.told.push({ kind: entry.kind, body: JSON.parse(entry.payload) as Record<string, unknown> });
    this.#outbox.push(...this.#pending);
    this.#pending = [];
  }

  #tell<K extends EventKind>(life: number, kind: K, body: EventBody<K>): void {
    if (!this.#write(life)) return;
    this.#seq += 1;
    this.#pending.push({ kind, seq: this.#seq, payload: JSON.stringify(body), s: this.#s });
  }

  #http(life: number): FrigateHttp {
    const faults = new Map<HttpFault, number>();
    const ask = (path: string): HttpAnswer => {
      if (!this.httpUp) return { ok: false, fault: 'unreachable' };
      const { status, body } = answerApi(this.truth, undefined, { method: 'GET', url: path }, this.nowS);
      if (body.length > this.httpMaxBytes) return { ok: false, fault: 'huge' };
      if (status !== 200) return { ok: false, fault: faultOfStatus(status) };
      return { ok: true, body: encoder.encode(body), serverTs: Math.floor(this.nowS) * 1_000 };
    };
    return {
      faults,
      get: (path) =>
        new Promise((resolve) => {
          const answer = ask(path);
          // The answer to a process that ended reaches nobody.
          const arrive = (): void => void (life === this.#life && resolve(answer));
          if (this.httpHeld) this.#held.push(arrive);
          else arrive();
        }),
    };
  }

  start(): void {
    if (this.#source) return;
    this.#life += 1;
    this.#startedS = this.#s;
    this.stopAfterWrites = Infinity;
    const life = this.#life;
    const http = this.#http(life);
    const memory = createMemoryFrigateStore(this.#memory);
    this.#source = createFrigateSource(this.#settings, {
      observed: () => undefined,
      tell: (kind, body) => this.#tell(life, kind, body),
      settle: () => this.#commit(life),
      now: this.#now,
      http: () => http,
      store: {
        load: () => memory.load(),
        save: (next) => {
          if (!this.#write(life)) return;
          this.#memory = structuredClone(next);
        },
      },
      eventsAfter: (seq) => this.#outbox.filter((entry) => entry.seq > seq),
      lastSeq: () => this.#seq,
    });
    if (this.agentLink) this.#source.connected(this.#s * 1_000);
  }

  /** The process dies; what it did not make durable is lost. */
  stop(): void {
    this.#source = undefined;
    this.#life += 1;
    this.#pending = [];
    this.#held = [];
    this.#seq = this.#outbox.at(-1)?.seq ?? this.#seq;
  }

  cutAgent(): void {
    this.agentLink = false;
  }

  mendAgent(): void {
    if (this.agentLink) return;
    this.agentLink = true;
    this.#source?.connected(this.#s * 1_000);
  }

  #publish(topic: string, payload: string): void {
    if (!this.agentLink || !this.frigateLink) return;
    this.say(topic, encoder.encode(payload));
  }

  /** Raw bytes under Frigate's prefix. */
  say(topic: string, payload: Uint8Array): void {
    const life = this.#life;
    this.#source?.message(`frigate/${topic}`, payload, this.#s * 1_000);
    this.#commit(life);
  }

  /** What the process last saved. */
  get memory(): FrigateMemory | undefined {
    return this.#memory;
  }

  beginReview(camera: string): TruthReview {
    const review: TruthReview = { id: newItemId(this.nowS), camera, start: this.nowS, severity: 'alert', end: null, objects: ['person'], labels: ['Bob'], zones: [], detections: [], metadata: null };
    this.truth.reviews.set(review.id, review);
    this.#publish('reviews', reviewBytes(review, 'new'));
    return review;
  }

  updateReview(review: TruthReview): void {
    review.objects.push('car');
    this.#publish('reviews', reviewBytes(review, 'update'));
  }

  endReview(review: TruthReview): void {
    review.end = this.nowS;
    this.#publish('reviews', reviewBytes(review, 'end'));
  }

  describeReview(review: TruthReview): void {
    review.metadata = { title: 'Something happened' };
    this.#publish('reviews', reviewBytes(review, 'genai'));
  }

  beginEvent(camera: string, label = 'car'): TruthEvent {
    const event: TruthEvent = { id: newItemId(this.nowS), camera, label, start: this.nowS, end: null, plate: null, subLabel: null };
    this.truth.events.set(event.id, event);
    this.#publish('events', eventBytes(this.truth.version, event, 'new'));
    return event;
  }

  readPlate(event: TruthEvent, plate: string): void {
    event.plate = plate;
    this.#publish('tracked_object_update', recognitionBytes(this.truth.version, 'lpr', event.id, event.camera, plate));
  }

  /** A person by name, as Frigate's face recognition does. */
  readFace(event: TruthEvent, name: string): void {
    event.subLabel = name;
    this.#publish('tracked_object_update', recognitionBytes(this.truth.version, 'face', event.id, event.camera, name));
  }

  classify(event: TruthEvent, value: string): void {
    event.attribute = { model: 'helmet_detector', value };
    this.#publish('tracked_object_update', recognitionBytes(this.truth.version, 'classification-attribute', event.id, event.camera, value));
  }

  endEvent(event: TruthEvent): void {
    event.end = this.nowS;
    this.#publish('events', eventBytes(this.truth.version, event, 'end'));
  }

  restartFrigate(): void {
    restartTruth(this.truth, this.nowS);
  }

  #tick(): void {
    const life = this.#life;
    const nvrs = this.#settings.nvrs.map((nvr) => ({ nvr: { settings: nvr }, state: 'up', cameras: [] }));
    this.#source?.tick({ at: this.#now(), nvrs } as unknown as Look, 0);
    this.#commit(life);
  }

  /** Lets time pass. */
  async pass(seconds: number): Promise<void> {
    for (let passed = 0; passed < seconds; passed += TICK_S) {
      this.#s += TICK_S;
      const held = this.#held.splice(0);
      for (const arrive of held) arrive();
      if (this.#s - this.#statsS >= STATS_EVERY_S) {
        this.#statsS = this.#s;
        this.#publish('stats', statsBytes(this.truth, this.nowS));
      }
      this.#tick();
      // Proof is a bridge that stood for so long in this life of the process.
      if (this.#source) this.#outbox = this.#outbox.filter(({ s }) => this.#s - Math.max(s, this.#startedS) < PROOF_MARGIN_S);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

