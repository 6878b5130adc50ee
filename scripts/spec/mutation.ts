/**
 * One line of one file, changed so that a rule no longer holds: the rule's test must then fail. `find` occurs exactly once
 * in `file`; paths are relative to the clone. A title in `test` contains `FS-n:`.
 */
export interface SpecMutation {
  readonly rule: `FS-${number}`;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  readonly test: string;
}

/** Makes mutations of one folder: `file` and `test` are names in it without their endings; the test is the file's own or `usual`. */
export const within =
  (folder: string, usual?: string) =>
  (rule: SpecMutation['rule'], file: string, find: string, replace: string, test = usual ?? file): SpecMutation => ({
    rule,
    file: `${folder}/${file}.ts`,
    find,
    replace,
    test: `${folder}/${test}.test.ts`,
  });
