import { within } from '../spec/mutation.ts';
import type { SpecMutation } from '../spec/mutation.ts';

const site = within('agent/site');
const frigate = within('agent/site/frigate');

const settings: readonly SpecMutation[] = [
  site('FS-900', 'settings-checks', "nvr.user !== undefined && !isLoopback(hostname)", 'nvr.user === undefined', 'settings-file'),
  site('FS-901', 'settings-agent', 'face: recognition?.face ?? false', 'face: true', 'settings-file'),
];

const items: readonly SpecMutation[] = [
  frigate('FS-902', 'source', 'this.#recall(memory?.seq ?? 0, monoMs);', '', 'source'),
  frigate('FS-903', 'open-items', 'return { items: closeItem(items, item.id, { monoMs, essence })', 'return { items: begin(items, item, monoMs).items', 'source'),
  frigate('FS-904', 'rollup', 'known.upMs + (isUp ? elapsedMs : 0)', 'known.upMs + elapsedMs'),
  frigate('FS-903', 'source', 'if (body) this.#save(monoMs);', ''),
  frigate('FS-905', 'recognitions', '!personal[kind] || ', ''),
  frigate('FS-905', 'recognitions', ' && faces.has(subLabel)', '', 'source'),
  frigate('FS-902', 'source', ' || this.#isOpen(key)', ''),
  frigate('FS-902', 'reconcile', 'found.length < limit || oldest >= until', 'true', 'never-ending'),
  frigate('FS-914', 'reconcile', 'gone.push(id);', ';', 'never-ending'),
  frigate('FS-915', 'item-memory', 'abandoned || ageMs < CLOSED_KEPT_MS', 'ageMs < CLOSED_KEPT_MS', 'never-ending'),
  frigate('FS-916', 'open-items', "if (known.essence === essence) return { items, meaning: 'none' };", '', 'never-ending'),
  frigate('FS-917', 'open-items', "return item.phase === 'genai' || item.phase === 'end' ? learn(items, item, closed, monoMs, essence) : { items, meaning: 'none' };", "return begin(items, item, monoMs);", 'never-ending'),
  frigate('FS-918', 'reconcile', 'question.openEvents, [...found.rows, ...running]', '[], [...found.rows, ...running]', 'never-ending'),
];

const http: readonly SpecMutation[] = [
  frigate('FS-906', 'http-answer', 'status === 502 || status === 503', 'status === 503', 'http-client'),
  frigate('FS-907', 'http-request', 'if (isPinned(socket, target)) return onSocket(socket);', 'return onSocket(socket);', 'http-client'),
  frigate('FS-908', 'http-login', 'running ??= logIn()', 'running = logIn()', 'http-client'),
  frigate('FS-909', 'http-login', 'if (refused && nowMs() < refused.untilMs && !isMended) return { fault: refused.fault };', '', 'http-client'),
  frigate('FS-910', 'http-probe', '(serverTs - newestTs) / 1_000', '(1_780_000_000_000 - newestTs) / 1_000'),
  frigate('FS-911', 'http-probe', 'if (known.continuous.has(camera)) ages.push', 'ages.push'),
];

const traffic: readonly SpecMutation[] = [
  site('FS-912', 'report', 'cameras.map(({ fps, ...rest }) => ({ ...rest, slow', 'cameras.map(({ fps, ...rest }) => ({ ...rest, fps, slow', 'traffic'),
  site('FS-913', 'report', "'state/cameras': 720_000,", '', 'traffic'),
  site('FS-920', 'nvr-state', "(nvr.statsMonoMs ?? Infinity) - STATUS_VALID_MS", '-Infinity', 'camera-status'),
  site('FS-919', 'frigate/http-probe', 'known.safeMode = config.safeMode;', 'known.safeMode = false;', 'several-nvrs'),
];

export const mutations: readonly SpecMutation[] = [...settings, ...items, ...http, ...traffic];
