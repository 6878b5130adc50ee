import type { DeskAlert } from '../wire/desk-alert.ts';
import { isExpired } from './operations.ts';

const DAY_MS = 86_400_000;
/** A set outlives the close of its alert by this long (contract §6 "Expiry"; a setting). */
export const KEEP_AFTER_CLOSE_MS = 30 * DAY_MS;
/** While an alert is open its set is renewed once in this long. */
export const RENEW_EVERY_MS = 7 * DAY_MS;

/**
 * `exp_ts` for a set that is new or renewed at `wallTs`. It lies a week further than it must, so that a weekly renewal keeps
 * it at least `keepMs` ahead; whole days, so that consoles which renew at once write the same bytes.
 */
export const expiryFrom = (wallTs: number, keepMs: number = KEEP_AFTER_CLOSE_MS): number =>
  Math.ceil((wallTs + keepMs + RENEW_EVERY_MS) / DAY_MS) * DAY_MS;

/**
 * The set with a later `exp_ts` where its alert is open and a week has passed, else undefined. A set past its `exp_ts` is
 * over and never renewed: nobody republishes it (contract §6).
 */
export const renewed = (set: DeskAlert, wallTs: number, keepMs: number = KEEP_AFTER_CLOSE_MS): DeskAlert | undefined =>
  isExpired(set, wallTs) || set.exp_ts - wallTs >= keepMs ? undefined : { ...set, exp_ts: expiryFrom(wallTs, keepMs) };

/**
 * MQTT message expiry interval in seconds for a document that ends at `expTs`; the broker lives in real time, so a fleet
 * clock that runs `speed` times as fast ends sooner there. Undefined past the end: such a document is not published.
 */
export const messageExpiryS = (expTs: number, wallTs: number, speed: number): number | undefined =>
  expTs <= wallTs ? undefined : Math.min(0xffff_ffff, Math.ceil((expTs - wallTs) / 1_000 / speed));
