/*
 * The watchdog of an opened console: does the site still answer through the tunnel? A site that goes away sends no FIN, so
 * without it a page of a dead site looks frozen. Times are monotonic ms.
 */

export const PING_EVERY_MS = 10_000;
export const PING_TIMEOUT_MS = 5_000;
/** In this state pings follow each other closely, so that a site that is back is seen within seconds. */
export const PING_AGAIN_MS = 1_000;
/** The tunnel survives a relay restart of a few seconds, and its connections with it: one lost ping ends nothing. */
const LOST_PINGS_TO_STALL = 2;

export interface Watch {
  readonly lost: number;
  readonly answers: boolean;
  /** Start of the first lost ping of this row: a connection that has brought nothing since then hangs. */
  readonly silentSinceMs?: number;
}

export type PingResult =
  | { readonly type: 'answered' }
  /** Nothing came within the time. `heardMs`: when any connection of the console last brought bytes. */
  | { readonly type: 'silent'; readonly startMs: number; readonly heardMs: number }
  /** It answers that nobody listens there, or the client has no way to it: no need to wait for a second ping. */
  | { readonly type: 'refused'; readonly startMs: number };

export const FRESH_WATCH: Watch = { lost: 0, answers: true };

/** The next state. `end`: connections without a byte since `silentSinceMs` are to be destroyed now. */
export const afterPing = (watch: Watch, ping: PingResult): { readonly watch: Watch; readonly end: boolean } => {
  // Bytes that came during the ping prove the site; a full uplink delays pings.
  if (ping.type === 'answered' || (ping.type === 'silent' && ping.heardMs > ping.startMs)) {
    return { watch: FRESH_WATCH, end: false };
  }
  const lost = watch.lost + 1;
  const stalls = ping.type === 'refused' || lost >= LOST_PINGS_TO_STALL;
  return {
    watch: { lost, answers: !stalls, silentSinceMs: watch.silentSinceMs ?? ping.startMs },
    end: stalls,
  };
};

/** Ms until the next ping. */
export const nextPingMs = ({ lost, answers }: Watch): number => {
  if (answers) return lost === 0 ? PING_EVERY_MS : 0;
  return PING_AGAIN_MS;
};
