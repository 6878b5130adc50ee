import { Type } from 'typebox';
import type { TEnum, TInteger, TNumber, TString, TUnsafe } from 'typebox';
import { CONSOLE_ID_PATTERN, DOCUMENT_ID_PATTERN, NVR_ID_PATTERN, SITE_ID_MAX_LENGTH, SITE_ID_PATTERN } from '../ids.ts';
import type { ConsoleId, NvrId, SiteId } from '../ids.ts';

/*
 * Building blocks of the schemas. Each takes the description that docs/protocol.md prints. The keyword `open` marks enums
 * whose unknown values are read as `unknown` and objects whose unknown fields are kept; `lines` marks strings that may
 * have several lines (decode keeps `\n`).
 */

/** Latest moment that a Date can hold; the far future is accepted up to here (contract §3). */
export const MAX_TIME_MS = 8_640_000_000_000_000;
/** Below this an epoch time is in seconds or from a clock that was never set: `bad_unit` (contract §3). */
export const MIN_TIME_MS = 100_000_000_000;
/** Greatest Lamport number that is believed (contract §6). */
export const MAX_LAMPORT = 1_000_000_000;

/** A closed list of words to which v1 may add: unknown ones are read as `unknown`, never as good (contract §2). */
export const openEnum = <const V extends readonly string[]>(values: V, description: string): TEnum<[...V, 'unknown']> =>
  Type.Enum([...values, 'unknown'], { open: true, description }) as unknown as TEnum<[...V, 'unknown']>;

/** One line of text for people. */
export const line = (maxLength: number, description: string): TString => Type.String({ maxLength, description });

/** Text that may have several lines. */
export const lines = (maxLength: number, description: string): TString => Type.String({ maxLength, lines: true, description });

/** A name that must not be empty. */
export const label = (maxLength: number, description: string): TString => Type.String({ minLength: 1, maxLength, description });

export const matching = (pattern: RegExp, maxLength: number, description: string): TString =>
  Type.String({ pattern: pattern.source, maxLength, description });

/** A word of the programs, such as an alert kind or an error code: lower case with underscores. */
export const word = (description: string): TString => matching(/^[a-z][a-z0-9_]{0,47}$/, 48, description);

export const siteId = (description: string): TUnsafe<SiteId> =>
  Type.Unsafe<SiteId>(matching(SITE_ID_PATTERN, SITE_ID_MAX_LENGTH, description));

export const nvrId = (description: string): TUnsafe<NvrId> => Type.Unsafe<NvrId>(matching(NVR_ID_PATTERN, 16, description));

export const consoleId = (description: string): TUnsafe<ConsoleId> =>
  Type.Unsafe<ConsoleId>(matching(CONSOLE_ID_PATTERN, 8, description));

/** An id that stands as one level of a desk topic. */
export const documentId = (description: string): TString => matching(DOCUMENT_ID_PATTERN, 128, description);

/** Epoch milliseconds UTC (contract §1). An agent whose clock is not set leaves it out. */
export const timeMs = (description: string): TInteger =>
  Type.Integer({ minimum: MIN_TIME_MS, maximum: MAX_TIME_MS, description });

export const integer = (minimum: number, maximum: number, description: string): TInteger =>
  Type.Integer({ minimum, maximum, description });

export const counter = (description: string): TInteger => integer(0, Number.MAX_SAFE_INTEGER, description);

export const number = (minimum: number, maximum: number, description: string): TNumber =>
  Type.Number({ minimum, maximum, description });

export const percent = (description: string): TNumber => number(0, 100, description);

export const seconds = (description: string): TNumber => number(0, 10_000_000_000, description);

export const megabytes = (description: string): TNumber => number(0, 1_000_000_000_000, description);

/** A full commit SHA, SHA-1 or SHA-256 (contract §1: commits are full SHAs). */
export const commit = (description: string): TString => matching(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, 64, description);

/** SHA-256 in hex, e.g. of a configuration or a certificate. */
export const sha256 = (description: string): TString => matching(/^[0-9a-f]{64}$/, 64, description);
