import { within } from '../spec/mutation.ts';
import type { SpecMutation } from '../spec/mutation.ts';

const site = within('agent/site');
const frigate = within('agent/site/frigate');
const simulator = within('agent/simulator');

const identity: readonly SpecMutation[] = [
  site('FS-600', 'identity', 'Math.max((stored ?? 0) + 1, seconds ?? 1)', 'seconds ?? (stored ?? 0) + 1'),
  site('FS-601', 'identity', "waitedMs < CLOCK_WAIT_MS ? 'wait' : 1", "waitedMs <= CLOCK_WAIT_MS ? 'wait' : 1"),
  site('FS-602', 'identity', 'ts: isClockSet(at.wallTs) ? at.wallTs : 0', 'ts: at.wallTs'),
  site('FS-603', 'identity', "conn, state: 'offline' }", "conn, seq: 0, state: 'offline' }"),
  site('FS-604', 'identity', 'ttl_s: CATALOGUE[kind].ttlS, ', ''),
  site('FS-605', 'outbox', 'let seq = lastSeq;', 'let seq = 0;'),
  site('FS-606', 'site-agent', 'this.#conn += 1;', 'this.#conn = 1;'),
  site('FS-607', 'alert-events', 'open: new Map(stored?.openAlerts.map(', 'open: new Map([].map(', 'site-agent'),
  site('FS-608', 'bridge-watch', 'this.#wantReplay(hub.provenSeq, monoMs);', ''),
  site('FS-609', 'bridge-watch', 'monoMs - mark.monoMs >= margin', 'true'),
  site('FS-610', 'outbox', 'dropped += count;', ''),
];

const reports: readonly SpecMutation[] = [
  site('FS-611', 'report', 'if (essence === sent.essence) return false;', ''),
  site('FS-612', 'report', "kind !== 'state/cameras' || look.at.monoMs - sent.monoMs >= gapMs", 'true'),
  site('FS-613', 'documents', ': { total: cameras.length };', ': { total: cameras.length, online: 0 };', 'report'),
  site('FS-614', 'documents', "severities.has('warning') ? 'warn'", "severities.size > 0 ? 'warn'", 'report'),
  site('FS-615', 'documents', 'truncated: open.length > OPEN_MAX', 'truncated: false', 'report'),
  site('FS-616', 'clean-observation', 'cpuPct: figure(sample.cpuPct, PERCENT)', 'cpuPct: sample.cpuPct', 'site-agent'),
  site('FS-617', 'probes', 'if (running.has(probe) || ', 'if ('),
];

const alerts: readonly SpecMutation[] = [
  site('FS-620', 'alert-step', 'at.monoMs - wait.sinceMonoMs >= afterMs', 'at.monoMs - wait.sinceMonoMs > afterMs'),
  site('FS-621', 'alert-step', 'wait.samples >= holdOff.minSamples && ', ''),
  site('FS-622', 'alert-step', "if (finding.verdict === 'good') return clear", "if (finding.verdict !== 'bad') return clear"),
  site('FS-624', 'alert-step', 'rev: alert.rev + 1, values: values ?? alert.values', 'rev: alert.rev, values: values ?? alert.values'),
  site('FS-625', 'alert-step', '...(prev === undefined ? {} : { prev }),', ''),
  site('FS-626', 'alert-step', 'up ? finding.holdOff.raiseAfterMs : finding.holdOff.clearAfterMs', 'finding.holdOff.clearAfterMs'),
  site('FS-627', 'alert-step', 'at.monoMs - wait.sinceMonoMs >= afterMs', 'at.wallTs - wait.sinceTs >= afterMs'),
  site('FS-628', 'alert-step', 'if (!named.has(key) && isGone(alert)) close(', 'if (false) close('),
];

