import { Type } from 'typebox';
import type { Static } from 'typebox';
import { ENVELOPE } from './envelope.ts';
import { integer, label, line, matching, number, nvrId, timeMs } from './parts.ts';

const Item = Type.Object({
  event_id: label(128, "Frigate's id of the tracked object."),
  nvr: nvrId('The NVR.'),
  camera: label(64, 'The camera.'),
  occurred_ts: Type.Optional(timeMs('When it was seen.')),
  label: Type.Optional(line(100, 'What was detected.')),
  vector: matching(/^[A-Za-z0-9+/]+={0,2}$/, 5_464, '`dims` signed bytes, base64.'),
});

/** `S/event/embedding`: a batch of picture embeddings, sent only where a site opted in. */
export const EventEmbedding = Type.Object({
  ...ENVELOPE,
  model: label(120, 'Model that made the vectors; only vectors of one model compare.'),
  dims: integer(1, 4_096, 'Length of each vector.'),
  scale: number(0, Number.MAX_VALUE, 'Component of the vector, scaled to length 1, = byte × scale.'),
  items: Type.Array(Item, { maxItems: 256, description: 'The batch.' }),
});
export type EventEmbedding = Static<typeof EventEmbedding>;
