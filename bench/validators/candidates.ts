import type { TSchema } from 'typebox';
import type { Keywords } from '../../fleet/schema-keywords.ts';

/*
 * The same schema in every library. zod and valibot get it by translation of the JSON schema, so that all check the same.
 */

export type Check = (value: unknown) => boolean;
type Make = (schema: TSchema) => Check;

// oxlint-disable-next-line typescript/no-explicit-any -- these libraries are not installed with us, nor are their types
type Library = any;

const toZod = (z: Library, schema: Keywords): Library => {
  if (schema.const !== undefined) return z.literal(schema.const);
  if (schema.enum) return z.enum([...schema.enum]);
  if (schema.anyOf) return z.union(schema.anyOf.map((member) => toZod(z, member)));
  if (schema.patternProperties) {
    const [[pattern, member] = ['', {}]] = Object.entries(schema.patternProperties);
    return z.record(z.string().regex(new RegExp(pattern)), toZod(z, member));
  }
  const { minimum: min = -Infinity, maximum: max = Infinity } = schema;
  switch (schema.type) {
    case 'object': {
      const members = Object.entries(schema.properties ?? {}).map(([key, member]) => {
        const made = toZod(z, member);
        return [key, schema.required?.includes(key) ? made : made.optional()];
      });
      return z.object(Object.fromEntries(members));
    }
    case 'array':
      return z.array(toZod(z, schema.items ?? {})).max(schema.maxItems ?? Infinity);
    case 'integer':
      return z.number().int().min(min).max(max);
    case 'number':
      return z.number().min(min).max(max);
    case 'boolean':
      return z.boolean();
    default: {
      const text = z.string().min(schema.minLength ?? 0).max(schema.maxLength ?? Infinity);
      return schema.pattern === undefined ? text : text.regex(new RegExp(schema.pattern));
    }
  }
};

const toValibot = (v: Library, schema: Keywords): Library => {
  if (schema.const !== undefined) return v.literal(schema.const);
  if (schema.enum) return v.picklist([...schema.enum]);
  if (schema.anyOf) return v.union(schema.anyOf.map((member) => toValibot(v, member)));
  if (schema.patternProperties) {
    const [[pattern, member] = ['', {}]] = Object.entries(schema.patternProperties);
    return v.record(v.pipe(v.string(), v.regex(new RegExp(pattern))), toValibot(v, member));
  }
  const { minimum: min = -Infinity, maximum: max = Infinity } = schema;
  switch (schema.type) {
    case 'object': {
      const members = Object.entries(schema.properties ?? {}).map(([key, member]) => {
        const made = toValibot(v, member);
        return [key, schema.required?.includes(key) ? made : v.optional(made)];
      });
      return v.object(Object.fromEntries(members));
    }
    case 'array':
      return v.pipe(v.array(toValibot(v, schema.items ?? {})), v.maxLength(schema.maxItems ?? Infinity));
    case 'integer':
      return v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
    case 'number':
      return v.pipe(v.number(), v.minValue(min), v.maxValue(max));
    case 'boolean':
      return v.boolean();
    default: {
      const lengths = [v.minLength(schema.minLength ?? 0), v.maxLength(schema.maxLength ?? Infinity)];
      return v.pipe(v.string(), ...lengths, ...(schema.pattern === undefined ? [] : [v.regex(new RegExp(schema.pattern))]));
    }
  }
};

/** Missing packages are no failure: the comparison then has fewer rows. */
const installed = async (name: string): Promise<Library> => {
  try {
    return await import(name);
  } catch {
    return undefined;
  }
};

const MAKERS: Readonly<Record<string, () => Promise<Make | undefined>>> = {
  'typebox compiled': async () => {
    const { Compile } = await import('typebox/schema');
    return (schema) => {
      const validator = Compile(schema);
      return (value) => validator.Check(value);
    };
  },
  'typebox interpreted': async () => {
    const { Check: check } = await import('typebox/schema');
    return (schema) => (value) => check(schema, value);
  },
  'ajv compiled': async () => {
    const ajv = await installed('ajv/dist/2020.js');
    return ajv && ((schema) => new ajv.default.Ajv2020({ strict: false }).compile(JSON.parse(JSON.stringify(schema))));
  },
  'zod compiled': async () => {
    const zod = await installed('zod');
    return zod && ((schema) => makeSafeParse(toZod(zod.z, schema as Keywords)));
  },
  valibot: async () => {
    const valibot = await installed('valibot');
    return (
      valibot &&
      ((schema) => {
        const made = toValibot(valibot, schema as Keywords);
        return (value) => valibot.is(made, value);
      })
    );
  },
};

const makeSafeParse = (made: Library): Check => (value) => made.safeParse(value).success;

export const CANDIDATES: readonly string[] = Object.keys(MAKERS);

/** A function that makes a check of a schema, or undefined where the library is not installed. */
export const loadCandidate = async (name: string): Promise<Make | undefined> => MAKERS[name]?.();
