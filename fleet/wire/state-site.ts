import { Type } from 'typebox';
import type { Static } from 'typebox';
import { STATE_ENVELOPE } from './envelope.ts';
import { integer, label, line, matching, number, nvrId, openEnum } from './parts.ts';

const Contact = Type.Object(
  {
    name: Type.Optional(line(120, 'Name of the person.')),
    phone: Type.Optional(line(64, 'Telephone number as people write it.')),
    email: Type.Optional(line(254, 'Mail address.')),
  },
  { description: 'Whom to call about the site.' },
);

const SiteConsole = Type.Object({
  id: label(64, 'Id of this console within the site.'),
  name: Type.Optional(line(120, 'Name for people.')),
  nvr: Type.Optional(nvrId('The NVR that it belongs to, if to one.')),
  host: label(253, 'Tailnet name or address.'),
  port: integer(1, 65_535, 'TCP port.'),
  scheme: openEnum(['http', 'https'], 'How it is spoken to.'),
  sha256: Type.Optional(matching(/^(?:[0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}$/, 95, 'Fingerprint of a self-signed certificate, hex.')),
});

/** `S/state/site`: what the site says of itself; set by its configuration. */
export const StateSite = Type.Object({
  ...STATE_ENVELOPE,
  name: Type.Optional(line(120, 'Name for people.')),
  address: Type.Optional(line(300, 'Postal address on one line.')),
  lat: Type.Optional(number(-90, 90, 'Latitude, WGS 84 degrees.')),
  lon: Type.Optional(number(-180, 180, 'Longitude, WGS 84 degrees.')),
  time_zone: Type.Optional(matching(/^[A-Za-z0-9_+\-/]{1,64}$/, 64, 'IANA time zone, e.g. `Europe/Madrid`.')),
  region: Type.Optional(line(64, 'Region of the fleet; also used by scopes.')),
  tags: Type.Optional(Type.Array(label(64, 'One tag.'), { maxItems: 32, description: 'Tags; also used by scopes.' })),
  contact: Type.Optional(Contact),
  consoles: Type.Optional(
    Type.Array(SiteConsole, { maxItems: 8, description: 'Web consoles that operators may open through the tunnel.' }),
  ),
});
export type StateSite = Static<typeof StateSite>;
