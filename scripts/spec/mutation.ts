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
