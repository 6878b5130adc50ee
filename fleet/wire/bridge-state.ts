import { Type } from 'typebox';
import type { Static } from 'typebox';

/** `$SYS/broker/connection/S/state`, written by the broker: plain text, not JSON. Anything else is no evidence. */
export const BridgeState = Type.Enum(['0', '1'], { description: '`1` the bridge is up, `0` it is down.' });
export type BridgeState = Static<typeof BridgeState>;
