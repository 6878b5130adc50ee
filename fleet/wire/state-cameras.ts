import { Type } from 'typebox';
import type { Static } from 'typebox';
import { STATE_ENVELOPE } from './envelope.ts';
import { label, line, number, nvrId, openEnum, timeMs } from './parts.ts';

const cameraState = (description: string) => Type.Optional(openEnum(['online', 'offline', 'disabled'], description));

const Camera = Type.Object({
  nvr: nvrId('The NVR that runs it.'),
  id: label(64, "Frigate's name of the camera."),
  name: Type.Optional(line(120, 'Name for people.')),
  detect: cameraState('Detection stream.'),
  record: cameraState('Recording.'),
  audio: cameraState('Audio stream.'),
  fps: Type.Optional(number(0, 1_000, 'Measured pictures per second.')),
  expected_fps: Type.Optional(number(0, 1_000, 'Configured pictures per second.')),
  since_ts: Type.Optional(timeMs('When the camera came into its present state.')),
});

/** `S/state/cameras`: every camera of the site. */
export const StateCameras = Type.Object({
  ...STATE_ENVELOPE,
  cameras: Type.Array(Camera, { maxItems: 64, description: 'All cameras, by NVR.' }),
});
export type StateCameras = Static<typeof StateCameras>;