const kinds: readonly SpecMutation[] = [
  site('FS-630', 'thresholds', 'cameraOffline: holdOff(60 *', 'cameraOffline: holdOff(50 *', 'alert-rules'),
  site('FS-631', 'nvr-state', '!camera.stats.invalid && camera.stats.fps !== null;', 'camera.stats.fps !== null;', 'alert-rules'),
  site('FS-632', 'thresholds', 'cameraFrozen: holdOff(5 *', 'cameraFrozen: holdOff(4 *', 'alert-rules'),
  site('FS-633', 'rules/camera-rules', "verdict: all && verdict === 'bad' ? 'unmeasured' : verdict", 'verdict', 'alert-rules'),
  site('FS-634', 'thresholds', 'recordingPathMissing: holdOff(0, 0)', 'recordingPathMissing: holdOff(0, 0, 1)', 'alert-rules'),
  site('FS-635', 'rules/disk-rules', 'if (hours < thresholds.diskFullInH && free', 'if (free', 'alert-rules'),
  site('FS-636', 'rules/disk-rules', '(recordingLeftH(trend) ?? Infinity) < diskRecordingLeftH', 'diskRecordingLeftH < 0', 'alert-rules'),
  site('FS-637', 'nvr-state', 'nvr.statsMonoMs === undefined || nvr.statsMonoMs < http.sinceMonoMs', 'true', 'alert-rules'),
  site('FS-638', 'thresholds', 'statsStaleMs: 150 *', 'statsStaleMs: 140 *', 'alert-rules'),
  site('FS-639', 'rules/nvr-rules', 'verdictOf(http?.reachable ? http.safeMode : undefined)', 'verdictOf(undefined)', 'alert-rules'),
  site('FS-640', 'rules/nvr-rules', "inferenceMs < fineMs ? 'good' : 'between'", "'good'", 'alert-rules'),
  site('FS-641', 'thresholds', 'hotC: 85', 'hotC: 86', 'alert-rules'),
  site('FS-642', 'thresholds', 'clockUnset: holdOff(10 *', 'clockUnset: holdOff(9 *', 'alert-rules'),
  site('FS-643', 'observed', 'return dropped > observed.dropped ?', 'return dropped !== observed.dropped ?', 'alert-rules'),
  site('FS-644', 'thresholds', 'bridgeRefusals: 3', 'bridgeRefusals: 2', 'alert-rules'),
  site('FS-645', 'rules/config-rules', '({ frozen }) => frozen', '() => false', 'alert-rules'),
];

const payloads: readonly SpecMutation[] = [
  frigate('FS-650', 'tolerant-json', 'replaced > 0 ? parse(mended) : undefined', 'undefined', 'stats-payload'),
  frigate('FS-651', 'stats-payload', 'invalid: fps !== figure', 'invalid: false'),
  frigate('FS-652', 'figures', ".replace(/%$/, '')", '', 'stats-payload'),
  frigate('FS-653', 'tolerant-json', "typeof value === 'object' && value !== null", 'value !== null', 'stats-payload'),
  frigate('FS-654', 'open-items', "const closed = items.closed.get(item.id);", 'const closed = undefined as ClosedItem | undefined;'),
  frigate('FS-655', 'open-items', 'monoMs - seenMonoMs > maxAgeMs', 'monoMs - seenMonoMs >= maxAgeMs'),
  frigate('FS-656', 'review-payload', 'endTs: endBeforeStart ? null : endTs', 'endTs'),
  frigate('FS-657', 'tracked-object-payload', "kind === 'plate' ? PLATE_MAX_CODE_POINTS : 200", '200'),
  frigate('FS-658', 'tracked-object-payload', 'if (eventId === null || camera === null)', 'if (camera === null)'),
  site('FS-660', 'frigate/nvr-items', 'objects: [...review.objects]', 'objects: [...review.labels]', 'site-agent'),
];

const simulation: readonly SpecMutation[] = [
  simulator('FS-670', 'bridge-adapter', "payload: '0', qos: 1, retain: true", "payload: '1', qos: 1, retain: true"),
  simulator('FS-671', 'bridge-adapter', 'for (const message of retained()) if', 'for (const message of []) if'),
  simulator('FS-672', 'bridge-queue', 'messages.length >= bounds.messages || ', ''),
  simulator('FS-675', 'hub-rights', 'return isOwnBridgeState(user.site, topic) ||', 'return true ||'),
  simulator('FS-676', 'demo-hub', 'user && maySubscribe(user, subscription.topic) ? subscription : null', 'subscription'),
  simulator('FS-677', 'demo-hub', "if (user.role === 'site' && client.id !== user.site)", 'if (false)'),
  simulator('FS-678', 'random', 'hash(name) ^ Math.imul(seed, 2_654_435_761)', 'Math.random() * 4e9', 'story'),
  simulator('FS-679', 'story', '{ at: 45, for: 1_200,', '{ at: 445, for: 1_200,', 'story-fold'),
  simulator('FS-680', 'story', '{ at: 2_400, for: 900,', '{ at: 2_400, for: 1_900,'),
  simulator('FS-681', 'story', "region: 'France', kind", "region: 'DACH', kind"),
  simulator('FS-682', 'scenarios', '(camera) => (camera.dark = false)', '(camera) => (camera.dark = true)', 'story-fold'),
  simulator('FS-683', 'simulated-probes', "model: 'Simulated router'", "model: 'Router'", 'simulation'),
  simulator('FS-684', 'command-line', "seed: { type: 'string' },", "seed: { type: 'string' }, password: { type: 'string' },"),
];

export const mutations: readonly SpecMutation[] = [...identity, ...reports, ...alerts, ...kinds, ...payloads, ...simulation];
