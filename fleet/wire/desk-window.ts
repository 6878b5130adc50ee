import { Type } from 'typebox';
import type { Static } from 'typebox';
import { DESK, KEEPS_FIELDS, Scope } from './desk-parts.ts';
import { integer, lines, matching, timeMs } from './parts.ts';

const Once = Type.Object(
  { from_ts: timeMs('Begin.'), to_ts: timeMs('End.') },
  { description: 'A window that opens once.' },
);

const Recurs = Type.Object(
  {
    weekdays: Type.Array(integer(1, 7, 'ISO day of the week, Monday is 1.'), {
      minItems: 1,
      maxItems: 7,
      description: 'Days on which it opens.',
    }),
    at: matching(/^(?:[01][0-9]|2[0-3]):[0-5][0-9]$/, 5, 'Opening time `HH:MM` in the time zone of each site.'),
    duration_s: integer(60, 604_800, 'How long it stays open.'),
  },
  { description: "A window that returns, in each site's own time zone." },
);

/** `_desk/window/ID`: maintenance; its alerts make no sound. Exactly one of `once` and `recurs` is expected. */
export const DeskWindow = Type.Object(
  {
    ...DESK,
    scope: Scope,
    once: Type.Optional(Once),
    recurs: Type.Optional(Recurs),
    reason: Type.Optional(lines(500, 'Why.')),
    gone: Type.Optional(Type.Boolean({ description: 'The window was removed; documents are never deleted (contract §8).' })),
  },
  KEEPS_FIELDS,
);
export type DeskWindow = Static<typeof DeskWindow>;
