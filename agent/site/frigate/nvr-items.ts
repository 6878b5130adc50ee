import { createHash } from 'node:crypto';
import type { NvrId } from '../../../fleet/ids.ts';
import { ownTime } from '../identity.ts';
import type { EventBody } from '../identity.ts';
import type { PersonalData } from '../settings.ts';
import { restoredItems, storedItems } from './item-memory.ts';
import type { NvrMemory } from './frigate-memory.ts';
import { addItem, closeItem, emptyItems, overdueItems } from './open-items.ts';
import type { ItemMeaning, OpenItems } from './open-items.ts';
import type { ReconcileAnswer, ReconcileQuestion } from './reconcile.ts';
import type { FrigateEvent, FrigateReview } from './review-payload.ts';

/*
 * Reviews and tracked objects of one NVR: what is open, what was told. Messages of the broker and rows of Frigate's
 * database come in as they like; each item is told once.
 */

/** Frigate stores an item some seconds after it told it. */
const STORE_DELAY_MS = 15_000;
/** An item that is open for so long is looked into (contract §10). */
const OVERDUE_MS = 4 * 3_600_000;
/** Nothing lasts longer: closed without an end, whatever Frigate says. */
const OPEN_MAX_MS = 24 * 3_600_000;

export interface ItemHandlers {
  review(body: EventBody<'event/review'>): void;
  /** A tracked object is over, for the first time that it is seen so. */
  object(event: FrigateEvent): void;
}

export interface NvrItems {
  readonly syncedTs: number | undefined;
  /** Names that Frigate knows a face by, as far as asked for. */
  readonly faces: ReadonlySet<string>;
  /** Rises with every change of what is open or closed. */
  readonly changes: number;
  review(review: FrigateReview, monoMs: number): void;
  event(event: FrigateEvent, monoMs: number): void;
  isOpen(eventId: string): boolean;
  /** What to ask Frigate. */
  question(monoMs: number): ReconcileQuestion;
  /** What was learned of an item after the question was asked is newer than the answer. */
  answer(answer: ReconcileAnswer, askedMonoMs: number, monoMs: number): void;
  /** Closes what is open for a day. */
  expire(monoMs: number): void;
  /** A review that was told before this process began. */
  recall(body: Pick<EventBody<'event/review'>, 'id' | 'phase' | 'camera'>, monoMs: number): void;
  memory(monoMs: number): Pick<NvrMemory, 'syncedTs' | 'reviews' | 'events'>;
}

export interface NvrItemsOptions {
  readonly nvr: NvrId;
  readonly personal: PersonalData;
  /** Only reviews of the severity alert are told one by one. */
  readonly lowData: boolean;
  readonly handlers: ItemHandlers;
  readonly memory: NvrMemory | undefined;
  readonly monoMs: number;
}

/** Sub-labels may be names, plates or classes: they leave only where all three may. */
const labelsOf = (review: FrigateReview, { plate, face, class: classes }: PersonalData): readonly string[] =>
  plate && face && classes ? review.labels : [];

const essenceOf = (review: FrigateReview, personal: PersonalData): string => {
  const lists = [review.objects, review.zones, labelsOf(review, personal)].map((list) => [...list].sort());
  return createHash('sha256').update(JSON.stringify([review.severity, lists, review.described])).digest('base64url').slice(0, 12);
};

const reviewBody = (nvr: NvrId, review: FrigateReview, phase: Exclude<ItemMeaning, 'none'>, personal: PersonalData): EventBody<'event/review'> => {
  const startTs = ownTime(review.startTs ?? undefined);
  const endTs = phase === 'start' ? undefined : ownTime(review.endTs ?? undefined);
  const labels = labelsOf(review, personal);
  return {
    id: review.id,
    nvr,
    camera: review.camera,
    phase,
    severity: review.severity,
    ...(startTs === undefined ? {} : { start_ts: startTs }),
    ...(endTs === undefined ? {} : { end_ts: endTs }),
    objects: [...review.objects],
    ...(labels.length === 0 ? {} : { labels: [...labels] }),
    zones: [...review.zones],
    ...(review.thumb === null ? {} : { thumb: review.thumb }),
  };
};

const recalled = (id: string, camera: string): FrigateReview => ({
  ...{ id, camera, phase: 'new', startTs: null, endTs: null, endBeforeStart: false, severity: 'unknown' },
  ...{ objects: [], labels: [], zones: [], thumb: null, detections: [], described: false },
});

class TrackedItems implements NvrItems {
  syncedTs: number | undefined;
  faces: ReadonlySet<string> = new Set();
  changes = 0;
  readonly #options: NvrItemsOptions;
  #reviews: OpenItems<FrigateReview> = emptyItems();
  #events: OpenItems<FrigateEvent> = emptyItems();

