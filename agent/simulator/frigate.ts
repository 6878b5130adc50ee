import type { At } from '../../fleet/events.ts';
import type { LocalMessage } from '../site/local-broker.ts';
import { eventPayload, objectsOf, reviewPayload, statsPayload } from './frigate-bytes.ts';
import type { SimulatedReview } from './frigate-bytes.ts';
import type { Random } from './random.ts';
import type { WorldNvr } from './world.ts';

/*
 * SIMULATION of one Frigate on the site's own broker: statistics twice a minute, review items and their tracked objects now
 * and then.
 */

export const STATS_EVERY_MS = 30_000;
const REVIEW_MEAN_GAP_MS = 15 * 60_000;
const REVIEW_LENGTH_MS = { min: 12_000, max: 60_000 };
const OBJECTS = ['person', 'person', 'person', 'car', 'bicycle', 'dog'] as const;

export interface SimulatedFrigate {
  tick(at: At): void;
}

const exponential = (random: Random, mean: number): number => -Math.log(1 - random.next()) * mean;

export const createSimulatedFrigate = (
  nvr: WorldNvr,
  random: Random,
  startMonoMs: number,
  publish: (message: LocalMessage) => void,
): SimulatedFrigate => {
  const { prefix } = nvr.settings;
  // A phase of its own, so that a thousand boxes do not speak in the same moment.
  let nextStatsMs = startMonoMs + random.next() * STATS_EVERY_MS * 0.2;
  let nextReviewMs = startMonoMs + exponential(random, REVIEW_MEAN_GAP_MS);
  let review: (SimulatedReview & { readonly endMonoMs: number }) | undefined;
  const send = (topic: string, payload: string): void => publish({ topic: `${prefix}/${topic}`, payload, qos: 0, retain: false });
  const sendReview = (told: SimulatedReview, endTs?: number): void => {
    for (const id of objectsOf(told)) send('events', eventPayload(told, id, endTs));
    send('reviews', reviewPayload(told, endTs));
  };
  const beginReview = ({ wallTs, monoMs }: At): void => {
    const seeing = nvr.cameras.filter(({ settings, dark, frozen }) => settings.enabled && !dark && !frozen);
    const [first, ...others] = seeing;
    if (!first) return;
    const camera = random.pick([first, ...others]).settings.id;
    review = {
      id: `${(wallTs / 1_000).toFixed(6)}-${random.integer(0, 0xff_ffff).toString(36)}`,
      camera,
      startTs: wallTs,
      object: random.pick(OBJECTS),
      severity: random.next() < 0.4 ? 'alert' : 'detection',
      endMonoMs: monoMs + random.integer(REVIEW_LENGTH_MS.min, REVIEW_LENGTH_MS.max),
    };
    sendReview(review);
  };
  const reviews = (at: At): void => {
    if (review && at.monoMs >= review.endMonoMs) {
      sendReview(review, at.wallTs);
      review = undefined;
    }
    if (at.monoMs < nextReviewMs) return;
    nextReviewMs = at.monoMs + exponential(random, REVIEW_MEAN_GAP_MS);
    if (!review) beginReview(at);
  };
  return {
    tick: (at) => {
      if (!nvr.running || nvr.safeMode || nvr.mute) return;
      reviews(at);
      if (at.monoMs < nextStatsMs) return;
      nextStatsMs = nextStatsMs + STATS_EVERY_MS > at.monoMs ? nextStatsMs + STATS_EVERY_MS : at.monoMs + STATS_EVERY_MS;
      send('stats', statsPayload(nvr, at.wallTs, at.monoMs, random));
    },
  };
};
