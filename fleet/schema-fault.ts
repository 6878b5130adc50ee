import { Check } from 'typebox/schema';
import type { TSchema } from 'typebox';
import type { Keywords } from './schema-keywords.ts';

/*
 * Where a value first fails its schema, for counters and samples. Stops at the first fault: the library's own list of all
 * of them costs 40 ms on a hostile document of 256 kB, this costs no more than reading it.
 */

type Members = Readonly<Record<string, unknown>>;
/** Levels from the root to the fault, then the keyword that refused. */
type Fault = readonly string[];

const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Of a single value the type is told apart from its limits. */
const leafFault = (schema: Keywords, value: unknown): Fault | undefined => {
  if (Check(schema as TSchema, value)) return undefined;
  return schema.type === undefined || Check({ type: schema.type } as unknown as TSchema, value) ? ['value'] : ['type'];
};

const below = (level: string, fault: Fault | undefined): Fault | undefined => fault && [level, ...fault];

const objectFault = (schema: Keywords, value: unknown): Fault | undefined => {
  if (!isMembers(value)) return ['type'];
  for (const key of schema.required ?? []) if (!Object.hasOwn(value, key)) return [key, 'required'];
  for (const [key, member] of Object.entries(schema.properties ?? {})) {
    if (value[key] === undefined) continue;
    const fault = below(key, firstFault(member, value[key]));
    if (fault !== undefined) return fault;
  }
  const unknown = schema.additionalProperties === false ? Object.keys(value).find((key) => !Object.hasOwn(schema.properties ?? {}, key)) : undefined;
  return unknown === undefined ? undefined : [unknown, 'name'];
};

const recordFault = (schema: Keywords, value: unknown): Fault | undefined => {
  if (!isMembers(value)) return ['type'];
  const keys = Object.keys(value);
  if (keys.length > (schema.maxProperties ?? Infinity)) return ['maxProperties'];
  const [pattern = '', member = {}] = Object.entries(schema.patternProperties ?? {})[0] ?? [];
  const allowed = new RegExp(pattern);
  for (const key of keys) {
    const fault = allowed.test(key) ? firstFault(member, value[key]) : schema.additionalProperties === false ? ['name'] : undefined;
    if (fault !== undefined) return below(key, fault);
  }
  return undefined;
};

const arrayFault = (schema: Keywords, value: unknown): Fault | undefined => {
  if (!Array.isArray(value)) return ['type'];
  if (value.length > (schema.maxItems ?? Infinity)) return ['maxItems'];
  if (value.length < (schema.minItems ?? 0)) return ['minItems'];
  for (const [at, item] of value.entries()) {
    const fault = below(String(at), firstFault(schema.items ?? {}, item));
    if (fault !== undefined) return fault;
  }
  return undefined;
};

const firstFault = (schema: Keywords, value: unknown): Fault | undefined => {
  if (schema.patternProperties !== undefined) return recordFault(schema, value);
  if (schema.type === 'object') return objectFault(schema, value);
  if (schema.type === 'array') return arrayFault(schema, value);
  return leafFault(schema, value);
};

const MAX_LENGTH = 120;
const MAX_LEVEL_LENGTH = 40;

/** `/nvrs/0/state value`: path and rule, at most 120 printable ASCII characters, no value of the message. */
export const describeFault = (schema: TSchema, value: unknown): string => {
  const fault = firstFault(schema as Keywords, value) ?? ['unknown'];
  const path = fault.slice(0, -1).map((level) => `/${level.slice(0, MAX_LEVEL_LENGTH)}`);
  return `${path.join('') || '/'} ${fault.at(-1)}`.replace(/[^\u0020-\u007e]/g, '?').slice(0, MAX_LENGTH);
};
