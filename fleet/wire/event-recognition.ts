import { Type } from 'typebox';
import type { Static } from 'typebox';
import { ENVELOPE } from './envelope.ts';
import { label, nvrId, openEnum, timeMs, number } from './parts.ts';

/** `S/event/recognition`: a plate, face or class; personal data, sent only where a site opted in. */
export const EventRecognition = Type.Object({
  ...ENVELOPE,
  kind: openEnum(['plate', 'face', 'class'], 'What was recognised.'),
  event_id: label(128, "Frigate's id of the tracked object."),
  nvr: nvrId('The NVR.'),
  camera: label(64, 'The camera.'),
  occurred_ts: Type.Optional(timeMs('When it was seen.')),
  value: label(64, 'Plate, name or class.'),
  known: Type.Optional(Type.Boolean({ description: 'The value is on a list of the site.' })),
  score: Type.Optional(number(0, 1, 'Confidence.')),
});
export type EventRecognition = Static<typeof EventRecognition>;
