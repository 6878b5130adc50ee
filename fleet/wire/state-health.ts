import { Type } from 'typebox';
import type { Static } from 'typebox';
import { STATE_ENVELOPE } from './envelope.ts';
import { counter, integer, label, line, megabytes, number, nvrId, openEnum, percent, seconds, word } from './parts.ts';

const cameraCount = (description: string) => Type.Optional(integer(0, 10_000, description));

const CameraCounts = Type.Object(
  {
    total: cameraCount('Cameras that the NVR is configured for.'),
    online: cameraCount('Cameras that deliver pictures.'),
    offline: cameraCount('Cameras that should deliver pictures and do not.'),
    disabled: cameraCount('Cameras switched off on purpose.'),
    recording: cameraCount('Cameras whose recording is being written.'),
  },
  { description: 'Cameras by state.' },
);

const HealthNvr = Type.Object({
  id: nvrId('Id of the NVR.'),
  state: openEnum(['up', 'stale', 'down', 'safe_mode'], '`stale`: it runs but its statistics are old.'),
  version: Type.Optional(line(64, 'Version of Frigate.')),
  uptime_s: Type.Optional(seconds('Since Frigate started.')),
  stats_age_s: Type.Optional(seconds('Age of the last statistics.')),
  cameras: Type.Optional(CameraCounts),
  detector_ms: Type.Optional(number(0, 1_000_000, 'Slowest detector, inference time.')),
});

const Disk = Type.Object({
  path: label(120, 'Mount point or recording path.'),
  total_mb: Type.Optional(megabytes('Size.')),
  free_mb: Type.Optional(megabytes('Free space.')),
  full_in_h: Type.Optional(number(0, 10_000_000, 'Hours until full at the present trend; absent without a trend.')),
});

const Wan = Type.Object(
  {
    rtt_ms: Type.Optional(number(0, 10_000_000, 'Round trip time.')),
    loss_pct: Type.Optional(percent('Lost probes.')),
  },
  { description: "The site's way to the hub." },
);

const Queue = Type.Object(
  {
    depth: Type.Optional(counter('Events that wait in the outbox.')),
    dropped: Type.Optional(counter('Events dropped since the agent started.')),
  },
  { description: "The agent's outbox." },
);

/** `S/state/health`: the minute's figures. */
export const StateHealth = Type.Object({
  ...STATE_ENVELOPE,
  level: openEnum(['ok', 'warn', 'err'], 'Worst open alert of the agent: critical is `err`, warning is `warn`, info is `ok`.'),
  reasons: Type.Optional(Type.Array(word('One open alert kind.'), { maxItems: 64, description: 'Open alert kinds.' })),
  nvrs: Type.Optional(Type.Array(HealthNvr, { maxItems: 8, description: 'The boxes with Frigate.' })),
  cpu_pct: Type.Optional(percent('CPU load of the router over all cores.')),
  mem_pct: Type.Optional(percent('Memory in use.')),
  temp_c: Type.Optional(number(-100, 300, 'Warmest sensor.')),
  disks: Type.Optional(Type.Array(Disk, { maxItems: 16, description: 'Disks that matter to recordings.' })),
  wan: Type.Optional(Wan),
  queue: Type.Optional(Queue),
});
export type StateHealth = Static<typeof StateHealth>;
