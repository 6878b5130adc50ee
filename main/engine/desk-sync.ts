import { messageExpiryS, renewed } from '../../fleet/desk/expiry.ts';
import { isExpired } from '../../fleet/desk/operations.ts';
import { changedHere, forgotten, published, received, stepAt, unsharedDocument } from '../../fleet/desk/shared-document.ts';
import type { SharedDocument } from '../../fleet/desk/shared-document.ts';
import { LAST_WRITER, OPERATION_SETS, deskPayload, jitterMs } from '../../fleet/desk/sync.ts';
import type { DeskStep, DocumentLaw, JitterClass } from '../../fleet/desk/sync.ts';
import type { FleetEvent } from '../../fleet/events.ts';
import type { ConsoleId, SiteId } from '../../fleet/ids.ts';
import type { HubId } from '../../fleet/model/hub.ts';
import { parseTopic } from '../../fleet/topics.ts';
import { CATALOGUE } from '../../fleet/wire/catalogue.ts';
import type { DeskAlert } from '../../fleet/wire/desk-alert.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import type { PublishOptions, PublishOutcome } from '../../platform/mqtt-link.ts';
import { DeskHubs } from './desk-hubs.ts';
import { isSharedKind, sharedMessage } from './desk-topics.ts';
import type { SharedMessage } from './desk-topics.ts';

/*
 * Shares the desk's documents with every connected hub (contract §6 "Publish", "Expiry"): what `fleet/desk` decides, with
 * timers and links. Watches the engine's events, subscribes to nothing itself. The fold keeps its own merged documents;
 * both merge the same messages by the same functions.
 */

export interface DeskSyncParts {
  readonly self: ConsoleId;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  /** Publishes at one hub; `answer` comes at most once. */
  readonly publish: (hub: HubId, topic: string, payload: string, options: PublishOptions, answer: (outcome: PublishOutcome) => void) => void;
  /** Calls back after real milliseconds, unless the returned function was called before. */
  readonly startTimer: (ms: number, then: () => void) => () => void;
  /** While it is open an alert's set is renewed. */
  readonly isOpen: (site: SiteId, id: string) => boolean;
  /** A hub confirmed what was known of this topic then. */
  readonly onShared?: (topic: string, document: object) => void;
  /** A visible counter went up by one. */
  readonly count: (id: string) => void;
  /** Nothing is published, not even what other hubs lack, until someone does something here (contract §6 "Adoption"). */
  readonly silentUntilChange?: boolean;
}

/** Alert sets and other documents held at most; what comes beyond is counted and left to other consoles. */
export const SHARED_DOCUMENTS_MAX = 25_000;
/** Publications to one hub without its answer; the rest waits. */
const IN_FLIGHT_MAX = 200;
/** Expiry and renewal are looked for this often, fleet time. */
const SWEEP_EVERY_MS = 3_600_000;

type Law = DocumentLaw<object>;

/** `LAST_WRITER` and `OPERATION_SETS` each see only documents of their own kind: the topic decides. */
const lawOf = (topic: string): Law => (isAlertTopic(topic) ? OPERATION_SETS : LAST_WRITER) as unknown as Law;
const isAlertTopic = (topic: string): boolean => parseTopic(topic)?.kind === 'desk/alert';

export class DeskSync {
  readonly #parts: DeskSyncParts;
  readonly #documents = new Map<string, SharedDocument<object>>();
  readonly #hubs = new DeskHubs();
  readonly #touched = new Set<string>();
  readonly #timers = new Map<string, { readonly jitter: JitterClass; readonly stop: () => void }>();
  #sweptTs = 0;
  #isSilent: boolean;

  constructor(parts: DeskSyncParts) {
    this.#parts = parts;
    this.#isSilent = parts.silentUntilChange ?? false;
  }

