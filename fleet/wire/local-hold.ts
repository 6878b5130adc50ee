import { Type } from 'typebox';
import type { Static } from 'typebox';
import { version } from './envelope.ts';
import { line, timeMs } from './parts.ts';

/** `fleet/v1/local/hold`, on the site's own broker only: its user asks the agent to wait (contract §9). */
export const LocalHold = Type.Object({
  v: Type.Optional(version()),
  until_ts: timeMs('End of the hold.'),
  reason: Type.Optional(line(300, 'Why.')),
  by: Type.Optional(line(120, 'Who asked for it.')),
});
export type LocalHold = Static<typeof LocalHold>;
