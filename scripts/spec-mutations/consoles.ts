import type { SpecMutation } from '../spec/mutation.ts';

/* Sites' consoles in the window: what may be opened, shown, kept and recorded. */

const change = (n: number, file: string, test: string, find: string, replace: string): SpecMutation => ({
  rule: `FS-${n}`,
  file: `${file}.ts`,
  find,
  replace,
  test: `${test}.test.ts`,
});

export const mutations: readonly SpecMutation[] = [
  change(870, 'main/engine/site-consoles', 'main/engine/site-consoles', "site.adoption !== 'adopted' && site.adoption !== 'new'", 'false'),
];
