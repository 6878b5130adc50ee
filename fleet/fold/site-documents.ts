import { countCameras } from '../count-cameras.ts';
import type { CountedCameras } from '../count-cameras.ts';
import type { SiteContact, SiteRecord } from '../model/site.ts';
import type { StateKind } from '../wire/catalogue.ts';
import type { StateCameras } from '../wire/state-cameras.ts';
import type { StateHealth } from '../wire/state-health.ts';
import type { StateInventory } from '../wire/state-inventory.ts';
import type { StateSite } from '../wire/state-site.ts';
import type { Bodies } from '../wire/messages.ts';
import { sameValue } from '../same-value.ts';
import type { Doc, SiteFold, StateBody, Told } from './site-fold.ts';

/* What a site's documents put into its record. Absent is not measured, never zero (contract §1). */

const NO_TAGS: readonly string[] = [];
const NO_VERSIONS: readonly string[] = [];

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
const placeOf = (body: StateSite): Partial<SiteRecord> => ({
  ...(body.name !== undefined && { name: body.name }),
  ...(body.address !== undefined && { address: body.address }),
  ...(body.lat !== undefined && { lat: body.lat }),
  ...(body.lon !== undefined && { lon: body.lon }),
  ...(body.time_zone !== undefined && { timeZone: body.time_zone }),
  ...(body.region !== undefined && { region: body.region }),
  ...(body.tags !== undefined && { tags: body.tags }),
  ...(body.contact !== undefined && { contact: contactOf(body.contact) }),
});

/** Undefined where nothing is known of any camera: a list of unknown ones does not say that none works. */
const countedByList = ({ cameras }: StateCameras): CountedCameras | undefined => {
  const known = cameras.filter(({ detect }) => detect !== 'unknown');
  if (known.length === 0 && cameras.length > 0) return undefined;
  const byDetect = (state: string): number => known.filter(({ detect }) => detect === state).length;
  return { total: known.length, online: byDetect('online'), disabled: byDetect('disabled') };
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

const withoutCopies = (versions: readonly (string | undefined)[]): readonly string[] =>
  [...new Set(versions.filter((version): version is string => version !== undefined && version !== ''))].sort((a, b) => (a < b ? -1 : 1));

const healthTold = (health: StateHealth): Told => {
  const cameras = countCameras(health.nvrs);
  return {
    members: healthOf(health),
    ...(cameras !== undefined && { cameras }),
    ...(health.nvrs !== undefined && { frigateVersions: withoutCopies(health.nvrs.map(({ version }) => version)) }),
  };
};

const inventoryTold = ({ nvrs, versions }: StateInventory): Told => ({
  members: NO_MEMBERS,
  ...(versions?.agent !== undefined && { agentVersion: versions.agent }),
  ...(nvrs !== undefined && { frigateVersions: withoutCopies(nvrs.map(({ frigate }) => frigate)) }),
});

const NO_MEMBERS: Partial<SiteRecord> = {};
const NOTHING: Told = { members: NO_MEMBERS };

const readTold = (kind: StateKind, body: StateBody): Told => {
  switch (kind) {
    case 'state/site':
      return { members: placeOf(body as Bodies['state/site']) };
    case 'state/health':
      return healthTold(body as Bodies['state/health']);
    case 'state/cameras': {
      const cameras = countedByList(body as Bodies['state/cameras']);
      return { members: NO_MEMBERS, ...(cameras !== undefined && { cameras }) };
    }
    case 'state/agent': {
      const { version } = body as Bodies['state/agent'];
      return { members: NO_MEMBERS, ...(version !== undefined && { agentVersion: version }) };
    }
    case 'state/inventory':
      return inventoryTold(body as Bodies['state/inventory']);
    case 'state/cert': {
      const { not_after_ts: notAfterTs } = body as Bodies['state/cert'];
      return notAfterTs === undefined ? NOTHING : { members: { certNotAfterTs: notAfterTs } };
    }
    case 'state/alerts':
    case 'state/reconcile':
      return NOTHING;
    default:
      return kind satisfies never;
  }
};

const isReadAgain = (kind: StateKind): boolean => kind === 'state/site' || kind === 'state/cert' || kind === 'state/alerts';

/** What the fold keeps of a document. `before`: what the document before it told; what is equal is shared with it. */
export const docOf = <K extends StateKind>(kind: K, body: Bodies[K], rxTs: number, before: Told | undefined): Doc<K> => {
  const read = readTold(kind, body);
  const told = before !== undefined && sameValue(before, read) ? before : read;
  const { boot, conn, seq, ts } = body;
  return { body: (isReadAgain(kind) ? body : { boot, conn, seq, ts }) as Doc<K>['body'], told, rxTs };
};

const frigatesOf = ({ docs }: SiteFold): readonly string[] | undefined => {
  const installed = docs['state/inventory']?.told.frigateVersions ?? NO_VERSIONS;
  const running = docs['state/health']?.told.frigateVersions ?? NO_VERSIONS;
  const versions = installed.length === 0 ? running : withoutCopies([...installed, ...running]);
  return versions.length === 0 ? undefined : versions;
};

/** When a document was made, as far as one can tell: a stored one tells by its own `ts`, a live one by its arrival. */
export const documentTs = ({ docs, kept }: SiteFold, kind: StateKind): number | undefined => {
  const doc = docs[kind];
  if (doc === undefined) return undefined;
  const { ts } = doc.body;
  return kept.baseline[kind] !== undefined && ts > 0 && ts < doc.rxTs ? ts : doc.rxTs;
};

type Writable = { -readonly [K in keyof SiteRecord]?: SiteRecord[K] };
const NO_PLACE: Partial<SiteRecord> = { tags: NO_TAGS };

const addVitals = (told: Writable, { nvrs, wan, cpuPct, diskFullInH }: Partial<SiteRecord>): void => {
  if (nvrs !== undefined) told.nvrs = nvrs;
  if (wan !== undefined) told.wan = wan;
  if (cpuPct !== undefined) told.cpuPct = cpuPct;
  if (diskFullInH !== undefined) told.diskFullInH = diskFullInH;
};

/** Place, figures and versions, from all documents; assigned one by one, since this is made with every message. */
export const toldOf = (site: SiteFold): Partial<SiteRecord> & Pick<SiteRecord, 'tags'> => {
  const { docs } = site;
  const health = docs['state/health']?.told;
  const cameras = health?.cameras ?? docs['state/cameras']?.told.cameras;
  const agentVersion = docs['state/agent']?.told.agentVersion ?? docs['state/inventory']?.told.agentVersion;
  const frigateVersions = frigatesOf(site);
  const notAfterTs = docs['state/cert']?.told.members.certNotAfterTs;
  const healthTs = documentTs(site, 'state/health');
  const told: Writable = { ...(docs['state/site']?.told.members ?? NO_PLACE) };
  told.tags ??= NO_TAGS;
  addVitals(told, health?.members ?? NO_MEMBERS);
  if (cameras !== undefined) told.cameras = cameras;
  if (agentVersion !== undefined) told.agentVersion = agentVersion;
  if (frigateVersions !== undefined) told.frigateVersions = frigateVersions;
  if (notAfterTs !== undefined) told.certNotAfterTs = notAfterTs;
  if (healthTs !== undefined) told.healthTs = healthTs;
  return told as Writable & Pick<SiteRecord, 'tags'>;
};
