import { within } from '../spec/mutation.ts';
import type { SpecMutation } from '../spec/mutation.ts';

const fleet = within('fleet');
const engine = within('main/engine');
const main = within('main', 'saved-views');
const renderer = within('renderer');

export const mutations: readonly SpecMutation[] = [
  fleet('FS-700', 'status-series', 'offline + err + warn;', 'offline + err + warn + unknown;'),
  fleet('FS-700', 'status-series', '> 0 ? b : a', '< 0 ? b : a'),
  engine('FS-701', 'store/status-slots', 'forget.run(', 'forget.get(0, '),
  engine('FS-702', 'status-recorder', " || !Object.values(hubs).some(({ state }) => state === 'connected')", '', 'status-history'),
  fleet('FS-703', 'fold/site-view', 'site.kept.lowestBoot ?? to, accepted + 1', 'site.kept.lowestBoot ?? to, 0', 'fold/accept-router'),
  fleet('FS-703', 'desk/retired', "{ state: 'adopted', ...known,", "{ state: 'adopted',", 'fold/accept-router'),
  engine('FS-704', 'desk', '(known, author) => old && acceptedRouter(known, old, author)', '() => undefined', 'accept-router'),
  main('FS-705', 'settings', '    ...(views === undefined ? {} : { views }),\n', ''),
  main('FS-706', 'saved-views', ' || name === view.name', ''),
  renderer('FS-707', 'nav-store', 'go({ mode, filter, columns }, false);', 'go({ mode, filter }, false);'),
  renderer('FS-708', 'map/spread-pins', '(2 * Math.PI * index) / members.length', '(2 * Math.PI) / members.length'),
  renderer('FS-709', 'selectors/alert-list', '${site} ${kind} ${severity} ${source}', '${site} ${kind} ${source}'),
  renderer('FS-710', 'selectors/order', '[...shown, ...added]', '[...added, ...shown]'),
  main('FS-711', 'streets', 'if ((await streetsFault(path)) !== undefined) return undefined;', '', 'streets'),
  renderer('FS-712', 'map/street-archive', 'if (size > MOST_BYTES) {', 'if (size > 100 * MOST_BYTES) {'),
  renderer('FS-750', 'apply-frames', 'if (old && !touched.has(id))', 'if (old)', 'fleet-store'),
  renderer('FS-750', 'apply-frames', 'for (const id of removed) delete sites[id];', '', 'fleet-store'),
  renderer('FS-751', 'selectors/order', 'compare(order[middle]!, key) < 0', 'compare(order[middle]!, key) <= 0'),
  renderer('FS-755', 'map/card-place', ' || overlap(box, zoom)', '', 'map/map-parts'),
  renderer('FS-756', 'selectors/order', 'away ? before.seen : now', 'now'),
  renderer('FS-757', 'map/place-names', ' && !taken.some((one) => overlap(one, box))', '', 'map/street-names'),
  renderer('FS-759', 'selectors/answer', " && alerts[key].severity !== 'info'", ''),
  renderer('FS-960', 'selectors/still-scroll', 'if (offsetPx < 0)', 'if (offsetPx < -400)'),
  renderer('FS-960', 'selectors/still-scroll', 'offsetPx + viewPx - contentPx', 'offsetPx - contentPx'),
  renderer('FS-966', 'selectors/waiting-sites', 'shown[list].filter((id) => waits.has(id))', 'now[list]'),
  renderer('FS-973', 'i18n/reason-words', 'return unreadWords(t, code.slice(dot + 1));', 'return unreadWords(t, code);'),
  renderer('FS-974', 'map/share-marks', 'warn: (ctx, arc) => blocks(ctx, arc, 6.5, 2, 2)', 'warn: (ctx, arc) => line(ctx, arc, WIDTH_PX)', 'map/shapes'),
  renderer('FS-975', 'selectors/table-columns', 'if (!columns.every(', 'if (columns.length > 99 && !columns.every('),
  renderer('FS-976', 'map/paced', 'Math.max(0, WORDS_PACE_MS - sinceMs)', 'WORDS_PACE_MS'),
  renderer('FS-758', 'map/shapes', 'DRAW[look.status](ctx, palette);', 'DRAW.offline(ctx, palette);'),
];
