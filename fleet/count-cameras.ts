import type { SiteRecord } from './model/site.ts';
import type { StateHealth } from './wire/state-health.ts';

/*
 * What headquarters sees of a site's cameras, by the same figures in the console and in `blocao-agent doctor`.
 */

type HealthNvr = NonNullable<StateHealth['nvrs']>[number];
type Counts = NonNullable<HealthNvr['cameras']>;

/** The figures of an NVR that counts its cameras. */
const countsOf = ({ cameras }: HealthNvr): Counts | undefined =>
  cameras?.total === undefined || cameras.online === undefined ? undefined : cameras;

export type CountedCameras = NonNullable<SiteRecord['cameras']>;

/** The minute's figures of all NVRs that count their cameras; undefined where none does: not known is not 0. */
export const countCameras = (nvrs: StateHealth['nvrs'] = []): CountedCameras | undefined => {
  const counts = nvrs.flatMap((nvr) => countsOf(nvr) ?? []);
  if (counts.length === 0) return undefined;
  const sum = (pick: (counted: Counts) => number | undefined): number =>
    counts.reduce((total, counted) => total + (pick(counted) ?? 0), 0);
  const recording = counts.every((counted) => counted.recording !== undefined);
  return {
    total: sum(({ total }) => total),
    online: sum(({ online }) => online),
    disabled: sum(({ disabled }) => disabled),
    ...(recording && { recording: sum((counted) => counted.recording) }),
  };
};

/** NVRs whose cameras nobody has counted: their statistics have not come yet, or they are not up. */
export const uncountedNvrs = (nvrs: StateHealth['nvrs'] = []): readonly string[] =>
  nvrs.flatMap((nvr) => (countsOf(nvr) === undefined ? [nvr.id] : []));
