import type { AlertKey, AlertRecord } from '../../fleet/model/alert.ts';
import { compareSeverity } from '../../fleet/model/status.ts';
import { mergeOrder } from './order.ts';

export type Alerts = Readonly<Record<string, AlertRecord>>;

/** Active alerts: worst first, then the newest; those explained by another active one stand folded under it. */
export interface AlertList {
  readonly order: readonly AlertKey[];
  /** Top-level rows of `order`, with their folded children in the same order. */
  readonly groups: readonly AlertGroup[];
}

export interface AlertGroup {
  readonly key: AlertKey;
  readonly children: readonly AlertKey[];
}

export const emptyAlertList = (): AlertList => ({ order: [], groups: [] });

/** Open, and not resolved by somebody at this revision (contract §6: resolve hides until the next revision). */
export const isActive = (alert: AlertRecord | undefined): alert is AlertRecord =>
  alert !== undefined && alert.state === 'open' && (alert.handling?.resolvedRev ?? -1) < alert.rev;

/** Somebody has it: quiet on screen. Info never asks to be handled. */
export const isHandled = (alert: AlertRecord, now: number): boolean =>
  alert.severity === 'info' ||
  alert.handling?.owner !== undefined ||
  alert.handling?.acked === true ||
  (alert.handling?.snoozedUntilTs ?? 0) > now;

export function compareAlerts(a: AlertRecord, b: AlertRecord): number {
  return compareSeverity(a.severity, b.severity) || b.occurredTs - a.occurredTs || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}

export const makeAlertList = (alerts: Alerts): AlertList => updateAlertList(emptyAlertList(), {}, alerts, Object.keys(alerts));

/** The list after `changed` alerts changed from `before` to `after`. */
export function updateAlertList(list: AlertList, before: Alerts, after: Alerts, changed: readonly AlertKey[]): AlertList {
  const moved = new Set<AlertKey>();
  const kept: AlertKey[] = [];
  let regroup = false;
  for (const key of changed) {
    const old = before[key];
    const now = after[key];
    if (!isActive(old) && !isActive(now)) continue;
    if (isActive(old) && isActive(now) && compareAlerts(old, now) === 0) {
      regroup ||= old.parent !== now.parent;
      continue;
    }
    moved.add(key);
    if (isActive(now)) kept.push(key);
  }
  const order = mergeOrder(list.order, moved, kept, (a, b) => compareAlerts(after[a]!, after[b]!));
  return order === list.order && !regroup ? list : { order, groups: groupAlerts(order, after) };
}

/** A child whose parent is not active stands for itself: nothing is hidden under a row that is not there. */
function groupAlerts(order: readonly AlertKey[], alerts: Alerts): readonly AlertGroup[] {
  const children = new Map<AlertKey, AlertKey[]>();
  const top: AlertKey[] = [];
  for (const key of order) {
    const parent = alerts[key]!.parent;
    if (parent !== undefined && parent !== key && isActive(alerts[parent])) {
      const siblings = children.get(parent);
      if (siblings) siblings.push(key);
      else children.set(parent, [key]);
    } else {
      top.push(key);
    }
  }
  return top.map((key) => ({ key, children: gather(key, children, 0) }));
}

/** Grandchildren fold into the same row (an outage inside an unstable link); depth is bounded against a loop of parents. */
function gather(key: AlertKey, children: ReadonlyMap<AlertKey, readonly AlertKey[]>, depth: number): readonly AlertKey[] {
  const direct = children.get(key);
  if (!direct || depth > 3) return [];
  return direct.flatMap((child) => [child, ...gather(child, children, depth + 1)]);
}
