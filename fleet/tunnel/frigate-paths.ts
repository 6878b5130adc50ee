import type { ConsolePlace } from './window.ts';

/*
 * Where things are in Frigate's web interface (0.16 to 0.18), in one place. Its router knows `/`, `/review` and `/explore`;
 * the camera of the live page stands behind `#`.
 */

/** Half of the window of the review list that older versions show for a time. */
const AROUND_S = 1_800;

/**
 * Path, query and hash for a place of Frigate. A review item wins over an object, an object over a time, a time over a
 * camera. The recording of a time opens by `timestamp` (0.18); older versions ignore that and list what happened around it.
 */
export const frigatePath = (place: ConsolePlace | undefined): string => {
  if (place === undefined) return '/';
  const { camera, ts, event, review } = place;
  if (review !== undefined) return `/review?id=${encodeURIComponent(review)}`;
  if (event !== undefined) return `/explore?event_id=${encodeURIComponent(event)}`;
  if (ts !== undefined) return recordingPath(Math.floor(ts / 1_000), camera);
  return camera === undefined ? '/' : `/#${encodeURIComponent(camera)}`;
};

const recordingPath = (atS: number, camera: string | undefined): string => {
  const around = `after=${atS - AROUND_S}&before=${atS + AROUND_S}`;
  if (camera === undefined) return `/review?${around}`;
  const name = encodeURIComponent(camera);
  return `/review?timestamp=${name}_${atS}&cameras=${name}&${around}`;
};
