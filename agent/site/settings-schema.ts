import { Type } from 'typebox';
import type { Static } from 'typebox';
import { counter, integer, label, line, matching, nvrId, number, siteId } from '../../fleet/wire/parts.ts';

/*
 * The schema of a site's settings file. Every key is known: a mistyped one is an error, not a default.
 */

const closed = { additionalProperties: false };
const flag = (description: string) => Type.Optional(Type.Boolean({ description }));
const path = (description: string) => Type.Optional(matching(/^\/.*$/, 400, description));
const filter = /^[^#+\u0000]+$/;

const Contact = Type.Object(
  { name: Type.Optional(line(120, 'Name.')), phone: Type.Optional(line(64, 'Telephone.')), email: Type.Optional(line(254, 'Mail.')) },
  closed,
);

const Console = Type.Object(
  {
    id: label(64, 'Id within the site.'),
    name: Type.Optional(line(120, 'Name for people.')),
    nvr: Type.Optional(nvrId('The NVR that it belongs to.')),
    host: label(253, 'Tailnet name or address.'),
    port: integer(1, 65_535, 'TCP port.'),
    scheme: Type.Enum(['http', 'https'], { description: 'How it is spoken to.' }),
    sha256: Type.Optional(matching(/^(?:[0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}$/, 95, 'Fingerprint of a self-signed certificate.')),
  },
  closed,
);

const Camera = Type.Object(
  {
    id: label(64, "Frigate's name of it."),
    name: Type.Optional(line(120, 'Name for people.')),
    expected_fps: Type.Optional(number(0, 240, 'Pictures per second that should arrive.')),
    enabled: flag('False: switched off on purpose.'),
    record: flag('False: not meant to record.'),
    audio: flag('True: hears.'),
  },
  closed,
);

const Nvr = Type.Object(
  {
    id: nvrId('Id, `nvr` where there is only one.'),
    topic_prefix: Type.Optional(matching(filter, 64, "`mqtt.topic_prefix` of this Frigate; `frigate` for the only one, else `frigate-ID`.")),
    url: matching(/^https?:\/\/[^\s@]+$/, 300, 'Address: port 8971 with log-in, or port 5000 without.'),
    user: Type.Optional(label(64, 'User of Frigate; the role viewer is enough.')),
    password_file: path('File with the password alone.'),
    ca: path('PEM file with the CA, or the self-signed certificate itself.'),
    sha256: Type.Optional(matching(/^(?:[0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}$/, 95, 'Fingerprint of the certificate.')),
    insecure: flag('True: a password may cross the network without TLS.'),
    database: path("Frigate's database, where picture vectors may leave."),
    cameras: Type.Optional(Type.Array(Camera, { minItems: 1, maxItems: 64, description: "Without it Frigate's own configuration counts." })),
    model: Type.Optional(line(64, 'Detection model, for the inventory.')),
    features: Type.Optional(Type.Array(label(64, 'One feature.'), { maxItems: 32, description: 'Features in use, for the inventory.' })),
  },
  closed,
);

const Hub = Type.Object(
  {
    name: matching(/^[a-z0-9][a-z0-9-]{0,31}$/, 32, 'Name as in alerts: `hub:NAME`; the bridge in mosquitto has it too.'),
    host: label(253, 'Name or address.'),
    port: integer(1, 65_535, 'TCP port.'),
  },
  closed,
);

const Broker = Type.Object(
  {
    url: matching(/^mqtts?:\/\/[^\s@]+$/, 300, "The site's own broker."),
    user: Type.Optional(label(64, 'User.')),
    password_file: path('File with the password alone.'),
  },
  closed,
);

const Personal = Type.Object(
  {
    recognition: Type.Optional(
      Type.Object({ plate: flag('Plates.'), face: flag('Names of known persons.'), class: flag('Classes.') }, closed),
    ),
    embedding: flag('Picture vectors of the NVRs that have a `database`.'),
  },
  closed,
);

const HoldOff = Type.Object(
  { raise_after_s: Type.Optional(counter('Seconds until it opens.')), clear_after_s: Type.Optional(counter('Seconds until it closes.')) },
  closed,
);

/** Names of the alerts whose waits may be set. */
const HOLD_OFFS = [
  ...(['camera_offline', 'camera_frozen', 'no_recordings', 'recording_path_missing', 'disk_low', 'nvr_down', 'nvr_stale'] as const),
  ...(['nvr_safe_mode', 'detector_slow', 'hot', 'clock_unset', 'queue_dropping', 'bridge_refused', 'config'] as const),
] as const;

/** Limits that alerts are judged by, with the greatest value that makes sense. */
const LIMITS = {
  recording_age_max_s: 86_400,
  disk_full_in_h: 10_000,
  disk_free_pct: 100,
  disk_recording_left_h: 10_000,
  stats_stale_s: 86_400,
  detector_slow_ms: 100_000,
  detector_fine_ms: 100_000,
  hot_c: 200,
  cool_c: 200,
  bridge_refusals: 1_000,
  config_stale_h: 10_000,
} as const;

const Alerts = Type.Object(
  {
    ...Object.fromEntries(HOLD_OFFS.map((name) => [name, Type.Optional(HoldOff)])),
    ...Object.fromEntries(Object.entries(LIMITS).map(([name, max]) => [name, Type.Optional(number(0, max, 'Limit.'))])),
  },
  closed,
);
export type AlertsFile = Partial<Record<(typeof HOLD_OFFS)[number], Static<typeof HoldOff>>> & Partial<Record<keyof typeof LIMITS, number>>;

export const SettingsFile = Type.Object(
  {
    v: Type.Literal(1),
    site: siteId('CN of the certificate.'),
    name: Type.Optional(line(120, 'Name for people.')),
    address: Type.Optional(line(300, 'Postal address on one line.')),
    lat: Type.Optional(number(-90, 90, 'Latitude, degrees.')),
    lon: Type.Optional(number(-180, 180, 'Longitude, degrees.')),
    time_zone: Type.Optional(label(64, 'IANA time zone.')),
    region: Type.Optional(line(64, 'Region of the fleet.')),
    tags: Type.Optional(Type.Array(label(64, 'One tag.'), { maxItems: 32 })),
    contact: Type.Optional(Contact),
    consoles: Type.Optional(Type.Array(Console, { maxItems: 8 })),
    data_dir: matching(/^\/.*$/, 400, 'Where the agent keeps what it must not forget.'),
    broker: Broker,
    nvrs: Type.Array(Nvr, { minItems: 1, maxItems: 8 }),
    hubs: Type.Optional(Type.Array(Hub, { maxItems: 8, description: 'One bridge to each.' })),
    certificate: path("The site's certificate, PEM: its dates are watched."),
    disks: Type.Optional(Type.Array(matching(/^\/.*$/, 100, 'Mount point.'), { maxItems: 8, description: 'Disks of the router.' })),
    page: Type.Optional(Type.Object({ port: integer(1, 65_535, 'TCP port.'), host: Type.Optional(label(253, 'Address; loopback by default.')) }, closed)),
    low_data: flag('The uplink is metered.'),
    personal_data: Type.Optional(Personal),
    alerts: Type.Optional(Alerts),
  },
  closed,
);

export type SettingsFile = Omit<Static<typeof SettingsFile>, 'alerts'> & { readonly alerts?: AlertsFile };
export type NvrFile = SettingsFile['nvrs'][number];
