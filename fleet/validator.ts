import { Compile } from 'typebox/compile';
import type { TSchema } from 'typebox';

/*
 * The one place that knows the schema library's compiler. Only processes that decode import it: a window with a strict
 * content security policy never does (docs/decisions/0002-validator.md).
 */

export interface Validator {
  readonly check: (value: unknown) => boolean;
  /** Where it first fails and on what, at most 120 characters, without values of the message. */
  readonly fault: (value: unknown) => string;
}

const MAX_FAULT_LENGTH = 120;

const faultIn = (compiled: ReturnType<typeof Compile>, value: unknown): string => {
  const [first] = compiled.Errors(value);
  if (first === undefined) return 'unknown';
  const path = first.instancePath === '' ? '/' : first.instancePath;
  return `${path} ${first.keyword}`.replace(/[^\u0020-\u007e]/g, '?').slice(0, MAX_FAULT_LENGTH);
};

/** Compiles at the first message of a kind: start-up pays for nothing that never comes. */
export const lazyValidator = (schema: TSchema): Validator => {
  let compiled: ReturnType<typeof Compile> | undefined;
  const use = () => (compiled ??= Compile(schema));
  return {
    check: (value) => use().Check(value),
    fault: (value) => faultIn(use(), value),
  };
};
