import { within, type SpecMutation } from '../spec/mutation.ts';

/* The tunnel process: states, openings, proxy, watchdog, clients. */

const rules = within('fleet/tunnel');
const proxy = within('main/tunnel/proxy', 'proxy');
const tunnel = within('main/tunnel');

export const mutations: readonly SpecMutation[] = [
  rules('FS-800', 'frigate-paths', '`/review?id=${encodeURIComponent(review)}`', '`/review?id=${review}`'),
  rules('FS-801', 'allow-list', "return (bare.endsWith('.') ? bare.slice(0, -1) : bare).toLowerCase();", 'return bare;'),
  rules('FS-802', 'allow-list', '(\\/[^#\\s]*|', '(\\/[^\\s]*|'),
  rules('FS-803', 'tailnet-state', "if (control === 'unreachable') return 'control_unreachable';", ''),
  rules('FS-804', 'tailnet-state', "isRelayGone(facts) ? 'relay_gone' : 'joined'", "'joined'"),
  rules('FS-805', 'opening-rules', "return fail('sign_in', 'key_expired');", "return { go: false, step: 'join' };"),
  rules('FS-806', 'opening-rules', "if (tailnet === 'relay_gone') return 'relay_gone';", ''),
  rules('FS-807', 'opening-rules', "canonicalHost(name).split('.')[0] === wanted", 'canonicalHost(name).startsWith(wanted)'),
  rules('FS-808', 'opening-rules', "case 'certificate_changed':\n    case 'certificate_invalid':\n    case 'no_console':\n    case 'too_many_open':\n      return false;", "case 'no_console':\n      return false;"),
  rules('FS-809', 'watchdog', 'LOST_PINGS_TO_STALL = 2', 'LOST_PINGS_TO_STALL = 1'),
  rules('FS-810', 'watchdog', 'ping.heardMs > ping.startMs', 'false'),
  rules('FS-811', 'watchdog', "ping.type === 'refused' || lost", 'lost'),
  proxy('FS-812', 'credentials', "timingSafeEqual(digest(header ?? ''), wanted)", 'header !== undefined'),
  proxy('FS-813', 'proxy', 'target === undefined || !allowed.has(targetKey(target))', 'target === undefined'),
  proxy('FS-814', 'headers', "'transfer-encoding', 'upgrade', 'expect'", "'transfer-encoding', 'expect'"),
  proxy('FS-815', 'proxy', 'requestTimeout: 0,', 'requestTimeout: 0, insecureHTTPParser: true,'),
  proxy('FS-816', 'forward', "headers['transfer-encoding'] !== undefined || ", ''),
  proxy('FS-817', 'connect', 'page.pipe(site);', 'page.pipe(site);\n  page.once("end", endBoth);'),
  proxy('FS-818', 'forward', 'if (!to.writableFinished) asked?.destroy();', ''),
  proxy('FS-819', 'forward', 'pipeline(response, to, (error) => {', "response.on('data', (bytes) => to.write(bytes));\n  response.once('end', () => to.end());\n  response.once('error', (error) => {"),
  proxy('FS-820', 'refusal', 'const body = `${code}\\n`;\n  to.writeHead', "const body = 'failed';\n  to.writeHead"),
  proxy('FS-821', 'forward', 'to.flushHeaders();', "to.flushHeaders();\n  response.setEncoding('latin1');"),
  {
    ...{ rule: 'FS-822', file: 'fleet/tunnel/tailnet-state.ts', test: 'main/tunnel/faults-relay.test.ts' },
    ...{ find: "isRelayGone(facts) ? 'relay_gone' : 'joined'", replace: "'joined'" },
  },
  tunnel('FS-823', 'site-console', 'await this.#sleep(RETRY_AFTER_MS);', 'return;', 'faults-relay'),
  tunnel('FS-824', 'site-console', 'const isRelayGone = ', 'const isRelayGone = performance.now() > 0 || ', 'faults-site'),
  tunnel('FS-825', 'site-console', 'failureOfDial(found.code,', "failureOfDial('EDIAL',", 'faults-site'),
  tunnel('FS-826', 'control-check', "() => 'unreachable' as const", "() => 'reachable' as const", 'faults-control'),
  tunnel('FS-828', 'tailnet', "if (code === 'EAUTHKEY') this.#refuseKey();", "if (code !== 'EAUTHKEY') this.#refuseKey();", 'faults-control'),
  tunnel('FS-829', 'tailnet', '{ wasJoined: true, signInPage: false }', '{ signInPage: false }', 'faults-control'),
  tunnel('FS-830', 'tailnet', '  #wantsLogin = false;\n  #told', '  #wantsLogin = true;\n  #told', 'faults-control'),
  tunnel('FS-831', 'tailnet', 'this.#restart = setTimeout(() => void this.#begin(), waitMs);', 'void waitMs;', 'faults-client'),
  tunnel('FS-832', 'choose-engine', 'recent.length >= CRASHES', 'recent.length > 99', 'faults-client'),
  tunnel('FS-833', 'wasm-program', 'go.exit = (code) => end(', 'go.exit = (code) => console.error(', 'faults-client'),
  tunnel('FS-835', 'state-file', 'values.clear();\n      clearTimeout(timer);', 'values.clear();\n      schedule(0);\n      return;', 'state-file'),
  tunnel('FS-836', 'state-file', "(read === 'unreadable' ? [UNREADABLE] : [])", '[]', 'state-file'),
  tunnel('FS-838', 'state-file', 'if (failure !== before) onWarning();', '', 'state-file'),
  tunnel('FS-839', 'wasm-websocket', 'const url = withControlPort(new URL(address), controlUrl);', "const url = withControlPort(new URL(address), controlUrl);\n      void fetch('http://192.0.2.9/').catch(() => undefined);", 'privacy'),
  tunnel('FS-840', 'tailnet', 'this.#store.erase();', '', 'process'),
  tunnel('FS-841', 'probe', 'return shown === pinned ? undefined', 'return pinned ? undefined', 'probe'),
  tunnel('FS-842', 'probe', "stream.once('end', () => fail('the site ended the connection without an answer'));", "stream.once('end', () => resolve({ ok: true, latencyMs }));", 'probe'),
  tunnel('FS-843', 'tailnet', 'this.#browseUrl = url;', '', 'sign-in'),
  tunnel('FS-844', 'native-engine', "caPem: config.ca ?? ''", "caPem: ''", 'private-ca'),
  tunnel('FS-845', 'control-check', 'const ask = controlFetch(ca);', "const ask = controlFetch(ca);\n  void fetch('http://192.0.2.9/').catch(() => undefined);", 'privacy'),
];
