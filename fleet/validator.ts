import { Compile } from 'typebox/schema';
import type { TSchema } from 'typebox';

/*
 * The one place that knows the schema library's compiler. Only processes that decode import it: a window with a strict
 * content security policy never does (docs/decisions/0002-validator.md).
 */

export type Check = (value: unknown) => boolean;

/** Compiles at the first message of a kind: start-up pays for nothing that never comes. */
export const lazyCheck = (schema: TSchema): Check => {
  let compiled: ReturnType<typeof Compile> | undefined;
  return (value) => (compiled ??= Compile(schema)).Check(value);
};
