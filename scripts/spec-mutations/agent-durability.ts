import { within } from '../spec/mutation.ts';
import type { SpecMutation } from '../spec/mutation.ts';

const site = within('agent/site');
const journal = within('agent/site/journal', 'journal');
const status = within('agent/status', 'status');
const fleet = within('fleet');
const rescue = within('agent/site/rescue', 'broker-rescue');
const probes = within('agent/site/probes', 'router-probes');

export const mutations: readonly SpecMutation[] = [
  {
    ...site('FS-685', 'event-sender', 'isConnected = true;\n      begin(outbox.provenSeq);', 'isConnected = true;'),
    test: 'agent/soak/model/simulated-soak.test.ts',
  },
  site('FS-925', 'bridge-watch', 'mark.drained || !this.#queue.known ? MARGIN_MS', 'mark.monoMs >= 0 ? MARGIN_MS'),
  site('FS-926', 'bridge-watch', 'if (this.#queue.known && !this.#queue.drained && ', 'if (false && '),
  site('FS-927', 'bridge-watch', 'hubs.length > 1 ? hubs : [ONLY]', '[ONLY]'),
  site('FS-928', 'event-sender', 'underWay.size > 0 ? Math.min(...underWay) - 1 : sentSeq', 'sentSeq'),
  site('FS-929', 'rules/gone', "observed.router?.disks !== undefined : owner?.stats !== undefined || owner === undefined", 'true : true', 'site-agent'),
  journal('FS-930', 'segments', 'if (newest) this.#files.sync(newest.name);', ''),
  journal('FS-931', 'journal', 'Math.max(memory?.boot ?? 0, ...this.#log.segments.map((segment) => segment.boot))', 'memory?.boot ?? 0'),
  journal('FS-932', 'record', 'offset = bytes.indexOf(MARK, offset + 1);', 'break;'),
  journal('FS-933', 'journal', 'if (!this.#giveUpReserve()) return false;', 'return false;'),
  journal('FS-934', 'journal', 'this.#log.bytes > this.#bounds.maxBytes || ', ''),
  journal('FS-935', 'journal', ': undefined;\n  }\n\n  get depth', ': { boot: 1, eventSeq: 0, openAlerts: [], lastAlertIds: [] };\n  }\n\n  get depth'),
  status('FS-937', 'doctor-report', 'if (counted === undefined) return {};', "if (counted === undefined) return { seen: '0 of 0 cameras, recording' };", 'doctor-report'),
  probes('FS-940', 'uplink', '...(Number.isFinite(average) ? { rttMs: average } : {})', 'rttMs: average', 'parsing'),
  probes('FS-941', 'processor', 'known.length > 0 ? Math.max(...known) : undefined', 'Math.max(0, ...known)'),
  probes('FS-942', 'bridge-sockets', 'return before === undefined ? [] : [sample(false)];', 'return [sample(true)];'),
  probes('FS-943', 'hub-refusals', '(await reachable(broker)) && (await reachable(hub))', 'await reachable(broker)'),
  probes('FS-944', 'hub-check', '/ALERT/.test(code) || isSecure', 'false'),
  site('FS-945', 'watchdog', 'limitMs / 3 : Infinity', 'limitMs : Infinity'),
  site('FS-946', 'mqtt-session', 'for (const answer of lost) answer(false);', 'for (const answer of lost) answer(true);'),
  {
    ...{ rule: 'FS-947', file: 'resources/site/blocao-broker-restart.service', find: 'StartLimitBurst=6', replace: 'StartLimitBurst=600' },
    test: 'agent/templates/templates.test.ts',
  },
  rescue('FS-948', 'broker-rescue', "voice === 'silent' ? (silentSinceMs ?? monoMs) : undefined", "voice === 'speaks' ? undefined : (silentSinceMs ?? monoMs)"),
  rescue('FS-949', 'rescue-plan', 'firstMs * 2 ** Math.min(inRow - 1, 10)', 'firstMs'),
  fleet('FS-950', 'check-code', '${site} ${boot} ${seq}', '${site} ${boot}'),
  status('FS-951', 'site-status', 'if (!writable) problems.push', 'if (false) problems.push'),
  status('FS-952', 'status-page', '<strong>${escapeHtml(text)}</strong>', '<strong>${text}</strong>'),
  status('FS-954', 'restart-words', 'Math.abs(nowTs - restarts.last_ts) > DAY_MS', 'nowTs < restarts.last_ts', 'restart-words'),
  status('FS-953', 'status-server', 'if (LOOPBACK.includes(host)) return true;', 'if (host) return true;'),
];
