import { within } from '../spec/mutation.ts';
import type { SpecMutation } from '../spec/mutation.ts';

const certificate = within('fleet/fold', 'certificate');

export const mutations: readonly SpecMutation[] = [
  certificate('FS-230', 'certificate', "renewal?.result === 'failed' ? undefined : renewal?.planned_ts", 'renewal?.planned_ts'),
  certificate('FS-231', 'certificate', "if (step >= steps) return 'critical';", "if (step > steps) return 'critical';"),
  certificate('FS-232', 'certificate', 'lifeMs >= SHORT_LIFE_MS', 'lifeMs >= 0'),
  certificate('FS-233', 'console-alerts', 'rev: judged.step,', 'rev: 1,'),
  certificate('FS-234', 'schedule', '[judged.nextTs - draft.at.wallTs]', '[]'),
  certificate('FS-236', 'console-alerts', 'sameValue(known.values, judged.values)', 'true'),
  certificate('FS-235', 'certificate', 'stepsD !== undefined && stepsD.length > 0', 'false'),
];
