import type { SpecMutation } from '../spec/mutation.ts';

/* Sites' consoles in the window: what may be opened, shown, kept and recorded. */

const change = (n: number, file: string, test: string, find: string, replace: string): SpecMutation => ({
  rule: `FS-${n}`,
  file: `${file}.ts`,
  find,
  replace,
  test: `${test}.test.ts`,
});

export const mutations: readonly SpecMutation[] = [
  change(870, 'main/engine/site-consoles', 'main/engine/site-consoles', "site.adoption !== 'adopted' && site.adoption !== 'new'", 'false'),
  change(871, 'main/site-views/console-state', 'main/site-views/console-state', "state.phase === 'open' && !answers ? 'stalled'", "!answers ? 'stalled'"),
  change(872, 'main/site-views/placement', 'main/site-views/placement', 'Math.ceil(frameTop * zoom)', '0'),
  change(873, 'main/site-views/site-certificate', 'main/site-views/site-certificate', "if (pinned.length > 0) return 'changed';", ''),
  change(874, 'main/site-views/console-record', 'main/site-views/console-record', 'line.before === last;', 'true;'),
  change(875, 'main/site-views/console-record', 'main/site-views/console-record', 'filesIn(dir).slice(0, 1 - limits.files)', '[]'),
  change(876, 'main/site-views/view-keys', 'main/site-views/view-keys', "case '0':\n", ''),
  change(877, 'main/tunnel-settings', 'main/tunnel-settings', "!(typeof caFile === 'string' && chosen(caFile))", "typeof caFile !== 'string'"),
  change(878, 'main/tunnel-settings', 'main/tunnel-settings', 'viewers.find((one) => one.site === site) ?? ', ''),
  change(879, 'renderer/selectors/console-tabs', 'renderer/selectors/console-tabs', 'keys.at(at <= 0 ? -1 : at - 1)', 'keys[at - 1]'),
  change(880, 'renderer/i18n/tunnel-words', 'renderer/i18n/tunnel-words', 'days > KEY_EXPIRY_WARN_DAYS', 'days > 7'),
  change(881, 'main/site-views/calmly', 'main/site-views/calmly', '    if (again) return;\n', ''),
  change(882, 'main/console-arguments', 'main/console-arguments', 'value.length <= LONGEST_ID && ', ''),
  change(883, 'main/site-views/site-origin', 'main/site-views/site-origin', 'originOf(one) === origin', 'originOf(one).startsWith(origin)'),
  change(884, 'main/site-views/file-name', 'main/site-views/file-name', '\\p{Cf}', ''),
  change(885, 'main/site-views/document-headers', 'main/site-views/document-headers', "'sandbox allow-downloads ", "'sandbox allow-modals allow-downloads "),
  change(886, 'main/site-views/downloads', 'main/site-views/downloads', "if (item.getSavePath() !== '') answered();", 'answered();'),
  change(887, 'main/site-views/site-origin', 'main/site-views/site-origin', "  link.username = '';\n", ''),
];
