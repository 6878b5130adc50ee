import { within } from '../spec/mutation.ts';
import type { SpecMutation } from '../spec/mutation.ts';

const engine = within('main/engine');

export const mutations: readonly SpecMutation[] = [
  engine('FS-500', 'desk-log', 'await this.#write(asLine(logged));', 'void this.#write(asLine(logged));'),
  engine('FS-501', 'desk-log', 'if (line === undefined) unreadable += 1;', 'if (line === undefined) break;'),
  engine('FS-502', 'desk-log', 'if (this.#bytes > this.#limits.compactBytes)', 'if (this.#bytes < 0)'),
  engine('FS-510', 'desk-sync', '{ qos: 1, retain: true, ...expiry }', '{ qos: 1, retain: true }'),
  engine('FS-511', 'desk-sync', 'for (const topic of this.#documents.keys()) this.#touched.add(topic);', '', 'desk'),
  engine('FS-512', 'desk-sync', 'received(this.#shared(found.topic),', 'received(unsharedDocument(),', 'desk'),
  engine('FS-513', 'desk-hubs', '&& !hub.readOnly &&', '&&', 'desk-sync'),
  engine('FS-514', 'desk-sync', 'messageExpiryS((known as DeskAlert).exp_ts, clock.wallTs(), clock.speed)', '99', 'desk'),
  engine('FS-515', 'desk-sync', "if (waiting?.jitter === 'own' || waiting?.jitter === jitter) return;", 'if (waiting !== undefined) return;'),
  engine('FS-516', 'desk-sync', 'target.inFlight >= IN_FLIGHT_MAX', 'target.inFlight > IN_FLIGHT_MAX'),
  engine('FS-517', 'desk-sync', 'if (later !== undefined) this.#documents', 'if (later === set) this.#documents'),
  engine('FS-518', 'desk-sync', "answer.outcome === 'ok' && document", "answer.outcome !== 'refused' && document"),
  engine('FS-519', 'desk-sync', 'if (this.#isSilent) return;', ''),
  engine('FS-520', 'desk', 'const kept = checked.ok ? await this.#parts.actions.append({ topic, document }) : checked;', 'const kept = checked;', 'adopt'),
  { rule: 'FS-520', file: 'fleet/desk/adoption.ts', find: '{ ...known, v: 1,', replace: '{ v: 1,', test: 'main/engine/adopt.test.ts' },
];
