import { within, type SpecMutation } from '../spec/mutation.ts';

/* Screens, settings and diagnostics of the console. */

const fleet = within('fleet');
const platform = within('platform');
const engine = within('main/engine');
const main = within('main');
const renderer = within('renderer');

export const mutations: readonly SpecMutation[] = [
  fleet('FS-730', 'hub-health', "text !== '' && Number.isFinite(n) && n >= 0", "text !== ''"),
  platform('FS-731', 'http-proxy', "AUTHENTICATION_REQUIRED = 407", "AUTHENTICATION_REQUIRED = 401"),
  engine('FS-732', 'hub-test/advice', "(one === 'try_wss' && answers443", "(answers443 && !answers443", 'hub-test/test-hub'),
  engine('FS-732', 'hub-test/reach', "problem: outcome.problem.code", "problem: 'tcp_refused'", 'hub-test/test-hub'),
  main('FS-733', 'hub-secrets', '(await find(proxy)).password', '(await find(hub)).password', 'hub-proxy'),
  engine('FS-734', 'hub-figures', 'if (!retained && ts !== 0)', 'if (ts !== 0)'),
  engine('FS-735', 'hub-figures', 'monoMs - newest.monoMs > BEHIND_AFTER_MS', 'monoMs >= newest.monoMs'),
  engine('FS-736', 'hub-source', 'if (isHubHealthTopic(packet.topic)) {', 'if (this.id === undefined) {', 'diagnostics'),
  engine('FS-737', 'hub-source', 'code < REFUSED_FROM)) this', 'code > 0)) this', 'diagnostics'),
  main('FS-738', 'supervisor', 'void this.#life?.end(0);', '', 'supervisor-hang'),
  main('FS-739', 'watchdog', 'missed = slept ? 0 : missed + 1;', 'missed = missed + 1;', 'supervisor-hang'),
  fleet('FS-740', 'desk/rule-draft', 'gone: _gone, ...kept }', '...kept }'),
  engine('FS-741', 'desk', 'if (kept.ok) this.#enter(topic, document);', '', 'shared-rules'),
  engine('FS-742', 'store/writer', 'for (const { topic, n, console, rxTs, body } of batch.deskVersions)', 'for (const { topic, n, console, rxTs, body } of [] as typeof batch.deskVersions)', 'shared-rules'),
  engine('FS-743', 'shared-rules', "ways.length === 1 &&", "ways.length > 0 &&"),
  renderer('FS-744', 'selectors/rule-form', "replace(',', '.')", "replace(',', '')"),
  renderer('FS-745', 'sounds/alarm-book', 'calls: isOld ? CALLS_MOST : 1', 'calls: 1'),
  renderer('FS-745', 'sounds/alarm-book', '|| alert.quiet ||', '||'),
  renderer('FS-746', 'sounds/alarm-book', 'const APART_MS = 2_000;', 'const APART_MS = 0;'),
  renderer('FS-747', 'sounds/alarm-book', 'calls >= CALLS_MOST ||', ''),
  main('FS-748', 'transfer', 'mutedUntilTs: current.sounds.mutedUntilTs', 'volumePercent: parsed.sounds.volumePercent', 'sound-settings'),
  main('FS-749', 'secrets', "      return 'missing';", "      return 'present';"),
];
