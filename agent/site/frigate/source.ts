import type { Observation } from '../observation.ts';
import type { AgentSettings, NvrSettings } from '../settings.ts';
import type { EventBody } from '../identity.ts';
import { ownTime } from '../identity.ts';
import { addItem, emptyItems } from './open-items.ts';
import type { ItemMeaning, OpenItems } from './open-items.ts';
import { parseReview } from './review-payload.ts';
import type { FrigateReview } from './review-payload.ts';
import { parseStats } from './stats-payload.ts';
import { parseFrigateTopic, parseSwitch } from './topics.ts';

/*
 * Frigate on the site's own broker: raw payloads in, observations and review events out. What does not parse is counted by
 * reason and otherwise ignored: the last good value stands.
 */

export interface FrigateHandlers {
  observed(observation: Observation): void;
  review(body: EventBody<'event/review'>): void;
}

export interface FrigateSource {
  readonly subscriptions: readonly string[];
  /** Payloads that were refused, by topic kind and reason, e.g. `stats json`. */
  readonly refused: ReadonlyMap<string, number>;
  /** False where the topic belongs to none of the site's NVRs. `monoMs` is the monotonic time of receipt. */
  message(topic: string, payload: Uint8Array, monoMs: number): boolean;
}

const FILTERS = ['stats', 'reviews', '+/enabled/state', '+/detect/state', '+/recordings/state', '+/audio/state'];

const reviewBody = (
  nvr: NvrSettings,
  review: FrigateReview,
  phase: Exclude<ItemMeaning, 'none'>,
): EventBody<'event/review'> => {
  const startTs = ownTime(review.startTs ?? undefined);
  const endTs = ownTime(review.endTs ?? undefined);
  return {
    id: review.id,
    nvr: nvr.id,
    camera: review.camera,
    phase,
    severity: review.severity,
    ...(startTs === undefined ? {} : { start_ts: startTs }),
    ...(endTs === undefined ? {} : { end_ts: endTs }),
    objects: [...review.objects],
    zones: [...review.zones],
    // Sub-labels name people and vehicles: personal data leaves the site only where its settings opt in.
    ...(review.thumb === null ? {} : { thumb: review.thumb }),
  };
};

export const createFrigateSource = (settings: AgentSettings, handlers: FrigateHandlers): FrigateSource => {
  const refused = new Map<string, number>();
  const reviews = new Map<string, OpenItems<FrigateReview>>();
  const refuse = (kind: string, reason: string): void => {
    const key = `${kind} ${reason}`;
    refused.set(key, (refused.get(key) ?? 0) + 1);
  };
  const stats = (nvr: NvrSettings, payload: Uint8Array): void => {
    const parsed = parseStats(payload);
    if (parsed.ok) handlers.observed({ type: 'stats', nvr: nvr.id, stats: parsed.stats });
    else refuse('stats', parsed.reason);
  };
  const review = (nvr: NvrSettings, payload: Uint8Array, monoMs: number): void => {
    const parsed = parseReview(payload);
    if (!parsed.ok) return refuse('reviews', parsed.reason);
    const { items, meaning } = addItem(reviews.get(nvr.id) ?? emptyItems<FrigateReview>(), parsed.item, monoMs);
    reviews.set(nvr.id, items);
    if (meaning !== 'none') handlers.review(reviewBody(nvr, parsed.item, meaning));
  };
  const take = (nvr: NvrSettings, topic: string, payload: Uint8Array, monoMs: number): void => {
    const parsed = parseFrigateTopic(nvr.prefix, topic);
    if (parsed?.kind === 'stats') return stats(nvr, payload);
    if (parsed?.kind === 'reviews') return review(nvr, payload, monoMs);
    if (parsed?.kind !== 'switch') return;
    const on = parseSwitch(payload);
    if (on === undefined) return refuse('switch', 'value');
    handlers.observed({ type: 'camera-switch', nvr: nvr.id, camera: parsed.camera, what: parsed.what, on });
  };
  return {
    subscriptions: settings.nvrs.flatMap(({ prefix }) => FILTERS.map((filter) => `${prefix}/${filter}`)),
    refused,
    message: (topic, payload, monoMs) => {
      const nvr = settings.nvrs.find(({ prefix }) => topic.startsWith(`${prefix}/`));
      if (nvr) take(nvr, topic, payload, monoMs);
      return nvr !== undefined;
    },
  };
};
