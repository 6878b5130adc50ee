import { Type } from 'typebox';
import type { Static } from 'typebox';
import { severity } from './alert-parts.ts';
import { DESK, KEEPS_FIELDS } from './desk-parts.ts';
import { documentId, line, lines, siteId, timeMs, word } from './parts.ts';

const HandoverAlert = Type.Object({
  site: siteId('The site.'),
  id: documentId('The alert.'),
  kind: Type.Optional(word('Its kind.')),
  severity: Type.Optional(severity('Its severity.')),
  owner: Type.Optional(line(120, 'Who has it.')),
  snoozed_until_ts: Type.Optional(timeMs('End of its snooze.')),
});

/** `_desk/handover/ID`: a shift hand-over. */
export const DeskHandover = Type.Object(
  {
    ...DESK,
    station: Type.Optional(line(120, 'The desk.')),
    to: Type.Optional(line(120, 'The operator who takes over.')),
    from_ts: Type.Optional(timeMs('Begin of the shift.')),
    to_ts: Type.Optional(timeMs('End of the shift.')),
    text: Type.Optional(lines(4_000, 'What the next shift must know.')),
    alerts: Type.Optional(Type.Array(HandoverAlert, { maxItems: 500, description: 'Alerts handed over.' })),
  },
  KEEPS_FIELDS,
);
export type DeskHandover = Static<typeof DeskHandover>;
