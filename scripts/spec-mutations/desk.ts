import type { SpecMutation } from '../spec/mutation.ts';

export const mutations: readonly SpecMutation[] = [
  {
    rule: 'FS-302',
    file: 'fleet/desk/operations.ts',
    find: 'Math.max(a.exp_ts, b.exp_ts)',
    replace: 'a.exp_ts',
    test: 'fleet/desk/operations.test.ts',
  },
];
