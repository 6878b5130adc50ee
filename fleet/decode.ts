import type { RejectReason } from './counter-reason.ts';
import { parseJsonBytes } from './json-bytes.ts';
import type { SiteId } from './ids.ts';
import { schemaReader } from './schema-reader.ts';
import type { Reader } from './schema-reader.ts';
import { canonicalJson } from './canonical-json.ts';
import { inspectTopic } from './topics.ts';
import type { TopicAddress } from './topics.ts';
import { describeFault } from './schema-fault.ts';
import { lazyCheck } from './validator.ts';
import type { Check } from './validator.ts';
import { CATALOGUE } from './wire/catalogue.ts';
import type { TopicKind } from './wire/catalogue.ts';
import type { Bodies, BodyKind, Message } from './wire/messages.ts';
import { MAX_LAMPORT, MAX_TIME_MS, MIN_TIME_MS } from './wire/parts.ts';
import { AgentWill } from './wire/state-agent.ts';
import type { TSchema } from 'typebox';

export type { RejectReason } from './counter-reason.ts';
export type { Bodies, BodyKind, Message } from './wire/messages.ts';

/** `detail` is at most 200 characters and holds no value of the message: a path and the rule that failed. */
export interface Rejection {
  readonly ok: false;
  readonly reason: RejectReason;
  readonly kind?: TopicKind;
  readonly site?: SiteId;
  readonly detail: string;
}

export type Decoded = { readonly ok: true; readonly message: Message } | Rejection;

export type DecodedBody<B> = { readonly ok: true; readonly body: B } | { readonly ok: false; readonly reason: RejectReason; readonly detail: string };

interface Codec {
  readonly readPlain: Reader;
  readonly readAny: Reader;
  readonly check: Check;
}

const makeCodec = (schema: TSchema): Codec => ({
  readPlain: schemaReader(schema, true),
  readAny: schemaReader(schema, false),
  check: lazyCheck(schema),
});

const codecs = new Map<TSchema, Codec>();

/** Made at the first use: most consoles never meet half of the kinds. */
const codecOf = (schema: TSchema): Codec => {
  const known = codecs.get(schema);
  if (known !== undefined) return known;
  const made = makeCodec(schema);
  codecs.set(schema, made);
  return made;
};

type Members = Readonly<Record<string, unknown>>;
type Fault = { readonly ok: false; readonly reason: RejectReason; readonly detail: string };

const fault = (reason: RejectReason, detail: string): Fault => ({ ok: false, reason, detail });

const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Another major version is told apart from nonsense: it asks for a newer console, it does not accuse the site. */
const versionFault = (body: Members): Fault | undefined => {
  const { v } = body;
  if (v === 1 || v === undefined || v === null) return undefined;
  return Number.isInteger(v) && (v as number) > 1 ? fault('version', `v ${String(v).slice(0, 20)}`) : fault('schema', '/v const');
};

/** Contract §3: 0 is a clock that is not set; seconds, fractions and everything before 1973 are the wrong unit. */
const unitFault = (body: Members): Fault | undefined => {
  const { ts } = body;
  if (ts === undefined || ts === null || ts === 0) return undefined;
  const believable = Number.isInteger(ts) && (ts as number) >= MIN_TIME_MS && (ts as number) <= MAX_TIME_MS;
  return believable ? undefined : fault('bad_unit', '/ts');
};

const isAboveLamport = (value: unknown): boolean => isMembers(value) && typeof value['n'] === 'number' && value['n'] > MAX_LAMPORT;

/** Contract §6: a Lamport number above 10⁹ is bad input of its own kind. */
const hasLamportFault = (body: Members): boolean =>
  isAboveLamport(body) || (isMembers(body['ops']) && Object.values(body['ops']).some(isAboveLamport));

/** `state/agent` without `seq` and `ts` is the last will (contract §3). */
const isWill = (kind: BodyKind, body: Members): boolean =>
  kind === 'state/agent' && body['state'] === 'offline' && (body['seq'] ?? body['ts'] ?? null) === null;

/** All checks behind JSON.parse: type, version, unit, schema. */
const checkBody = (schema: TSchema, value: unknown, plain: boolean): DecodedBody<unknown> => {
  if (!isMembers(value)) return fault('type', Array.isArray(value) ? 'array' : typeof value);
  const early = versionFault(value) ?? unitFault(value);
  if (early !== undefined) return early;
  const codec = codecOf(schema);
  const body = plain ? codec.readPlain(value) : codec.readAny(value);
  if (codec.check(body)) return { ok: true, body };
  if (hasLamportFault(value)) return fault('lamport', 'n above the limit');
  return fault('schema', describeFault(schema, body));
};

