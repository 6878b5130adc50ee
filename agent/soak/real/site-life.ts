import type { Random } from '../../simulator/random.ts';
import type { FrigateSpeaker } from '../../testing/frigate/frigate-speaker.ts';
import type { TruthReview } from '../../testing/frigate/frigate-truth.ts';

/*
 * What goes on at a busy site: statistics, people walking by, a camera that goes dark and comes back.
 */

export interface SiteLife {
  stop(): void;
  /** Everybody has gone home; one camera stays dark, so that the picture at the end is not an empty one. */
  settle(): void;
}

const STATS_MS = 1_000;
const REVIEW_MS = 1_500;

export const startSiteLife = (frigate: FrigateSpeaker, random: Random): SiteLife => {
  const { truth } = frigate;
  const open: TruthReview[] = [];
  const walk = (): void => {
    const [oldest] = open;
    if (oldest && (open.length > 3 || random.next() < 0.5)) {
      open.shift();
      frigate.endReview(oldest);
    } else {
      const camera = truth.cameras[random.integer(0, truth.cameras.length - 1)];
      if (camera) open.push(frigate.beginReview(camera.id, { severity: random.next() < 0.5 ? 'alert' : 'detection' }));
    }
    const trembling = truth.cameras[random.integer(0, truth.cameras.length - 1)];
    if (trembling && random.next() < 0.1) trembling.fps = trembling.fps === 0 ? 5 : 0;
  };
  const timers = [setInterval(() => frigate.stats(), STATS_MS), setInterval(walk, REVIEW_MS)];
  return {
    stop: () => timers.forEach((timer) => clearInterval(timer)),
    settle: () => {
      clearInterval(timers[1]);
      for (const review of open.splice(0)) frigate.endReview(review);
      for (const [index, camera] of truth.cameras.entries()) camera.fps = index === 0 ? 0 : 5;
    },
  };
};
