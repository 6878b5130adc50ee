import { Type } from 'typebox';
import type { Static } from 'typebox';
import { HOST_PATTERN, HUBS_MAX, HUB_NAME_PATTERN, SITE_PORT } from './hub-address.ts';
import { parseJsonBytes } from './json-bytes.ts';
import { describeFault } from './schema-fault.ts';
import { cleanLine } from './text.ts';
import { lazyCheck } from './validator.ts';
import { integer, label, line, matching, number, siteId } from './wire/parts.ts';

/*
 * What headquarters gives an installer to carry to a new router: who the site is, where it stands, which hubs it reports
 * to and the authority that signs for both. No secret is in it: the router makes its own key.
 */

export const SITE_KIT_KIND = 'blocao-site-kit';
/** An authority's chain is a few kB. */
export const SITE_KIT_MAX_BYTES = 65_536;
/** File name of the kit's facts, beside the agent's package. */
export const SITE_KIT_FILE = 'site-kit.json';

const KitHub = Type.Object({
  name: matching(HUB_NAME_PATTERN, 32, 'Name of the hub at the site.'),
  host: matching(HOST_PATTERN, 253, 'DNS name or IPv4 address.'),
  port: integer(1, 65_535, `Port of the listener for sites, by default ${SITE_PORT}.`),
});

const Contact = Type.Object({
  name: Type.Optional(line(120, 'Name of the person.')),
  phone: Type.Optional(line(64, 'Telephone number.')),
  email: Type.Optional(line(254, 'Mail address.')),
});

/** The facts of `state/site` that are known before anyone drives there. */
const KitDescription = Type.Object({
  name: Type.Optional(line(120, 'Name for people.')),
  address: Type.Optional(line(300, 'Postal address on one line.')),
  lat: Type.Optional(number(-90, 90, 'Latitude, WGS 84 degrees.')),
  lon: Type.Optional(number(-180, 180, 'Longitude, WGS 84 degrees.')),
  time_zone: Type.Optional(matching(/^[A-Za-z0-9_+\-/]{1,64}$/, 64, 'IANA time zone.')),
  region: Type.Optional(line(64, 'Region of the fleet.')),
  tags: Type.Optional(Type.Array(label(64, 'One tag.'), { maxItems: 32 })),
  contact: Type.Optional(Contact),
});
export type KitDescription = Static<typeof KitDescription>;

export const SiteKit = Type.Object({
  kind: Type.Literal(SITE_KIT_KIND),
  v: Type.Literal(1),
  site: siteId('The site.'),
  description: KitDescription,
  hubs: Type.Array(KitHub, { minItems: 1, maxItems: HUBS_MAX }),
  ca: Type.String({ minLength: 1, maxLength: 32_768, lines: true, description: 'PEM texts of the authority.' }),
});
export type SiteKit = Static<typeof SiteKit>;

export type ReadKit =
  | { readonly ok: true; readonly kit: SiteKit }
  | { readonly ok: false; readonly code: 'too_large' | 'not_a_kit' | 'newer' | 'schema' | 'hub_twice' | 'authority'; readonly text: string };

const isKit = lazyCheck(SiteKit);
const refuse = (code: Exclude<ReadKit, { ok: true }>['code'], text: string): ReadKit => ({ ok: false, code, text });

const PEM_ONLY = /^(?:\s*-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)+$/;

/** True for one or more certificates in PEM and nothing else: a private key must never ride along. */
export const isCertificateText = (text: string): boolean => PEM_ONLY.test(text);

/** Checks facts that are already parsed. */
export const checkSiteKit = (value: unknown): ReadKit => {
  const members = value as { kind?: unknown; v?: unknown } | null;
  if (typeof value !== 'object' || members?.kind !== SITE_KIT_KIND) return refuse('not_a_kit', 'This file is no site kit.');
  if (members.v !== 1) return refuse('newer', 'This site kit needs a newer agent.');
  if (!isKit(value)) return refuse('schema', `The site kit is damaged: ${describeFault(SiteKit, value)}.`);
  const kit = value as SiteKit;
  if (new Set(kit.hubs.map(({ name }) => name)).size < kit.hubs.length) return refuse('hub_twice', 'Two hubs of the site kit have one name.');
  if (!isCertificateText(kit.ca)) return refuse('authority', 'The authority of the site kit is not a certificate in PEM.');
  return { ok: true, kit: { ...kit, description: cleaned(kit.description) } };
};

/** Untrusted bytes of a file. */
export const readSiteKit = (bytes: Uint8Array): ReadKit => {
  if (bytes.byteLength > SITE_KIT_MAX_BYTES) return refuse('too_large', 'This file is too large for a site kit.');
  const parsed = parseJsonBytes(bytes);
  return parsed.ok ? checkSiteKit(parsed.value) : refuse('not_a_kit', 'This file is no site kit.');
};

export const siteKitText = (kit: SiteKit): string => `${JSON.stringify(kit, null, 2)}\n`;

const cleaned = <T>(value: T): T => {
  if (typeof value === 'string') return cleanLine(value) as T;
  if (Array.isArray(value)) return value.map(cleaned) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, cleaned(member as unknown)])) as T;
};
