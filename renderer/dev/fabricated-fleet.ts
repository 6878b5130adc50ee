import type { FleetTables } from '../../fleet/delta.ts';
import type { SiteId } from '../../fleet/ids.ts';
import type { AlertRecord } from '../../fleet/model/alert.ts';
import type { HubRecord } from '../../fleet/model/hub.ts';
import type { SiteRecord } from '../../fleet/model/site.ts';
import type { Severity, SiteStatus } from '../../fleet/model/status.ts';

/* Fabricated sites for looking at the screens; the same places as in the mock-ups. Nothing here is shipped. */

const MINUTE = 60_000;
const PLACES = `BL-LIS-01|Lisboa Chiado|38.71|-9.14|Iberia|16
BL-LIS-02|Lisboa Oriente|38.77|-9.1|Iberia|22
BL-OPO-01|Porto Bolhão|41.15|-8.61|Iberia|14
BL-MAD-01|Madrid Gran Vía|40.42|-3.7|Iberia|24
BL-SVQ-01|Sevilla Nervión|37.38|-5.97|Iberia|12
BL-VLC-01|Valencia Colón|39.47|-0.38|Iberia|14
BL-WH-S|Zaragoza warehouse|41.65|-0.88|Iberia|26
BL-BCN-01|Barcelona Gràcia|41.4|2.16|Iberia|20
BL-PAR-01|Paris Haussmann|48.87|2.33|France|20
BL-LYS-01|Lyon Part-Dieu|45.76|4.86|France|14
BL-MRS-01|Marseille Prado|43.28|5.39|France|12
BL-BOD-01|Bordeaux Lac|44.88|-0.57|France|12
BL-BRU-01|Bruxelles Louise|50.83|4.36|Benelux|12
BL-AMS-01|Amsterdam Centrum|52.37|4.9|Benelux|14
BL-DUS-01|Düsseldorf Kö|51.22|6.78|DACH|14
BL-FRA-01|Frankfurt Zeil|50.11|8.68|DACH|16
BL-BER-01|Berlin Mitte|52.52|13.4|DACH|18
BL-WH-N|Hamburg warehouse|53.55|9.99|DACH|24
BL-MUC-01|München Marienplatz|48.14|11.58|DACH|16
BL-ZRH-01|Zürich Löwenplatz|47.38|8.54|DACH|12
BL-LAB-1|Lausanne lab|46.52|6.63|DACH|6
BL-VIE-01|Wien Neubau|48.2|16.35|DACH|14
BL-PRG-01|Praha Smíchov|50.07|14.4|East|12
BL-WAW-01|Warszawa Centrum|52.23|21.01|East|14
BL-STO-01|Stockholm Södermalm|59.31|18.07|Nordics|12
BL-CPH-01|København Vesterbro|55.67|12.55|Nordics|10
BL-MIL-01|Milano Brera|45.47|9.19|Italy|18
BL-ROM-01|Roma Prati|41.91|12.46|Italy|16
BL-LON-01|London Holborn|51.52|-0.12|UK|18
BL-DUB-01|Dublin Docklands|53.35|-6.24|UK|12`
  .split('\n')
  .map((line) => line.split('|') as [string, string, string, string, string, string]);

type SiteChange = Partial<SiteRecord> & { readonly status?: SiteStatus };

export function fabricatedSite(now: number, index: number, change: SiteChange = {}): SiteRecord {
  const round = Math.floor(index / PLACES.length);
  const [id, name, lat, lon, region, cameras] = PLACES[index % PLACES.length]!;
  const total = Number(cameras);
  // Further rounds spread around the towns, the same at every start.
  const drift = (salt: number): number => (round === 0 ? 0 : Math.sin(index * salt) * 1.6);
  return {
    id: (round === 0 ? id : `${id.replace(/-\d+$/, '')}-${String(round + 10)}`) as SiteId,
    name: round === 0 ? name : `${name} ${round + 1}`,
    adoption: 'adopted',
    status: 'ok',
    statusSinceTs: now - 3 * 60 * MINUTE,
    link: 'up',
    lastLifeTs: now - ((index * 7) % 55) * 1_000,
    bridges: { 'hub-1': 'up' },
    badges: [],
    lat: Number(lat) + drift(1.7),
    lon: Number(lon) + drift(2.9),
    region,
    tags: [],
    timeZone: 'Europe/Madrid',
    contact: { name: 'Front desk', phone: '+34 600 000 000' },
    nvrs: { total: 1, up: 1 },
    cameras: { total, online: total, disabled: 0, recording: total },
    wan: { rttMs: 18 + (index % 20), lossPct: 0 },
    openAlerts: { critical: 0, warning: 0, info: 0 },
    healthTs: now - 20_000,
    ...change,
  };
}

export function fabricatedAlert(
  now: number,
  site: string,
  kind: string,
  severity: Severity,
  ageMin: number,
  more: Partial<AlertRecord> = {},
): AlertRecord {
  const key = `${site}/${kind}-${more.object ?? 'site'}`;
  return {
    key,
    id: key,
    site: site as SiteId,
    source: 'agent',
    kind,
    severity,
    object: 'site',
    rev: 1,
    state: 'open',
    occurredTs: now - ageMin * MINUTE,
    receivedTs: now - ageMin * MINUTE,
    values: {},
    quiet: false,
    ...more,
  };
}

