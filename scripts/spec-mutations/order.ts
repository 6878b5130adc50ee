import { within } from '../spec/mutation.ts';
import type { SpecMutation } from '../spec/mutation.ts';

const order = within('fleet/fold', 'order');

export const mutations: readonly SpecMutation[] = [
  order('FS-60', 'site-fold', '[doc.body.boot, doc.body.seq];\n};\n\n/** The greatest', '[doc.body.boot, doc.body.ts];\n};\n\n/** The greatest'),
  order('FS-61', 'documents', 'count(draft, `old_boot:${site.id}`)', 'undefined'),
  order('FS-62', 'seen-ranges', 'if (known !== undefined && contains(known.ranges, seq)) return undefined;', ''),
  order('FS-63', 'seen-ranges', 'range[0] <= before[1] + 1', 'range[0] <= before[1]'),
  order('FS-64', 'documents', 'if (isHigherKnown(site, will) ||', 'if ('),
  order('FS-65', 'documents', 'conn <= kept.will.conn', 'conn < kept.will.conn'),
  order('FS-66', 'lower-boots', 'draft.at.monoMs - firstRiseMono >= LOWER_BOOT_APART_MS', 'true'),
  order('FS-67', 'lower-boots', 'seqBefore !== undefined && seq > seqBefore', 'seq >= (seqBefore ?? 0)'),
  order('FS-68', 'documents', 'count(draft, `retired:${site.id}`);\n    return retained', 'return retained'),
  order('FS-69', 'retire', '    reinstalledBoot: _accepted,\n', ''),
  order('FS-70', 'lower-boots', '...(lower.turned && { twoDevicesTs: wallTs })', ''),
  order('FS-71', 'lower-boots', '...(lower.turned && { twoDevicesTs: wallTs })', 'twoDevicesTs: wallTs'),
  order('FS-72', 'seen-ranges', 'before !== undefined && from > before + 1', 'false'),
  order('FS-73', 'seen-ranges', 'if (missing && !isListed(seen, boot, from - 1)) return true;', 'if (missing) return true;'),
  order('FS-74', 'clock', '> SKEW_MS ? -skew.minMs', '>= SKEW_MS ? -skew.minMs'),
  order('FS-75', 'tick', '> totals.live / 2;', '> totals.live;'),
  order('FS-76', 'clock', 'const clockUnset = body.ts === 0;', 'const clockUnset = false;'),
  order('FS-77', 'documents', 'const cleared = { ...site.kept.cleared, [kind]: known };', 'const cleared = site.kept.cleared;', 'bad-input'),
  order('FS-78', 'local-alerts', 'wallTs - ts < DEGRADED_WITHIN_MS', 'true', 'bad-input'),
  order('FS-79', 'documents', 'kept.newer.filter((other) => other !== kind)', 'kept.newer', 'bad-input'),
  order('FS-939', 'agent-alerts', 'if (known !== undefined) alerts.set(', 'if (false) alerts.set(', 'accept-router'),
  order('FS-939', 'retire', "draft.requests.push('reread')", 'undefined', 'accept-router'),
  order('FS-82', 'site-view', 'boot === kept.reinstalledBoot || isRetired(document, boot)', 'boot < 0'),
  order('FS-82', 'retire', 'filter(([, [boot]]) => !isGone(boot))', 'filter(() => true)'),
  order('FS-82', 'retire', 'listed !== undefined && !isGone(listed[0])', 'listed !== undefined'),
  order('FS-81', 'lower-boots', 'draft.at.wallTs - reinstalledTs < TWO_DEVICES_CLEAR_MS', 'true'),
  order('FS-83', 'clock', 'wallTs - before.nearTs > CORRECTED_AFTER_MS', 'false'),
  order('FS-80', 'counters', 'if (colon >= 0) return', 'if (colon > 99) return', 'bad-input'),
];
