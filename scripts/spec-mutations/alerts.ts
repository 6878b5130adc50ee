import { within } from '../spec/mutation.ts';
import type { SpecMutation } from '../spec/mutation.ts';

const alerts = within('fleet/fold', 'agent-alerts');

export const mutations: readonly SpecMutation[] = [
  alerts('FS-150', 'agent-alerts', 'event.rev < known.rev ||', ''),
  alerts('FS-151', 'agent-alerts', "  state: 'closed',\n  closedTs: shownTs(", "  state: 'open',\n  closedTs: shownTs("),
  alerts('FS-152', 'agent-alerts', "known?.state === 'closed' || isClosed(site, event.id)", "known?.state === 'closed'"),
  alerts('FS-153', 'agent-alerts', '} else if (told.rev > known.rev) {', '} else if (told.rev < known.rev) {'),
  alerts('FS-154', 'agent-alerts', 'if (isAfter(alert.order, listOrder(list))) continue;', ''),
  alerts('FS-155', 'agent-alerts', 'if (list.truncated === true) return next;', ''),
  alerts('FS-156', 'site-fold', 'a[0] > b[0] || (a[0] === b[0] && a[1] > b[1])', 'a[1] > b[1]'),
  alerts('FS-157', 'agent-alerts', 'const over = history && list.truncated !== true;', 'const over = false;'),
  alerts('FS-158', 'agent-alerts', 'known?.ownQuiet ?? (history || backlog)', 'history || backlog'),
  alerts('FS-159', 'clock', 'return draft.at.wallTs - ts - base;', 'return draft.at.wallTs - ts;'),
  alerts('FS-160', 'alert-view', 'return offline && alertKey(site.id, offline);', 'return undefined;'),
  alerts('FS-161', 'console-alerts', 'raised.rev ?? (before?.rev ?? 0) + 1', 'raised.rev ?? 1'),
  alerts('FS-162', 'site-fold', 'greatest = greaterOrder(greatest, topicOrder(site, kind as StateKind) ?? NO_ORDER);', 'greatest = topicOrder(site, kind as StateKind) ?? NO_ORDER;'),
  alerts('FS-163', 'desk-adoption', '!isAfter(order, closed)) continue;', '!isAfter(order, closed) || id !== alert.id) continue;'),
  alerts('FS-164', 'desk-adoption', '|| !isAfter(order, closed)) continue;', ') continue;'),
  alerts('FS-165', 'agent-alerts', 'alertIndex(site.alerts).open >= OPEN_MAX', 'alertIndex(site.alerts).open > OPEN_MAX'),
  alerts('FS-166', 'console-alerts', "?.off === true;", "?.off === false;"),
  alerts('FS-168', 'settle', 'index >= room ||', ''),
  alerts('FS-167', 'site-events', "if (kind === 'event/embedding') {", "if (kind === 'event/review') {"),
];
