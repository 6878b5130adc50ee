import { within } from '../spec/mutation.ts';
import type { SpecMutation } from '../spec/mutation.ts';

const site = within('agent/site');
const journal = within('agent/site/journal', 'journal');

export const mutations: readonly SpecMutation[] = [
  site('FS-925', 'bridge-watch', 'mark.drained || !this.#queue.known ? MARGIN_MS', 'mark.monoMs >= 0 ? MARGIN_MS'),
  site('FS-926', 'bridge-watch', 'if (this.#queue.known && !this.#queue.drained && ', 'if (false && '),
  site('FS-927', 'bridge-watch', 'hubs.length > 1 ? hubs : [ONLY]', '[ONLY]'),
  site('FS-928', 'event-sender', 'underWay.size > 0 ? Math.min(...underWay) - 1 : sentSeq', 'sentSeq'),
  journal('FS-930', 'segments', 'if (newest) this.#files.sync(newest.name);', ''),
  journal('FS-931', 'journal', 'Math.max(memory?.boot ?? 0, ...this.#log.segments.map((segment) => segment.boot))', 'memory?.boot ?? 0'),
  journal('FS-932', 'record', 'offset = bytes.indexOf(MARK, offset + 1);', 'break;'),
  journal('FS-933', 'journal', 'if (!this.#giveUpReserve()) return false;', 'return false;'),
  journal('FS-934', 'journal', 'this.#log.bytes > this.#bounds.maxBytes || ', ''),
  journal('FS-935', 'journal', ': undefined;\n  }\n\n  get depth', ': { boot: 1, eventSeq: 0, openAlerts: [], lastAlertIds: [] };\n  }\n\n  get depth'),
];
