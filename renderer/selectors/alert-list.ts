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
  /** How many of the children are of the row's own kind: three cameras of one site are one row. */
  readonly alike: number;
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
  return (
    compareSeverity(a.severity, b.severity) ||
    b.occurredTs - a.occurredTs ||
    (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
  );
}

export const makeAlertList = (alerts: Alerts): AlertList =>
  updateAlertList(emptyAlertList(), {}, alerts, Object.keys(alerts));

/** The list after `changed` alerts changed from `before` to `after`. */
export function updateAlertList(
  list: AlertList,
  before: Alerts,
  after: Alerts,
  changed: readonly AlertKey[],
): AlertList {
  const left: AlertKey[] = [];
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
    if (isActive(old)) left.push(key);
    if (isActive(now)) kept.push(key);
  }
  const order = mergeOrder(
    list.order,
    left,
    kept,
    (a, b) => compareAlerts(before[a]!, before[b]!),
    (a, b) => compareAlerts(after[a]!, after[b]!),
  );
  // A severity may change without a change of place, and rows of one kind belong together by it.
  return left.length + kept.length === 0 && !regroup ? list : { order, groups: groupAlerts(order, after) };
}

/**
 * A child whose parent is not active stands for itself, and so does one of a loop of parents: nothing is hidden under a
 * row that is not there.
 */
function groupAlerts(order: readonly AlertKey[], alerts: Alerts): readonly AlertGroup[] {
  const parentOf = (key: AlertKey): AlertKey | undefined => {
    const { parent } = alerts[key]!;
    return parent !== undefined && isActive(alerts[parent]) ? parent : undefined;
  };
  const children = new Map<AlertKey, AlertKey[]>();
  const top: AlertKey[] = [];
  for (const key of order) {
    const root = rootOf(key, parentOf);
    if (root === key) top.push(key);
    else (children.get(root) ?? newList(children, root)).push(key);
  }
  return foldAlike(top, alerts).map(({ key, alike }) => ({
    key,
    children: [...(children.get(key) ?? []), ...alike.flatMap((one) => [one, ...(children.get(one) ?? [])])],
    alike: alike.length,
  }));
}

/** Alerts of one kind at one site, as severe as each other, stand under the newest of them. */
function foldAlike(
  top: readonly AlertKey[],
  alerts: Alerts,
): readonly { readonly key: AlertKey; readonly alike: readonly AlertKey[] }[] {
  const heads = new Map<string, { readonly key: AlertKey; readonly alike: AlertKey[] }>();
  for (const key of top) {
    const { site, kind, severity, source } = alerts[key]!;
    const group = site === undefined ? key : `${site} ${kind} ${severity} ${source}`;
    const head = heads.get(group);
    if (head) head.alike.push(key);
    else heads.set(group, { key, alike: [] });
  }
  return [...heads.values()];
}

/** The outermost active parent: an outage inside an unstable link folds its own children into the link's row. */
function rootOf(key: AlertKey, parentOf: (key: AlertKey) => AlertKey | undefined): AlertKey {
  const seen = new Set([key]);
  let root = key;
  for (let next = parentOf(root); next !== undefined; next = parentOf(root)) {
    if (seen.has(next)) return key;
    seen.add(next);
    root = next;
  }
  return root;
}

function newList(lists: Map<AlertKey, AlertKey[]>, key: AlertKey): AlertKey[] {
  const list: AlertKey[] = [];
  lists.set(key, list);
  return list;
}
