import { Type } from 'typebox';
import type { Static } from 'typebox';
import { STATE_ENVELOPE } from './envelope.ts';
import { label, line, openEnum, timeMs } from './parts.ts';

const Renewal = Type.Object(
  {
    planned_ts: Type.Optional(timeMs('Next renewal; absent where none is configured.')),
    last_ts: Type.Optional(timeMs('Last attempt.')),
    result: Type.Optional(openEnum(['ok', 'failed'], 'How the last attempt ended.')),
    error: Type.Optional(line(300, 'Why the last attempt failed.')),
  },
  { description: 'Renewal by the agent.' },
);

/** `S/state/cert`: the certificate that the site shows to the hub. */
export const StateCert = Type.Object({
  ...STATE_ENVELOPE,
  subject: Type.Optional(line(300, 'Subject; its CN is the site id.')),
  issuer: Type.Optional(line(300, 'Issuer.')),
  serial: Type.Optional(label(64, 'Serial number, lower case hex; part of the id of the certificate alert.')),
  fingerprint: Type.Optional(line(95, 'SHA-256 over the certificate, hex.')),
  not_before_ts: Type.Optional(timeMs('Valid from.')),
  not_after_ts: Type.Optional(timeMs('Valid until.')),
  renewal: Type.Optional(Renewal),
});
export type StateCert = Static<typeof StateCert>;