export const fabricatedHub = (now: number, n: number, more: Partial<HubRecord> = {}): HubRecord => ({
  id: `hub-${n}`,
  name: n === 1 ? 'hub-a' : 'hub-b',
  url: `mqtts://hub-${n}.customer.example:8883`,
  state: 'connected',
  sinceTs: now - 60 * MINUTE,
  protocol: 5,
  refused: [],
  readOnly: false,
  ...more,
});

function record<T>(list: readonly T[], key: (one: T) => string): Record<string, T> {
  return Object.fromEntries(list.map((one) => [key(one), one]));
}

const OUTAGE = (now: number): Readonly<Record<string, SiteChange>> => ({
  'BL-WH-N': {
    status: 'offline',
    statusSinceTs: now - 7 * MINUTE,
    link: 'down',
    lastLifeTs: now - 12 * MINUTE,
    topAlert: 'BL-WH-N/site_offline-site',
  },
  'BL-MUC-01': {
    status: 'err',
    statusSinceTs: now - 28 * MINUTE,
    topAlert: 'BL-MUC-01/no_recordings-nvr:nvr',
    diskFullInH: 1,
  },
  'BL-WAW-01': {
    status: 'warn',
    statusSinceTs: now - 13 * MINUTE,
    topAlert: 'BL-WAW-01/camera_offline-camera:nvr/dock2',
    cameras: { total: 14, online: 12, disabled: 0, recording: 12 },
  },
  'BL-LON-01': {
    status: 'warn',
    statusSinceTs: now - 49 * MINUTE,
    topAlert: 'BL-LON-01/disk_low-disk:/media/frigate',
    diskFullInH: 31,
  },
  'BL-BCN-01': { status: 'warn', statusSinceTs: now - 280 * MINUTE, topAlert: 'BL-BCN-01/certificate-site' },
  'BL-BOD-01': {
    status: 'maintenance',
    statusSinceTs: now - 45 * MINUTE,
    maintenanceUntilTs: now + 110 * MINUTE,
    cameras: { total: 12, online: 9, disabled: 0, recording: 9 },
  },
  'BL-CPH-01': { link: 'stale', lastLifeTs: now - 2 * MINUTE },
});

function outageAlerts(now: number): readonly AlertRecord[] {
  const cameras = Array.from({ length: 24 }, (_, index) =>
    fabricatedAlert(now, 'BL-WH-N', 'camera_offline', 'warning', 7, {
      object: `camera:nvr/dock${index}`,
      parent: 'BL-WH-N/site_offline-site',
      quiet: true,
    }),
  );
  return [
    fabricatedAlert(now, 'BL-WH-N', 'site_offline', 'critical', 7, { source: 'console' }),
    ...cameras,
    fabricatedAlert(now, 'BL-MUC-01', 'no_recordings', 'critical', 28, {
      object: 'nvr:nvr',
      handling: { acked: false, notes: 0, owner: { by: 'J. Weiss', console: '0000abcd', ts: now } },
    }),
    fabricatedAlert(now, 'BL-WAW-01', 'camera_offline', 'warning', 13, {
      object: 'camera:nvr/dock2',
      values: { camera: 'dock2', name: 'Dock 2' },
    }),
    fabricatedAlert(now, 'BL-WAW-01', 'camera_offline', 'warning', 12, {
      object: 'camera:nvr/ramp',
      values: { camera: 'ramp', name: 'Ramp east' },
    }),
    fabricatedAlert(now, 'BL-LON-01', 'disk_low', 'warning', 49, {
      object: 'disk:/media/frigate',
      values: { full_in_h: 31, free_pct: 8 },
    }),
    fabricatedAlert(now, 'BL-BCN-01', 'certificate', 'warning', 280, {
      source: 'console',
      values: { not_after_ts: now + 26.5 * 86_400_000, renewal: 'failed' },
    }),
    fabricatedAlert(now, 'BL-LAB-1', 'clock_skew', 'info', 70, { source: 'local', values: { skew_ms: 185_000 } }),
    fabricatedAlert(now, 'BL-ZRH-01', 'certificate', 'info', 360, {
      source: 'console',
      values: { not_after_ts: now + 60 * 86_400_000, planned_ts: now + 8 * 86_400_000 },
    }),
  ];
}

/** `count` sites with an outage in progress; `calm`: nothing wrong. */
export function fabricatedTables(now: number, count: number, calm: boolean): FleetTables {
  const outage = calm ? {} : OUTAGE(now);
  const sites = Array.from({ length: count }, (_, index) => {
    const site = fabricatedSite(now, index);
    const change = outage[site.id] ?? (calm || index < PLACES.length ? {} : strayTrouble(now, index));
    return { ...site, ...change } as SiteRecord;
  });
  return {
    sites: record(sites, (site) => site.id),
    alerts: record(calm ? [] : outageAlerts(now), (alert) => alert.key),
    hubs: record([fabricatedHub(now, 1), fabricatedHub(now, 2)], (hub) => hub.id),
    notices: {},
    counters: {},
  };
}

function strayTrouble(now: number, index: number): SiteChange {
  if (index % 41 === 0) return { status: 'offline', statusSinceTs: now - index * 1_000 };
  if (index % 97 === 0) return { status: 'err', statusSinceTs: now - index * 1_000 };
  if (index % 29 === 0) return { status: 'warn', statusSinceTs: now - index * 1_000 };
  if (index % 53 === 0)
    return { status: 'maintenance', statusSinceTs: now - index * 1_000, maintenanceUntilTs: now + 90 * MINUTE };
  return {};
}
