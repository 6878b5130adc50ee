import fc from 'fast-check';
import { cleanLine, cleanLines } from '../text.ts';
import { CATALOGUE, TOPIC_KINDS } from '../wire/catalogue.ts';
import type { Bodies, BodyKind } from '../wire/messages.ts';
import { MIN_TIME_MS } from '../wire/parts.ts';
import { parseSiteId, SITE_ID_PATTERN } from '../ids.ts';
import type { SiteId } from '../ids.ts';
import { HUB_SUMMARY_TOPIC, deskTopic, siteTopic } from '../topics.ts';
import type { Keywords } from '../schema-keywords.ts';

/*
 * Test code: arbitrary valid messages, made from the schemas themselves, so that a new field is covered the day it is added.
 */

const stringArbitrary = (schema: Keywords): fc.Arbitrary<string> => {
  const { pattern, minLength = 0, maxLength = 40, lines = false } = schema;
  if (pattern !== undefined) {
    return fc.stringMatching(new RegExp(pattern), { maxLength: Math.min(maxLength, 64) }).filter((text) => text.length <= maxLength);
  }
  const clean = lines ? cleanLines : cleanLine;
  return fc
    .string({ unit: 'grapheme', maxLength: Math.min(maxLength, 40) })
    .map(clean)
    .filter((text) => text.length >= minLength && text.length <= maxLength);
};

const numberArbitrary = ({ minimum = -1e9, maximum = 1e9 }: Keywords): fc.Arbitrary<number> =>
  fc
    .double({ min: minimum, max: maximum, noNaN: true, noDefaultInfinity: true })
    // JSON knows no negative zero.
    .map((value) => (value === 0 ? 0 : value));

const objectArbitrary = (schema: Keywords): fc.Arbitrary<unknown> => {
  const { properties = {}, required = [] } = schema;
  const members = Object.fromEntries(Object.entries(properties).map(([key, member]) => [key, valueArbitrary(member)]));
  return fc.record(members, { requiredKeys: [...required], noNullPrototype: true });
};

const recordArbitrary = (schema: Keywords): fc.Arbitrary<unknown> => {
  const [pattern = '', member = {}] = Object.entries(schema.patternProperties ?? {})[0] ?? [];
  const key = fc.stringMatching(new RegExp(pattern)).filter((text) => text !== '__proto__' && cleanLine(text) === text);
  return fc.dictionary(key, valueArbitrary(member), { maxKeys: 6, noNullPrototype: true });
};

/** An arbitrary value that the schema accepts and that decode leaves as it is. */
export const valueArbitrary = (schema: Keywords): fc.Arbitrary<unknown> => {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map(valueArbitrary));
  if (schema.patternProperties !== undefined) return recordArbitrary(schema);
  switch (schema.type) {
    case 'object':
      return objectArbitrary(schema);
    case 'array':
      return fc.array(valueArbitrary(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 5, 5),
      });
    case 'string':
      return stringArbitrary(schema);
    case 'integer':
      return fc.integer({ min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? Infinity, Number.MAX_SAFE_INTEGER) });
    case 'number':
      return numberArbitrary(schema);
    case 'boolean':
      return fc.boolean();
    default:
      return fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value).replaceAll('__proto__', 'x')));
  }
};

/** Site ids of contract §1. */
export const siteIdArbitrary: fc.Arbitrary<SiteId> = fc
  .stringMatching(SITE_ID_PATTERN, { maxLength: 32 })
  .map((text) => parseSiteId(text))
  .filter((site) => site !== undefined);

/** `ts` is 0 or a believable time (contract §3); every other member comes from the schema. */
const withEnvelope = (body: Record<string, unknown>, site: SiteId): Record<string, unknown> => {
  const ts = body['ts'];
  return {
    ...body,
    ...('site' in body ? { site } : {}),
    ...(typeof ts === 'number' && ts !== 0 ? { ts: Math.max(ts, MIN_TIME_MS) } : {}),
  };
};

const BODY_KINDS = TOPIC_KINDS.filter((kind): kind is BodyKind => kind !== 'bridge/state');

/** Made once: building them costs more than drawing from them. */
const bodyArbitraries = new Map(BODY_KINDS.map((kind) => [kind, valueArbitrary(CATALOGUE[kind].schema as Keywords)]));

/** A valid body of a kind, spoken by `site` where the body names its site. */
export const bodyArbitrary = <K extends BodyKind>(kind: K, site: SiteId): fc.Arbitrary<Bodies[K]> =>
  bodyArbitraries.get(kind)!.map((body) => withEnvelope(body as Record<string, unknown>, site) as unknown as Bodies[K]);

/** The topic on which a body is published; documents without a place of their own get the id `doc-1`. */
export const topicOf = (kind: BodyKind, site: SiteId, body: unknown): string => {
  const { console = '', id = '' } = body as { readonly console?: string; readonly id?: string };
  switch (kind) {
    case 'desk/alert':
      return deskTopic(kind, site, 'doc-1');
    case 'desk/site':
      return deskTopic(kind, site);
    case 'desk/window':
    case 'desk/rule':
    case 'desk/handover':
      return deskTopic(kind, 'doc-1');
    case 'desk/rollout':
      return deskTopic(kind, id);
    case 'desk/operator':
      return deskTopic(kind, console);
    case 'hub/summary':
      return HUB_SUMMARY_TOPIC;
    default:
      return siteTopic(site, kind);
  }
};

export interface ArbitraryMessage {
  readonly kind: BodyKind;
  readonly site: SiteId;
  readonly topic: string;
  readonly body: Bodies[BodyKind];
}

const messageOf = (kind: BodyKind): fc.Arbitrary<ArbitraryMessage> =>
  fc.tuple(siteIdArbitrary, bodyArbitraries.get(kind)!).map(([site, raw]) => {
    const body = withEnvelope(raw as Record<string, unknown>, site) as unknown as Bodies[BodyKind];
    return { kind, site, topic: topicOf(kind, site, body), body };
  });

/** A valid message of any kind from any site, with the topic it belongs on. */
export const messageArbitrary: fc.Arbitrary<ArbitraryMessage> = fc.oneof(...BODY_KINDS.map(messageOf));
