import { Type } from 'typebox';
import type { Static } from 'typebox';
import { ENVELOPE } from './envelope.ts';
import { label, line, lines, openEnum, timeMs, word } from './parts.ts';

/** `S/cmd/ack`: one step in the life of a command; counts as an event (contract §3). */
export const CommandAck = Type.Object({
  ...ENVELOPE,
  id: label(64, "The command's id."),
  status: openEnum(
    ['received', 'running', 'done', 'failed', 'rejected', 'expired', 'duplicate'],
    'Where the command stands.',
  ),
  code: Type.Optional(word('Why.')),
  message: Type.Optional(line(500, 'In words, English.')),
  output: Type.Optional(lines(8_192, 'Tail of the output.')),
  started_ts: Type.Optional(timeMs('When it was begun.')),
  ended_ts: Type.Optional(timeMs('When it ended.')),
});
export type CommandAck = Static<typeof CommandAck>;
