import { HUBS_MAX, parseHubAddress, type HubAddress } from '../../../fleet/hub-address.ts';
import { isSiteId } from '../../../fleet/ids.ts';
import type { HubSetting } from '../../../fleet/ipc.ts';
import type { SiteKitForm } from '../../../fleet/prepare-site.ts';

/** What stands in the fields, as typed. */
export interface PrepareFields {
  readonly site: string;
  readonly name: string;
  readonly address: string;
  readonly region: string;
  readonly timeZone: string;
  readonly lat: string;
  readonly lon: string;
  readonly contactName: string;
  readonly contactPhone: string;
  readonly hubs: string;
}

export type PrepareField = keyof PrepareFields;

/** A field that cannot be taken, by the key of its words. */
export type PrepareFaults = Partial<Record<PrepareField, 'siteFault' | 'placeFault' | 'zoneFault' | 'hubsFault'>>;

export type CheckedFields =
  | { readonly ok: true; readonly form: Omit<SiteKitForm, 'steps' | 'caFile' | 'packageFile'> }
  | { readonly ok: false; readonly faults: PrepareFaults };

/** Hosts of this console's hubs, on the port for sites: `hub-a.example, hub-b.example`. */
export const knownHubs = (hubs: readonly Pick<HubSetting, 'url'>[]): string =>
  [...new Set(hubs.flatMap(({ url }) => (URL.canParse(url) ? new URL(url).hostname : [])))].slice(0, HUBS_MAX).join(', ');

/** Two hubs whose first labels are the same are told apart by their whole name. */
const withNames = (hubs: readonly HubAddress[]): readonly HubAddress[] =>
  hubs.map((hub) => {
    const twice = hubs.filter(({ name }) => name === hub.name).length > 1;
    return twice ? { ...hub, name: hub.host.replaceAll('.', '-').toLowerCase().slice(0, 32) } : hub;
  });

const hubsIn = (text: string): readonly HubAddress[] | undefined => {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  const hubs = words.map((word) => parseHubAddress(word));
  const good = hubs.filter((hub) => hub !== undefined);
  if (good.length < hubs.length || good.length === 0 || good.length > HUBS_MAX) return undefined;
  return withNames(good);
};

/** Degrees with a point or a comma; undefined for an empty field, NaN for anything else. */
const degreesIn = (text: string, most: number): number | undefined => {
  const trimmed = text.trim().replace(',', '.');
  if (trimmed === '') return undefined;
  const value = /^-?\d+(?:\.\d+)?$/.test(trimmed) ? Number(trimmed) : Number.NaN;
  return Math.abs(value) <= most ? value : Number.NaN;
};

const isZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone }).format(0);
    return zone !== '';
  } catch {
    return false;
  }
};

/** The place in the fields, if there is a whole one. */
export const placeIn = ({ lat, lon }: Pick<PrepareFields, 'lat' | 'lon'>): { readonly lat: number; readonly lon: number } | undefined => {
  const [north, east] = [degreesIn(lat, 90), degreesIn(lon, 180)];
  return north === undefined || east === undefined || Number.isNaN(north + east) ? undefined : { lat: north, lon: east };
};

const filled = <K extends string>(fields: Readonly<Record<K, string>>): Partial<Record<K, string>> =>
  Object.fromEntries(Object.entries<string>(fields).flatMap(([key, text]) => (text.trim() === '' ? [] : [[key, text.trim()]]))) as Partial<Record<K, string>>;

/** Everything that can be judged here; main checks again. */
export const checkFields = (fields: PrepareFields): CheckedFields => {
  const site = fields.site.trim().toUpperCase();
  const hubs = hubsIn(fields.hubs);
  const place = placeIn(fields);
  const faults: PrepareFaults = {
    ...(isSiteId(site) ? {} : { site: 'siteFault' }),
    ...(place !== undefined || (fields.lat.trim() === '' && fields.lon.trim() === '') ? {} : { lat: 'placeFault' }),
    ...(isZone(fields.timeZone.trim()) ? {} : { timeZone: 'zoneFault' }),
    ...(hubs === undefined ? { hubs: 'hubsFault' } : {}),
  };
  if (Object.keys(faults).length > 0 || hubs === undefined) return { ok: false, faults };
  const contact = filled({ name: fields.contactName, phone: fields.contactPhone });
  return {
    ok: true,
    form: {
      site,
      hubs,
      description: {
        ...filled({ name: fields.name, address: fields.address, region: fields.region }),
        ...place,
        time_zone: fields.timeZone.trim(),
        ...(Object.keys(contact).length > 0 ? { contact } : {}),
      },
    },
  };
};
