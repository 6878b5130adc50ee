import type { AlertFold } from './site-fold.ts';

/** What is asked of a site's alerts with every message, found in one pass over them. */
export interface AlertIndex {
  /** Open console-made alerts by kind; there is at most one of each. */
  readonly console: Readonly<Record<string, AlertFold>>;
  readonly open: number;
  readonly closed: number;
  /** Earliest close among those still on the screens, and earliest end of a silent start; Infinity without one. */
  readonly firstClosedTs: number;
  readonly quietEnds: readonly number[];
}

const NO_ALERTS: AlertIndex = { console: {}, open: 0, closed: 0, firstClosedTs: Infinity, quietEnds: [] };

/** A map of alerts is never changed in place, so what was found in it stays true. */
const known = new WeakMap<ReadonlyMap<string, AlertFold>, AlertIndex>();

const indexOf = (alerts: ReadonlyMap<string, AlertFold>): AlertIndex => {
  const console: Record<string, AlertFold> = {};
  let open = 0;
  let firstClosedTs = Infinity;
  const quietEnds: number[] = [];
  for (const alert of alerts.values()) {
    if (alert.state === 'closed') firstClosedTs = Math.min(firstClosedTs, alert.closedTs ?? 0);
    else {
      open += 1;
      if (alert.source === 'console') console[alert.kind] = alert;
      if (alert.quietUntilTs !== undefined) quietEnds.push(alert.quietUntilTs);
    }
  }
  return { console, open, closed: alerts.size - open, firstClosedTs, quietEnds };
};

export const alertIndex = (alerts: ReadonlyMap<string, AlertFold>): AlertIndex => {
  if (alerts.size === 0) return NO_ALERTS;
  const found = known.get(alerts);
  if (found !== undefined) return found;
  const made = indexOf(alerts);
  known.set(alerts, made);
  return made;
};
