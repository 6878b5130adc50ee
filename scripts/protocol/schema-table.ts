import type { TSchema } from 'typebox';
import { MIN_TIME_MS } from '../../fleet/wire/parts.ts';
import type { Keywords } from '../../fleet/schema-keywords.ts';

/*
 * A schema as rows of a table: one per field, nested fields by path (`nvrs[].cameras.total`).
 */

export interface FieldRow {
  readonly path: string;
  readonly required: boolean;
  readonly type: string;
  readonly description: string;
}

const grouped = (value: number): string => (Number.isInteger(value) ? value.toLocaleString('en-US').replaceAll(',', ' ') : String(value));

const limit = (value: number | undefined): string | undefined =>
  value === undefined || Math.abs(value) >= Number.MAX_SAFE_INTEGER ? undefined : grouped(value);

const range = ({ minimum, maximum }: Keywords): string => {
  const [from, to] = [limit(minimum), limit(maximum)];
  if (from !== undefined && to !== undefined) return ` ${from} … ${to}`;
  return from === undefined ? (to === undefined ? '' : ` ≤ ${to}`) : ` ≥ ${from}`;
};

const lengths = (least: number | undefined, most: number | undefined): string => {
  const parts = [least !== undefined && least > 0 ? `≥ ${grouped(least)}` : '', most === undefined ? '' : `≤ ${grouped(most)}`];
  const text = parts.filter((part) => part !== '').join(', ');
  return text === '' ? '' : ` ${text}`;
};

const stringType = (schema: Keywords): string => {
  const length = lengths(schema.minLength, schema.maxLength);
  const pattern = schema.pattern === undefined ? '' : ` \`${schema.pattern.replaceAll('|', '\\|')}\``;
  return `${schema.lines === true ? 'text' : 'string'}${length}${pattern}`;
};

/** The type and limits of one field in a few words. */
const typeOf = (schema: Keywords): string => {
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum) {
    const words = schema.enum.filter((word) => schema.open !== true || word !== 'unknown');
    return words.map((word) => `\`${String(word)}\``).join(' · ');
  }
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ');
  if (schema.patternProperties) {
    const [pattern = '', member = {}] = Object.entries(schema.patternProperties)[0] ?? [];
    const most = schema.maxProperties === undefined ? '' : `, ≤ ${grouped(schema.maxProperties)}`;
    const key = pattern === '^.*$' ? '' : ` by \`${pattern.replaceAll('|', '\\|')}\``;
    return `${memberType(member)}${key}${most}`;
  }
  if (schema.type === 'array') return `list${lengths(schema.minItems, schema.maxItems)} of ${memberType(schema.items ?? {})}`;
  if (schema.type === 'string') return stringType(schema);
  if (schema.minimum === MIN_TIME_MS) return 'time';
  if (schema.type === 'integer' || schema.type === 'number') return `${schema.type}${range(schema)}`;
  return schema.type ?? 'any JSON';
};

const memberType = (schema: Keywords): string => (schema.type === 'object' ? 'objects' : typeOf(schema));

/** Objects below a field, with the path that leads to their members. */
const childrenOf = (schema: Keywords, path: string): readonly (readonly [Keywords, string])[] => {
  if (schema.type === 'array' && schema.items !== undefined) return [[schema.items, `${path}[].`]];
  if (schema.patternProperties) return Object.values(schema.patternProperties).map((member) => [member, `${path}{}.`]);
  return [[schema, `${path}.`]];
};

const rowsOf = (schema: Keywords, prefix: string): FieldRow[] =>
  Object.entries(schema.properties ?? {}).flatMap(([key, member]) => {
    const path = `${prefix}${key}`;
    const row = { path, required: schema.required?.includes(key) === true, type: typeOf(member), description: member.description ?? '' };
    return [row, ...childrenOf(member, path).flatMap(([child, below]) => rowsOf(child, below))];
  });

/** Rows in the order of the schema; fields named in `without` are left out (the envelope is told once). */
export const fieldRows = (schema: TSchema, without: readonly string[] = []): readonly FieldRow[] =>
  rowsOf(schema as Keywords, '').filter(({ path }) => !without.includes(path));

/** The rows as a Markdown table. */
export const fieldTable = (rows: readonly FieldRow[]): string =>
  [
    '| field | | type and limits | meaning |',
    '|---|---|---|---|',
    ...rows.map(({ path, required, type, description }) => `| \`${path}\` | ${required ? 'must' : ''} | ${type} | ${description.replaceAll('|', '\\|')} |`),
  ].join('\n');
