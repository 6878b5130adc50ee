import { Type } from 'typebox';
import type { Static } from 'typebox';
import { ENVELOPE } from './envelope.ts';
import { counter, label, line, nvrId, percent, timeMs } from './parts.ts';

const Count = Type.Object({
  nvr: nvrId('The NVR.'),
  camera: label(64, 'The camera.'),
  label: line(100, 'What was detected.'),
  n: counter('How often.'),
});

const CameraUp = Type.Object({
  nvr: nvrId('The NVR.'),
  camera: label(64, 'The camera.'),
  pct: percent('Share of the time that it delivered pictures.'),
});

/** `S/event/rollup`: a quarter of an hour in figures; history that survives an outage. */
export const EventRollup = Type.Object({
  ...ENVELOPE,
  from_ts: timeMs('Begin.'),
  to_ts: timeMs('End.'),
  counts: Type.Optional(Type.Array(Count, { maxItems: 256, description: 'Detections by camera and label.' })),
  cameras_up_pct: Type.Optional(Type.Array(CameraUp, { maxItems: 64, description: 'Time on line by camera.' })),
  alerts: Type.Optional(counter('Alerts opened.')),
});
export type EventRollup = Static<typeof EventRollup>;