  /** Documents that the database kept, in any order; before the first event. */
  restore(stored: readonly { readonly topic: string; readonly body: unknown }[]): void {
    for (const { topic, body } of stored) {
      if (isSharedKind(parseTopic(topic)?.kind) && this.#hasRoom(topic)) this.#documents.set(topic, unsharedDocument(body as object));
    }
  }

  /** What this console knows of a topic. */
  known(topic: string): object | undefined {
    return this.#documents.get(topic)?.known;
  }

  /** This console changed a document; it goes to each hub that is ready, and to the others when they are back. */
  change(topic: string, document: object): void {
    if (!this.#hasRoom(topic)) return this.#parts.count('desk_sync_full');
    this.#documents.set(topic, changedHere(this.#shared(topic), lawOf(topic), document));
    if (this.#isSilent) for (const other of this.#documents.keys()) this.#touched.add(other);
    this.#isSilent = false;
    this.#judge(topic);
  }

  /** Every event that the engine folds, in the same order; states and events of sites may be left out. */
  observe(event: FleetEvent): void {
    switch (event.type) {
      case 'hub':
        return this.#hubs.record(event.hub) ? this.#forget(event.hub.id) : undefined;
      case 'gap':
        // The hub sends everything again: until then nothing is known of its copies.
        this.#hubs.gap(event.hub);
        return this.#forget(event.hub);
      case 'desk-quiet':
        this.#hubs.quiet(event.hub);
        for (const topic of this.#documents.keys()) this.#touched.add(topic);
        return undefined;
      case 'message':
        return this.#receive(event.hub, sharedMessage(event.message));
      case 'tick':
        return this.#tick();
      default:
        return undefined;
    }
  }

  /** The inbox is empty: only now can a hub be judged by its last copy. */
  drained(): void {
    for (const topic of this.#touched) this.#judge(topic);
    this.#touched.clear();
  }

  stop(): void {
    for (const { stop } of this.#timers.values()) stop();
    this.#timers.clear();
  }

  #shared(topic: string): SharedDocument<object> {
    return this.#documents.get(topic) ?? unsharedDocument<object>();
  }

  #hasRoom(topic: string): boolean {
    return this.#documents.has(topic) || this.#documents.size < SHARED_DOCUMENTS_MAX;
  }

  #receive(hub: HubId, found: SharedMessage | undefined): void {
    if (found === undefined || (found.body === undefined && !this.#documents.has(found.topic))) return;
    if (!this.#hasRoom(found.topic)) return this.#parts.count('desk_sync_full');
    this.#documents.set(found.topic, received(this.#shared(found.topic), lawOf(found.topic), hub, found.body));
    this.#touched.add(found.topic);
  }

  #forget(hub: HubId): void {
    for (const [topic, shared] of this.#documents) {
      if (hub in shared.copies) this.#documents.set(topic, forgotten(shared, hub));
    }
  }

  #step(topic: string, hub: HubId, protocol: 4 | 5): DeskStep {
    const context = { self: this.#parts.self, protocol, wallTs: this.#parts.clock.wallTs() };
    return stepAt(this.#shared(topic), lawOf(topic), hub, context);
  }

  /** Starts the wait for each hub that needs something; own news shortens a wait that was begun for others'. */
  #judge(topic: string): void {
    if (this.#isSilent) return;
    for (const { id, protocol } of this.#hubs.ready(topic)) {
      const step = this.#step(topic, id, protocol);
      if (step.kind === 'none') continue;
      this.#wait(topic, id, step.kind === 'publish' ? step.jitter : 'own');
    }
  }

  #wait(topic: string, hub: HubId, jitter: JitterClass): void {
    const key = `${hub} ${topic}`;
    const waiting = this.#timers.get(key);
    if (waiting?.jitter === 'own' || waiting?.jitter === jitter) return;
    waiting?.stop();
    const stop = this.#parts.startTimer(jitterMs(jitter, this.#parts.random()), () => {
      this.#timers.delete(key);
      this.#fire(topic, hub);
    });
    this.#timers.set(key, { jitter, stop });
  }

  /** The wait is over: another console may have done it, the hub may be gone, the document may have grown or ended. */
  #fire(topic: string, hub: HubId): void {
    const target = this.#hubs.ready(topic).find(({ id }) => id === hub);
    if (target === undefined) return;
    const step = this.#step(topic, hub, target.protocol);
    if (step.kind === 'none') return;
    if (target.inFlight >= IN_FLIGHT_MAX) return this.#wait(topic, hub, 'own');
    if (step.kind === 'publish') return this.#publish(topic, hub);
    this.#documents.set(topic, forgotten(this.#shared(topic), hub));
    this.#send(topic, hub, '', {});
  }

  #publish(topic: string, hub: HubId): void {
    const { known } = this.#shared(topic);
    if (known === undefined) return;
    const payload = deskPayload(known);
    if (Buffer.byteLength(payload) > CATALOGUE['desk/alert'].maxBytes) {
      this.#hubs.refused(hub, topic);
      return this.#parts.count('desk_sync_too_large');
    }
    const { clock } = this.#parts;
    const expiryS = isAlertTopic(topic) ? messageExpiryS((known as DeskAlert).exp_ts, clock.wallTs(), clock.speed) : undefined;
    this.#documents.set(topic, published(this.#shared(topic), hub));
    this.#send(topic, hub, payload, expiryS === undefined ? {} : { expiryS }, known);
  }

  #send(topic: string, hub: HubId, payload: string, expiry: { readonly expiryS?: number }, document?: object): void {
    const connection = this.#hubs.sent(hub);
    this.#parts.publish(hub, topic, payload, { qos: 1, retain: true, ...expiry }, (answer) => {
      this.#hubs.answered(hub, connection);
      if (answer.outcome === 'ok' && document !== undefined) this.#parts.onShared?.(topic, document);
      if (answer.outcome !== 'refused') return;
      // Asked again at the next connect: until then the hub would refuse the same.
      this.#hubs.refused(hub, topic);
      this.#parts.count('desk_sync_refused');
      this.#parts.log.warn('desk document refused', { hub, topic, code: answer.code });
    });
  }

  #isWaiting(topic: string): boolean {
    return this.#hubs.ready(topic).some(({ id }) => this.#timers.has(`${id} ${topic}`));
  }

  /** Walks the documents once an hour. */
  #tick(): void {
    const wallTs = this.#parts.clock.wallTs();
    if (Math.abs(wallTs - this.#sweptTs) < SWEEP_EVERY_MS) return;
    this.#sweptTs = wallTs;
    for (const topic of [...this.#documents.keys()]) this.#sweep(topic, wallTs);
  }

  #sweep(topic: string, wallTs: number): void {
    const { known } = this.#shared(topic);
    if (known === undefined || !isAlertTopic(topic)) return;
    const address = parseTopic(topic);
    const set = known as DeskAlert;
    if (address?.site !== undefined && this.#parts.isOpen(address.site, address.id ?? '')) {
      const later = renewed(set, wallTs);
      if (later !== undefined) this.#documents.set(topic, changedHere(this.#shared(topic), lawOf(topic), later));
    }
    this.#judge(topic);
    if (isExpired(set, wallTs) && !this.#isWaiting(topic)) this.#documents.delete(topic);
  }
}
