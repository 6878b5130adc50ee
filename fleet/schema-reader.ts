import type { TSchema } from 'typebox';
import { cleanLine, cleanLines } from './text.ts';
import type { Keywords } from './schema-keywords.ts';

/*
 * Turns what JSON.parse made into what the schema speaks of (contract §1, §2, §7): only known fields, null read as absent,
 * unknown words of open enums read as `unknown`, strings clean. Copies only where something must change: a document of our
 * own agents passes through as it is.
 */

/** Returns the same reference where nothing had to change. Never throws; a wrong type is left for the validator. */
export type Reader = (value: unknown) => unknown;

type Members = Record<string, unknown>;

const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Members of other versions are kept under clean names only; none of them can reach a prototype. */
const isKeptName = (key: string): boolean => key !== '__proto__' && cleanLine(key) === key;

/** Values of other versions are kept whole, and cleaned all the same. */
const readAnything: Reader = (value) => {
  if (typeof value === 'string') return cleanLines(value);
  if (Array.isArray(value)) return value.map(readAnything);
  if (!isMembers(value)) return value;
  const kept: Members = {};
  for (const key of Object.keys(value)) if (isKeptName(key)) kept[key] = readAnything(value[key]);
  return kept;
};

/** How one member is read: a reader, `pass` for values that need none, or undefined for members that are dropped. */
type MemberReader = (key: string) => Reader | 'pass' | undefined;

/**
 * Members as the table says, in the order of the source; the source itself where nothing changes. `__proto__`, which would
 * become the copy's prototype, is never one of them.
 */
const readMembers =
  (readerOf: MemberReader): Reader =>
  (value) => {
    if (!isMembers(value)) return value;
    let copy: Members | undefined;
    for (const key in value) {
      const member = value[key];
      const reader = member === null || key === '__proto__' ? undefined : readerOf(key);
      const read = reader === undefined ? undefined : reader === 'pass' ? member : reader(member);
      if (copy === undefined && read !== member) copy = membersBefore(value, key);
      if (copy !== undefined && read !== undefined) copy[key] = read;
    }
    return copy ?? value;
  };

const membersBefore = (source: Members, end: string): Members => {
  const copy: Members = {};
  for (const key in source) {
    if (key === end) break;
    copy[key] = source[key];
  }
  return copy;
};

const readItems =
  (item: Reader, maxItems: number): Reader =>
  (value) => {
    // Too long is refused by the validator; nothing is gained by reading it.
    if (!Array.isArray(value) || value.length > maxItems) return value;
    const source: readonly unknown[] = value;
    let copy: unknown[] | undefined;
    for (let at = 0; at < source.length; at += 1) {
      const read = item(source[at]);
      if (copy === undefined && read !== source[at]) copy = source.slice(0, at);
      if (copy !== undefined) copy.push(read);
    }
    return copy ?? value;
  };

const readOpenEnum =
  (words: readonly unknown[]): Reader =>
  (value) =>
    typeof value === 'string' && !words.includes(value) ? 'unknown' : value;

const readString =
  (clean: (text: string) => string): Reader =>
  (value) =>
    typeof value === 'string' ? clean(value) : value;

const objectReader = (schema: Keywords, plain: boolean): Reader => {
  const readers = new Map<string, Reader | 'pass'>();
  for (const [key, member] of Object.entries(schema.properties ?? {})) readers.set(key, makeReader(member, plain) ?? 'pass');
  if (schema.open !== true) return readMembers((key) => readers.get(key));
  return readMembers((key) => readers.get(key) ?? (isKeptName(key) ? readAnything : undefined));
};

const recordReader = (schema: Keywords, plain: boolean): Reader => {
  const [pattern = '', member = {}] = Object.entries(schema.patternProperties ?? {})[0] ?? [];
  const allowed = new RegExp(pattern);
  const reader = makeReader(member, plain) ?? 'pass';
  // A closed record keeps its wrong keys: the validator must see and refuse them.
  const others = schema.additionalProperties === false ? 'pass' : undefined;
  return readMembers((key) => (allowed.test(key) ? reader : others));
};

/** Undefined where values of the schema never change. `plain`: no string of the message can need cleaning. */
const makeReader = (schema: Keywords, plain: boolean): Reader | undefined => {
  if (schema.open === true && schema.enum !== undefined) return readOpenEnum(schema.enum);
  if (schema.patternProperties !== undefined) return recordReader(schema, plain);
  if (schema.type === 'object') return objectReader(schema, plain);
  if (schema.type === 'array') {
    const item = makeReader(schema.items ?? {}, plain);
    return item === undefined ? undefined : readItems(item, schema.maxItems ?? Number.MAX_SAFE_INTEGER);
  }
  if (schema.type === 'string') return plain ? undefined : readString(schema.lines === true ? cleanLines : cleanLine);
  if (schema.anyOf !== undefined) return plain ? undefined : readString(cleanLine);
  return Object.keys(schema).some((keyword) => keyword !== 'description') ? undefined : readAnything;
};

/**
 * The reader of a schema. `plain` (ASCII without escapes, known from the text) saves looking at each string; both read the
 * same message the same way.
 */
export const schemaReader = (schema: TSchema, plain: boolean): Reader => makeReader(schema as Keywords, plain) ?? ((value) => value);
