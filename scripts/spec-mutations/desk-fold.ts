import { within } from '../spec/mutation.ts';
import type { SpecMutation } from '../spec/mutation.ts';

const desk = within('fleet/fold', 'adoption');

export const mutations: readonly SpecMutation[] = [
  desk('FS-360', 'adoption', '(shownNew || (!desk.judged && desk.sites.size === 0))', 'shownNew'),
  desk('FS-361', 'adoption', '  dropSurplus(draft);\n};', '};'),
  desk('FS-361', 'adoption', '!pendingAdmits(draft.totals.pending)) {', 'false) {'),
  desk('FS-362', 'adoption', '(shownNew || (!desk', '((!desk'),
  desk('FS-363', 'hubs', 'draft.connected.every((id) => quiet.includes(id))', 'quiet.length > 0'),
  desk('FS-364', 'desk-documents', '  if (document === known) return;\n', ''),
  desk('FS-365', 'desk-documents', 'if (isExpired(incoming, draft.at.wallTs) && known === undefined)', 'if (false)'),
  desk('FS-366', 'desk-adoption', 'own(sets, alert.id)', "own(sets, '')"),
];
