/*
 * Bodies of the contract's documents as an ordinary site sends them: two NVRs, six cameras, about 600 to 800 bytes.
 */

const percent = (random: () => number): number => Math.round(random() * 1_000) / 10;

const REGIONS = ['north', 'south', 'east', 'west', 'coast'];

export const agentBody = (): object => ({
  state: 'online',
  version: '1.4.2',
  started_ts: 1_780_677_009_000,
  os_boot_ts: 1_780_676_900_000,
  caps: ['rollup', 'embedding'],
  clock: { synced: true, source: 'ntp', offset_ms: 3 },
});

export const placeBody = (site: string, random: () => number): object => ({
  name: `Warehouse ${site}`,
  address: 'Ring road 17, 12345 Sampletown',
  lat: Math.round((36 + random() * 22) * 10_000) / 10_000,
  lon: Math.round((-9 + random() * 38) * 10_000) / 10_000,
  time_zone: 'Europe/Berlin',
  region: REGIONS[Math.floor(random() * REGIONS.length)],
  tags: ['warehouse', 'night-shift'],
  contact: { name: 'Gate desk', phone: '+49 30 5550 0100', email: 'gate@site.example' },
});

const nvrHealth = (id: string, random: () => number): object => ({
  id,
  state: 'up',
  version: '0.17.2',
  uptime_s: Math.floor(random() * 1_000_000),
  stats_age_s: Math.floor(random() * 30),
  cameras: { total: 12, online: 12, offline: 0, disabled: 0, recording: 12 },
  detector_ms: percent(random),
});

/** `round` comes out as the record's `wan.rttMs`: a window tells by it which document it shows. */
export const healthBody = (round: number, random: () => number): object => ({
  level: 'ok',
  reasons: [],
  nvrs: [nvrHealth('nvr', random), nvrHealth('nvr-2', random)],
  cpu_pct: percent(random),
  mem_pct: percent(random),
  temp_c: 40 + Math.floor(random() * 30),
  disks: [
    { path: '/media/frigate', total_mb: 1_907_000, free_mb: Math.floor(random() * 1_000_000), full_in_h: 70 + Math.floor(random() * 200) },
    { path: '/', total_mb: 60_000, free_mb: Math.floor(random() * 60_000) },
  ],
  wan: { rtt_ms: round, loss_pct: 0 },
  queue: { depth: 0, dropped: 0 },
});

const CAMERAS = ['front_door', 'gate', 'yard', 'ramp', 'hall', 'roof'];

export const camerasBody = (random: () => number): object => ({
  cameras: CAMERAS.map((id) => ({ nvr: 'nvr', id, detect: 'online', record: 'online', audio: 'disabled', fps: percent(random) / 10, expected_fps: 5 })),
});

export const openListBody = (): object => ({ open: [], event_seq: 0 });

export const alertBody = (id: string, rev: number, op: 'open' | 'update' | 'close', random: () => number): object => ({
  id,
  rev,
  op,
  kind: 'camera_offline',
  severity: rev % 2 === 0 ? 'critical' : 'warning',
  object: 'camera:nvr/front_door',
  nvr: 'nvr',
  occurred_ts: 1_780_677_008_000,
  text: 'Camera front_door of nvr delivers no pictures.',
  values: { camera: 'front_door', seconds: Math.floor(random() * 10_000) },
});
