import { Type } from 'typebox';
import type { Static } from 'typebox';
import { MAX_TIME_MS, counter, integer, siteId } from './parts.ts';

/*
 * The envelope of contract §3: what every message of an agent carries. Property maps, to be spread into a message.
 */

export const version = () => Type.Literal(1, { description: 'Version of the contract. Another one: "needs a newer console".' });

/** Identity of a message's writer: part of every message, the last will included. */
export const IDENTITY = {
  v: version(),
  site: siteId('The site that speaks; must equal the site in the topic.'),
  boot: integer(
    1,
    Number.MAX_SAFE_INTEGER,
    'Life of the agent: max(stored + 1, Unix seconds at start if the clock is synchronised).',
  ),
  conn: counter('MQTT connects of the agent in this boot.'),
};

/** Of every message but the last will. */
export const ENVELOPE = {
  ...IDENTITY,
  seq: counter('States: one counter per boot. Events: one contiguous counter that goes on over boots.'),
  ts: integer(0, MAX_TIME_MS, 'Time of the agent; 0 while its clock reads before 2020. Never used for order.'),
};

/** Of every state: `ttl_s` tells from when on the value is shown with its age. */
export const STATE_ENVELOPE = {
  ...ENVELOPE,
  ttl_s: Type.Optional(
    integer(1, 31_536_000, 'Three times the cadence; older values are shown with their age. The link never uses it.'),
  ),
};

const Envelope = Type.Object(ENVELOPE);
/** What order, life and copies are judged by (contract §3). */
export type Envelope = Static<typeof Envelope>;
