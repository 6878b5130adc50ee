import { Type } from 'typebox';
import type { Static } from 'typebox';
import { KEEPS_FIELDS, lamport } from './desk-parts.ts';
import { version } from './envelope.ts';
import { MAX_TIME_MS, counter, integer, label, line, lines, matching, timeMs } from './parts.ts';
import { OPERATION_ID_PATTERN } from '../ids.ts';

/** Kinds of operation that this console knows; others are kept and passed on unread (contract §6). */
export const DESK_OPERATION_KINDS = ['ack', 'take', 'release', 'assign', 'note', 'snooze', 'resolve', 'undo'] as const;

const operationId = (description: string) => matching(OPERATION_ID_PATTERN, 19, description);

/** One action. Fields of other versions are kept: an operation has the same bytes on every console. */
export const DeskOperation = Type.Object(
  {
    n: lamport(),
    kind: label(48, 'ack · take · release · assign · note · snooze · resolve · undo; unknown kinds are kept.'),
    by: label(120, 'The operator.'),
    station: Type.Optional(line(120, 'The desk.')),
    ts: integer(0, MAX_TIME_MS, 'When, by the clock of that console; never used for order.'),
    saw: Type.Optional(operationId('take, assign, release: the operation of the owner that it replaced.')),
    to: Type.Optional(line(120, 'assign: the new owner.')),
    text: Type.Optional(lines(500, 'note, and others with a word: the text.')),
    until_ts: Type.Optional(timeMs('snooze: its end.')),
    rev: Type.Optional(counter('resolve: the revision it hides; the next one shows the alert again.')),
    of: Type.Optional(operationId('undo: the operation it removes from the fold.')),
  },
  { ...KEEPS_FIELDS, description: 'One action of an operator.' },
);
export type DeskOperation = Static<typeof DeskOperation>;

/** `_desk/alert/S/ID`: what people did with one alert. Merge = union by operation id (contract §6). */
export const DeskAlert = Type.Object(
  {
    v: version(),
    exp_ts: timeMs('The document ends then: 30 days after the close; also the MQTT message expiry.'),
    ops: Type.Record(Type.String({ pattern: OPERATION_ID_PATTERN.source }), DeskOperation, {
      additionalProperties: false,
      maxProperties: 5_000,
      description: 'Operations by `CONSOLE-K`, K counted by that console.',
    }),
  },
  KEEPS_FIELDS,
);
export type DeskAlert = Static<typeof DeskAlert>;