/** The same checks for JSON that is already parsed: the agent's own documents, tests, stored rows. */
export const decodeBody = <K extends BodyKind>(kind: K, value: unknown): DecodedBody<Bodies[K]> =>
  checkBody(CATALOGUE[kind].schema, value, false) as DecodedBody<Bodies[K]>;

/** For messages that are no kind of the catalogue: command payloads, `fleet/v1/local/hold`. Bytes first, as contract §7 says. */
export const decodeBytes = (schema: TSchema, payload: Uint8Array, maxBytes: number): DecodedBody<unknown> => {
  if (payload.length > maxBytes) return fault('too_large', `${payload.length} bytes`);
  const parsed = parseJsonBytes(payload);
  return parsed.ok ? checkBody(schema, parsed.value, parsed.plain) : fault(parsed.reason, `${payload.length} bytes`);
};

const ONE = 0x31;
const ZERO = 0x30;

/** Only `1` is up and only `0` is down; anything else is no evidence. */
const bridgeUp = (payload: Uint8Array): boolean | undefined => {
  if (payload.length !== 1) return undefined;
  return payload[0] === ONE ? true : payload[0] === ZERO ? false : undefined;
};

/** A document names its place itself where it can; the topic decides (the broker's rights are by topic). */
const placeFault = (address: TopicAddress, body: Members): Fault | undefined => {
  if (address.site !== undefined && 'site' in body && body['site'] !== address.site) return fault('site_mismatch', '/site');
  if (address.kind === 'desk/operator' && body['console'] !== address.console) return fault('schema', '/console topic');
  if (address.kind === 'desk/rollout' && body['id'] !== address.id) return fault('schema', '/id topic');
  return undefined;
};

const reject = (address: TopicAddress, { reason, detail }: Fault): Rejection => ({
  ok: false,
  reason,
  kind: address.kind,
  ...(address.site === undefined ? {} : { site: address.site }),
  detail,
});

const decodeJson = (kind: BodyKind, address: TopicAddress, payload: Uint8Array): Decoded => {
  const parsed = parseJsonBytes(payload);
  if (!parsed.ok) return reject(address, fault(parsed.reason, `${payload.length} bytes`));
  const will = isMembers(parsed.value) && isWill(kind, parsed.value);
  const checked = checkBody(will ? AgentWill : CATALOGUE[kind].schema, parsed.value, parsed.plain);
  if (!checked.ok) return reject(address, checked);
  const body = checked.body as Members;
  const misplaced = placeFault(address, body);
  if (misplaced !== undefined) return reject(address, misplaced);
  return { ok: true, message: messageOf(address, will ? 'will' : kind, body) };
};

/** Most messages have a site and nothing else in their topic: those are made without a copy of the address. */
const messageOf = (address: TopicAddress, kind: BodyKind | 'will', body: Members): Message => {
  const { site, id, console } = address;
  const message = site !== undefined && id === undefined ? { kind, site, body } : { ...address, kind, body };
  if (console !== undefined) return { kind, console, body } as unknown as Message;
  return message as unknown as Message;
};

/** For who already knows the place: the agent, on whose own broker topics lack the site (contract §1). */
export const decodeAt = (address: TopicAddress, payload: Uint8Array): Decoded => {
  const { kind } = address;
  const { maxBytes, retained } = CATALOGUE[kind];
  if (payload.length > maxBytes) return reject(address, fault('too_large', `${payload.length} bytes, limit ${maxBytes}`));
  if (kind === 'bridge/state') {
    return { ok: true, message: { kind, site: address.site as SiteId, up: bridgeUp(payload) } };
  }
  if (payload.length === 0 && retained) return { ok: true, message: { ...address, kind: 'cleared', of: kind } };
  return decodeJson(kind, address, payload);
};

/**
 * Any bytes on any topic to a typed message or the reason why not. Never throws; the order of checks is contract §7:
 * length by kind, UTF-8, JSON, nesting, `v`, the schema of the topic.
 */
export const decode = (topic: string, payload: Uint8Array): Decoded => {
  const address = inspectTopic(topic);
  if (typeof address === 'object') return decodeAt(address, payload);
  return { ok: false, reason: address, detail: 'not a topic of the contract' };
};

/** The payload of a body. Desk documents as canonical JSON: equal sets are equal bytes (contract §6). Checks nothing. */
export const encode = <K extends BodyKind>(kind: K, body: Bodies[K]): string =>
  kind.startsWith('desk/') ? canonicalJson(body) : JSON.stringify(body);