  constructor(options: NvrItemsOptions) {
    this.#options = options;
    const { memory, monoMs } = options;
    if (!memory) return;
    this.syncedTs = memory.syncedTs;
    this.#reviews = restoredItems(memory.reviews, monoMs);
    this.#events = restoredItems(memory.events, monoMs);
  }

  #say(review: FrigateReview, meaning: ItemMeaning): void {
    const { nvr, personal, lowData, handlers } = this.#options;
    if (meaning === 'none' || (lowData && review.severity === 'detection')) return;
    handlers.review(reviewBody(nvr, review, meaning, personal));
  }

  review(review: FrigateReview, monoMs: number): void {
    const step = addItem(this.#reviews, review, monoMs, essenceOf(review, this.#options.personal));
    if (step.items !== this.#reviews) this.changes += 1;
    this.#reviews = step.items;
    if (step.evicted) this.#say(step.evicted, 'end');
    this.#say(review, step.meaning);
  }

  event(event: FrigateEvent, monoMs: number): void {
    const step = addItem(this.#events, event, monoMs);
    if (step.items !== this.#events) this.changes += 1;
    this.#events = step.items;
    if (step.meaning === 'end') this.#options.handlers.object(event);
  }

  isOpen(eventId: string): boolean {
    return this.#events.open.has(eventId);
  }

  question(monoMs: number): ReconcileQuestion {
    const isStored = ({ seenMonoMs }: { readonly seenMonoMs: number }): boolean => monoMs - seenMonoMs >= STORE_DELAY_MS;
    return {
      syncedTs: this.syncedTs,
      wantsFaces: this.#options.personal.face,
      runningMs: monoMs - this.#options.monoMs,
      openReviews: [...this.#reviews.open.values()].filter(isStored),
      openEvents: [...this.#events.open.values()].filter(isStored),
      overdue: overdueItems(this.#reviews, monoMs, OVERDUE_MS),
    };
  }

  #closeReview(id: string, monoMs: number, abandoned: boolean): void {
    const review = this.#reviews.open.get(id);
    if (!review) return;
    this.changes += 1;
    this.#reviews = closeItem(this.#reviews, id, { monoMs, essence: '', ...(abandoned ? { abandoned } : {}) });
    this.#say(review, 'end');
  }

  #closeEvent(id: string, monoMs: number, abandoned: boolean): void {
    const event = this.#events.open.get(id);
    if (!event) return;
    this.changes += 1;
    this.#events = closeItem(this.#events, id, { monoMs, essence: '', ...(abandoned ? { abandoned } : {}) });
    this.#options.handlers.object(event);
  }

  answer(answer: ReconcileAnswer, askedMonoMs: number, monoMs: number): void {
    this.faces = answer.faces ?? this.faces;
    for (const review of answer.reviews) {
      if ((this.#reviews.closed.get(review.id)?.monoMs ?? -Infinity) < askedMonoMs) this.review(review, monoMs);
    }
    for (const event of answer.events) this.event(event, monoMs);
    for (const id of answer.goneReviews) this.#closeReview(id, monoMs, false);
    for (const id of answer.goneEvents) this.#closeEvent(id, monoMs, false);
    for (const id of answer.abandoned) this.#closeReview(id, monoMs, true);
    this.syncedTs = answer.serverTs;
  }

  expire(monoMs: number): void {
    for (const { id } of overdueItems(this.#reviews, monoMs, OPEN_MAX_MS)) this.#closeReview(id, monoMs, true);
    for (const { id } of overdueItems(this.#events, monoMs, OPEN_MAX_MS)) this.#closeEvent(id, monoMs, true);
  }

  recall({ id, phase, camera }: Pick<EventBody<'event/review'>, 'id' | 'phase' | 'camera'>, monoMs: number): void {
    const closed = { monoMs, essence: '' };
    if (phase === 'start') this.#reviews = addItem(this.#reviews, recalled(id, camera), monoMs).items;
    // What exactly was told is not known: what Frigate's database says of it is no news.
    else this.#reviews = closeItem(this.#reviews, id, { ...this.#reviews.closed.get(id), ...closed });
  }

  memory(monoMs: number): Pick<NvrMemory, 'syncedTs' | 'reviews' | 'events'> {
    return {
      ...(this.syncedTs === undefined ? {} : { syncedTs: this.syncedTs }),
      reviews: storedItems(this.#reviews, monoMs),
      events: storedItems(this.#events, monoMs),
    };
  }
}

/** The items of one NVR, as they were when its memory was saved. */
export const createNvrItems = (options: NvrItemsOptions): NvrItems => new TrackedItems(options);
