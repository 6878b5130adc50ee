import { Type } from 'typebox';
import type { Static } from 'typebox';
import { IDENTITY, STATE_ENVELOPE } from './envelope.ts';
import { MAX_TIME_MS, label, line, number, openEnum, timeMs, word } from './parts.ts';

const Clock = Type.Object(
  {
    synced: Type.Optional(Type.Boolean({ description: 'The system clock is synchronised.' })),
    source: Type.Optional(line(64, 'Where the time comes from, e.g. `ntp`, `rtc`, `none`.')),
    offset_ms: Type.Optional(number(-MAX_TIME_MS, MAX_TIME_MS, 'Last measured offset to the source.')),
  },
  { description: "The router's clock." },
);

/** `S/state/agent`: the agent's life (contract §2). */
export const StateAgent = Type.Object({
  ...STATE_ENVELOPE,
  state: openEnum(['init', 'online', 'stopping', 'offline'], 'Where the agent is in its life.'),
  version: Type.Optional(label(64, 'Version of the agent.')),
  started_ts: Type.Optional(timeMs('Start of this agent.')),
  os_boot_ts: Type.Optional(timeMs('Start of the operating system.')),
  caps: Type.Optional(Type.Array(word('One capability.'), { maxItems: 64, description: 'What this agent can do beyond v1.' })),
  clock: Type.Optional(Clock),
});
export type StateAgent = Static<typeof StateAgent>;

/** The last will on `S/state/agent`: the one message without `seq` and `ts` (contract §3). */
export const AgentWill = Type.Object({
  ...IDENTITY,
  state: Type.Literal('offline', { description: 'Always `offline`.' }),
});
export type AgentWill = Static<typeof AgentWill>;
