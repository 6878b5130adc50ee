import { Type } from 'typebox';
import type { Static } from 'typebox';
import { version } from './envelope.ts';
import { label, line, matching, siteId, timeMs, word } from './parts.ts';

const base64url = (maxLength: number, description: string) => matching(/^[A-Za-z0-9_-]+$/, maxLength, description);

/** `S/cmd/req`: a command as a flattened JWS (RFC 7515 §7.2.2), EdDSA. Nothing in it counts before its signature does. */
export const CommandRequest = Type.Object({
  protected: base64url(1_024, 'Protected header: `alg` EdDSA and `kid`.'),
  payload: base64url(14_000, 'The command: base64url of the JSON described as CommandPayload.'),
  signature: base64url(128, 'Signature over protected header and payload.'),
});
export type CommandRequest = Static<typeof CommandRequest>;

/** The payload inside a CommandRequest. `exp_ts` is mandatory: a queued command arrives after the outage (contract §8). */
export const CommandPayload = Type.Object({
  v: version(),
  id: label(64, 'Id of the command; a second one with the same id is a duplicate.'),
  site: siteId('The one site that may run it.'),
  op: word('What to do.'),
  args: Type.Optional(Type.Record(Type.String(), Type.Unknown(), { description: 'Arguments; each op has its own.' })),
  issued_ts: Type.Optional(timeMs('When it was signed.')),
  exp_ts: timeMs('Not run after this moment.'),
  issuer: label(120, 'Who signed it.'),
  rollout: Type.Optional(line(128, 'The roll-out it belongs to.')),
});
export type CommandPayload = Static<typeof CommandPayload>;
