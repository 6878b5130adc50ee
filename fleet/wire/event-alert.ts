import { Type } from 'typebox';
import type { Static } from 'typebox';
import { ALERT } from './alert-parts.ts';
import { ENVELOPE } from './envelope.ts';
import { documentId, line, number, openEnum } from './parts.ts';

const AlertValue = Type.Union([line(200, 'A name.'), number(-Number.MAX_VALUE, Number.MAX_VALUE, 'A figure.'), Type.Boolean()]);

/** `S/event/alert`: an alert of the agent opens, changes or closes. */
export const EventAlert = Type.Object({
  ...ENVELOPE,
  ...ALERT,
  op: openEnum(['open', 'update', 'close'], 'What happened; nothing reopens a closed alert.'),
  text: Type.Optional(line(500, 'English sentence, for kinds that a console does not know.')),
  values: Type.Optional(
    Type.Record(Type.String({ pattern: '^[a-z][a-z0-9_]{0,31}$' }), AlertValue, {
      maxProperties: 32,
      description: "Figures and names for the sentence in the operator's language.",
    }),
  ),
  prev: Type.Optional(documentId('Last alert of the same kind and object.')),
});
export type EventAlert = Static<typeof EventAlert>;
