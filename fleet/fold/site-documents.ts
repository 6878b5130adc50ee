import type { SiteContact, SiteRecord } from '../model/site.ts';
import type { StateKind } from '../wire/catalogue.ts';
import type { StateCameras } from '../wire/state-cameras.ts';
import type { StateHealth } from '../wire/state-health.ts';
import type { SiteFold } from './site-fold.ts';

/* What a site's documents put into its record. Absent is not measured, never zero (contract §1). */

const NO_TAGS: readonly string[] = [];

const contactOf = (contact: {
  name?: string | undefined;
  phone?: string | undefined;
  email?: string | undefined;
}): SiteContact => ({
  ...(contact.name !== undefined && { name: contact.name }),
  ...(contact.phone !== undefined && { phone: contact.phone }),
  ...(contact.email !== undefined && { email: contact.email }),
});

/** Name and place, from `state/site`. */
export const placeOf = ({ docs }: SiteFold) => {
  const body = docs['state/site']?.body;
  if (body === undefined) return { tags: NO_TAGS };
  return {
    ...(body.name !== undefined && { name: body.name }),
    ...(body.address !== undefined && { address: body.address }),
    ...(body.lat !== undefined && { lat: body.lat }),
    ...(body.lon !== undefined && { lon: body.lon }),
    ...(body.time_zone !== undefined && { timeZone: body.time_zone }),
    ...(body.region !== undefined && { region: body.region }),
    tags: body.tags ?? NO_TAGS,
    ...(body.contact !== undefined && { contact: contactOf(body.contact) }),
  };
};

type Cameras = NonNullable<SiteRecord['cameras']>;

/** The minute's figures of all NVRs, where each of them counts its cameras. */
const countedByHealth = (health: StateHealth | undefined): Cameras | undefined => {
  const counts = (health?.nvrs ?? []).flatMap(({ cameras }) =>
    cameras?.total === undefined || cameras.online === undefined ? [] : [cameras],
  );
  if (counts.length === 0) return undefined;
  const sum = (pick: (counted: (typeof counts)[number]) => number | undefined): number =>
    counts.reduce((total, counted) => total + (pick(counted) ?? 0), 0);
  const recording = counts.every((counted) => counted.recording !== undefined);
  return {
    total: sum(({ total }) => total),
    online: sum(({ online }) => online),
    disabled: sum(({ disabled }) => disabled),
    ...(recording && { recording: sum((counted) => counted.recording) }),
  };
};

const countedByList = (list: StateCameras | undefined): Cameras | undefined => {
  if (list === undefined) return undefined;
  const byDetect = (state: string): number => list.cameras.filter(({ detect }) => detect === state).length;
  return { total: list.cameras.length, online: byDetect('online'), disabled: byDetect('disabled') };
};

const fullInH = (health: StateHealth): number | undefined => {
  const hours = (health.disks ?? []).flatMap(({ full_in_h: left }) => (left === undefined ? [] : [left]));
  return hours.length === 0 ? undefined : Math.min(...hours);
};

const wanOf = ({ wan }: StateHealth): Pick<SiteRecord, 'wan'> => {
  if (wan === undefined) return {};
  return {
    wan: {
      ...(wan.rtt_ms !== undefined && { rttMs: wan.rtt_ms }),
      ...(wan.loss_pct !== undefined && { lossPct: wan.loss_pct }),
    },
  };
};

const healthOf = (health: StateHealth) => {
  const diskFullInH = fullInH(health);
  return {
    ...(health.nvrs !== undefined && {
      nvrs: { total: health.nvrs.length, up: health.nvrs.filter(({ state }) => state === 'up').length },
    }),
    ...wanOf(health),
    ...(health.cpu_pct !== undefined && { cpuPct: health.cpu_pct }),
    ...(diskFullInH !== undefined && { diskFullInH }),
  };
};

const frigatesOf = ({ docs }: SiteFold): readonly string[] | undefined => {
  const installed = docs['state/inventory']?.body.nvrs?.map(({ frigate }) => frigate);
  const running = docs['state/health']?.body.nvrs?.map(({ version }) => version);
  const versions = [...new Set([...(installed ?? []), ...(running ?? [])])].filter(
    (version) => version !== undefined && version !== '',
  );
  return versions.length === 0 ? undefined : (versions as string[]).sort();
};

/** When a document was made, as far as one can tell: a stored one tells by its own `ts`, a live one by its arrival. */
export const documentTs = ({ docs, kept }: SiteFold, kind: StateKind): number | undefined => {
  const doc = docs[kind];
  if (doc === undefined) return undefined;
  const { ts } = doc.body;
  return kept.baseline[kind] !== undefined && ts > 0 && ts < doc.rxTs ? ts : doc.rxTs;
};

/** Figures and versions, from health, cameras, agent, inventory and certificate. */
export const vitalsOf = (site: SiteFold) => {
  const { docs } = site;
  const health = docs['state/health']?.body;
  const cameras = countedByHealth(health) ?? countedByList(docs['state/cameras']?.body);
  const agentVersion = docs['state/agent']?.body.version ?? docs['state/inventory']?.body.versions?.agent;
  const frigateVersions = frigatesOf(site);
  const certNotAfterTs = docs['state/cert']?.body.not_after_ts;
  const healthTs = documentTs(site, 'state/health');
  return {
    ...(health !== undefined && healthOf(health)),
    ...(cameras !== undefined && { cameras }),
    ...(agentVersion !== undefined && { agentVersion }),
    ...(frigateVersions !== undefined && { frigateVersions }),
    ...(certNotAfterTs !== undefined && { certNotAfterTs }),
    ...(healthTs !== undefined && { healthTs }),
  };
};
