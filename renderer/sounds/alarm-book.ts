import type { FleetTables } from '../../fleet/delta.ts';
import type { AlertKey, AlertRecord } from '../../fleet/model/alert.ts';
import { compareSeverity } from '../../fleet/model/status.ts';
import type { PictureChange } from '../fleet-picture.ts';

/** Severities that sound. */
export type Sounding = 'critical' | 'warning';

/** A critical alert calls again while nobody has it (visual §6). Real ms. */
export const CALL_AGAIN_MS = 20_000;
export const CALLS_MOST = 9;
/** Of what comes close together one sound is enough. */
const APART_MS = 2_000;

interface Heard {
  readonly severity: Sounding;
  readonly calls: number;
  readonly lastMs: number;
}

/** Somebody has it, or decided that it may wait. `nowTs`: fleet time. */
const isHandled = ({ handling, rev }: AlertRecord, nowTs: number): boolean =>
  handling !== undefined &&
  (handling.acked ||
    handling.owner !== undefined ||
    (handling.snoozedUntilTs ?? 0) > nowTs ||
    (handling.resolvedRev ?? -1) >= rev);

/** The severity by which an alert may sound now. The fold has judged backlog, maintenance and parents (`quiet`). */
export const soundingOf = (alert: AlertRecord, nowTs: number): Sounding | undefined => {
  const silent = alert.state !== 'open' || alert.quiet || alert.severity === 'info' || isHandled(alert, nowTs);
  return silent ? undefined : (alert.severity as Sounding);
};

/** Both clocks of a moment: fleet time, and real ms that only rises. */
export interface Moment {
  readonly ts: number;
  readonly ms: number;
}

/**
 * Which alerts were heard at this window, so that each sounds once for each severity it reaches; a critical one again
 * while nobody has it. What stood open before this window did is seen, not heard.
 */
export class AlarmBook {
  readonly #heard = new Map<AlertKey, Heard>();
  #sinceTs: number | undefined;
  #lastMs = -Infinity;
  #waiting: Sounding | undefined;

  /** Takes one drawn picture; answers what has to sound now, the worst of all that came. */
  learn(change: PictureChange, now: Moment): Sounding | undefined {
    const { alerts } = change.after.tables;
    const sinceTs = (this.#sinceTs ??= now.ts);
    const touched = change.all ? Object.keys(alerts) : (change.keys.alerts ?? []);
    for (const key of touched) this.#look(alerts[key], key, sinceTs, now);
    if (change.all) for (const key of this.#heard.keys()) if (alerts[key] === undefined) this.#heard.delete(key);
    return this.#due(now.ms);
  }

  /** Once a second: what calls again, and what waited for the sound before it. */
  tick(alerts: FleetTables['alerts'], now: Moment): Sounding | undefined {
    for (const [key, { severity, calls, lastMs }] of this.#heard) {
      const alert = alerts[key];
      if (severity !== 'critical' || calls >= CALLS_MOST || now.ms - lastMs < CALL_AGAIN_MS) continue;
      if (alert === undefined || soundingOf(alert, now.ts) !== 'critical') continue;
      this.#heard.set(key, { severity, calls: calls + 1, lastMs: now.ms });
      this.#ask('critical');
    }
    return this.#due(now.ms);
  }

  #look(alert: AlertRecord | undefined, key: AlertKey, sinceTs: number, now: Moment): void {
    if (alert === undefined || alert.state === 'closed') return void this.#heard.delete(key);
    const severity = soundingOf(alert, now.ts);
    const known = this.#heard.get(key);
    if (severity === undefined || (known !== undefined && compareSeverity(severity, known.severity) >= 0)) return;
    const isOld = known === undefined && alert.receivedTs < sinceTs;
    this.#heard.set(key, { severity, calls: isOld ? CALLS_MOST : 1, lastMs: now.ms });
    if (!isOld) this.#ask(severity);
  }

  #ask(severity: Sounding): void {
    if (this.#waiting !== 'critical') this.#waiting = severity;
  }

  #due(nowMs: number): Sounding | undefined {
    const severity = this.#waiting;
    if (severity === undefined || nowMs - this.#lastMs < APART_MS) return undefined;
    this.#waiting = undefined;
    this.#lastMs = nowMs;
    return severity;
  }
}
