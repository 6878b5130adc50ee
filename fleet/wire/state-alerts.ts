import { Type } from 'typebox';
import type { Static } from 'typebox';
import { ALERT } from './alert-parts.ts';
import { STATE_ENVELOPE } from './envelope.ts';
import { counter } from './parts.ts';

const OpenAlert = Type.Object(ALERT);
export type OpenAlert = Static<typeof OpenAlert>;

/** `S/state/alerts`: the open alerts of the agent; it heals every gap in the events. */
export const StateAlerts = Type.Object({
  ...STATE_ENVELOPE,
  open: Type.Array(OpenAlert, { maxItems: 100, description: 'Open alerts, worst first.' }),
  truncated: Type.Optional(Type.Boolean({ description: 'More alerts are open than are listed: absence closes nothing.' })),
  event_seq: Type.Optional(counter('Every alert event up to this `seq` is in the list.')),
});
export type StateAlerts = Static<typeof StateAlerts>;
