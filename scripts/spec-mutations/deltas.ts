import { within } from '../spec/mutation.ts';
import type { SpecMutation } from '../spec/mutation.ts';

const delta = within('fleet', 'reduce');

export const mutations: readonly SpecMutation[] = [
  delta('FS-250', 'fold/delta-of', 'for (const key in old) if (now[key] === undefined) into.removed.push(key);', ''),
  delta('FS-251', 'squash', '  into.removed.add(key);\n', ''),
  delta('FS-252', 'fold/settle', '|| !sameValue(record, next.record)) next', '|| record) next'),
  delta('FS-253', 'fold/agent-alerts', 'const alerts = new Map(site.alerts).set(alert.id, alert);', 'const alerts = (site.alerts as Map<string, AlertFold>).set(alert.id, alert);'),
  delta('FS-254', 'fold/documents', '{ ...kept.baseline, [kind]: order }', 'kept.baseline'),
  delta('FS-255', 'shard-map', 'array?.length === WIDTH ? array.slice() :', 'array?.length === WIDTH ? (array as T[]) :', 'shard-map'),
  delta('FS-256', 'squash', 'if (into.added.delete(key)) return;', 'into.added.delete(key);', 'squash'),
  delta('FS-257', 'diff', 'else if (!sameValue(known, record))', 'else if (known !== record)', 'squash'),
  delta('FS-258', 'fold/due', 'Math.ceil(dueMono / BUCKET_MS)', 'Math.floor(dueMono / BUCKET_MS)', 'fold/due'),
  delta('FS-259', 'fold/due', ', wheel.taken + 1)', ', 0)', 'fold/due'),
  delta('FS-261', 'fold/certificate', 'if (notAfterTs === undefined) return undefined;', "if (notAfterTs === undefined) throw new Error('no end');", 'reduce-fuzz'),
  delta('FS-262', 'own', 'record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined', 'record?.[key]', 'reduce-fuzz'),
  delta('FS-263', 'fold/documents', '!refills && !isAfter([body.boot, body.seq], known)', '!refills && false', 'reduce-fuzz'),
  delta('FS-264', 'fold/draft', 'draft.at = at;', ''),
  delta('FS-260', 'fold/tick', '  lookAtDue(draft);\n', '  settleAll(draft, (site) => ({ ...site }));\n', 'fold/due'),
];
