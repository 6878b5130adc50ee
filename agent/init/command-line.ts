import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { isPlainPath } from '../templates/places.ts';
import { InitProblem } from './init-io.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** Options and the words beside them; a mistyped option is told in words. */
export const parseWords = <const O extends Options>(args: readonly string[], options: O) => {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new InitProblem((error as Error).message);
  }
};

/** `--root PREFIX`: everything lies under it, for trying things out. */
export const rootOf = (value: string | undefined): string => {
  if (value === undefined || value === '/') return '';
  if (!isPlainPath(value)) throw new InitProblem('--root takes an absolute path without blanks or links, such as /tmp/try.');
  return value;
};

export const portOf = (value: string | undefined): number | undefined =>
  value === undefined ? undefined : /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;

/** Without a prefix the real system is set up, and only root may do that. */
export const demandRoot = (root: string): void => {
  if (root === '' && process.getuid?.() !== 0) throw new InitProblem('This sets up the system: run it with sudo, or with --root PREFIX to try it out.');
};
