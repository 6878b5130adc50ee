import { Type } from 'typebox';
import type { Static } from 'typebox';
import { ENVELOPE } from './envelope.ts';
import { label, line, nvrId, openEnum, timeMs } from './parts.ts';

const names = (itemDescription: string, description: string) =>
  Type.Optional(Type.Array(line(100, itemDescription), { maxItems: 64, description }));

/** `S/event/review`: one review item of Frigate. */
export const EventReview = Type.Object({
  ...ENVELOPE,
  id: label(128, "Frigate's id of the item."),
  nvr: nvrId('The NVR.'),
  camera: label(64, 'The camera.'),
  phase: openEnum(['start', 'end', 'facts'], '`facts`: something was learned after the end.'),
  severity: openEnum(['alert', 'detection'], "Frigate's own two classes."),
  start_ts: Type.Optional(timeMs('Begin.')),
  end_ts: Type.Optional(timeMs('End; absent while it goes on.')),
  objects: names('One object.', 'Objects seen.'),
  labels: names('One label.', 'Sub-labels, e.g. names of known persons or plates.'),
  zones: names('One zone.', 'Zones entered.'),
  thumb: Type.Optional(line(300, "Path of the picture at the site's Frigate.")),
});
export type EventReview = Static<typeof EventReview>;
