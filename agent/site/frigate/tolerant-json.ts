/*
 * Frigate writes JSON with Python's json.dumps, which lets bare NaN and Infinity through. A strict parser would lose the
 * whole message for one bad figure.
 */

/** Larger payloads are not looked at; the statistics of 64 cameras are below 100 kB. */
export const PAYLOAD_MAX_BYTES = 262_144;

export type JsonFailure = 'size' | 'utf8' | 'json' | 'type';

export type JsonObject = Readonly<Record<string, unknown>>;

export type TolerantJson =
  | { readonly ok: true; readonly value: JsonObject; readonly replaced: number }
  | { readonly ok: false; readonly reason: JsonFailure };

const decoder = new TextDecoder('utf-8', { fatal: true });
/** Strings are matched first, so that a NaN inside a name stays. */
const STRING_OR_NOT_A_NUMBER = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (payload: Uint8Array): string | undefined => {
  try {
    return decoder.decode(payload);
  } catch {
    return undefined;
  }
};

const parse = (text: string): { readonly value: unknown } | undefined => {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
};

type AnyJson = { readonly ok: true; readonly value: unknown; readonly replaced: number } | { readonly ok: false; readonly reason: JsonFailure };

/** Any JSON value out of raw bytes, of any size. `replaced` counts bare NaN and Infinity that were read as null. Never throws. */
export const parseAnyJson = (payload: Uint8Array): AnyJson => {
  const text = textOf(payload);
  if (text === undefined) return { ok: false, reason: 'utf8' };
  const strict = parse(text);
  if (strict) return { ok: true, value: strict.value, replaced: 0 };
  let replaced = 0;
  const mended = text.replace(STRING_OR_NOT_A_NUMBER, (token) => {
    if (token.startsWith('"')) return token;
    replaced += 1;
    return 'null';
  });
  const tolerant = replaced > 0 ? parse(mended) : undefined;
  return tolerant ? { ok: true, value: tolerant.value, replaced } : { ok: false, reason: 'json' };
};

/** A JSON object out of raw bytes, as `parseAnyJson`. */
export const parseTolerantJson = (payload: Uint8Array): TolerantJson => {
  if (payload.length > PAYLOAD_MAX_BYTES) return { ok: false, reason: 'size' };
  const json = parseAnyJson(payload);
  if (!json.ok) return json;
  return isObject(json.value) ? { ok: true, value: json.value, replaced: json.replaced } : { ok: false, reason: 'type' };
};
