/*
 * Bytes of a stranger to a JSON value, in the order of contract §7: UTF-8, JSON, nesting. Never throws, never recurses
 * deeper than the limit: the depth is counted before JSON.parse builds anything.
 */

/** The one thing of the platform that this room needs; both Node and browsers have it. */
declare const TextDecoder: new (
  label: string,
  options: { readonly fatal: boolean; readonly ignoreBOM: boolean },
) => { decode: (bytes: Uint8Array) => string };

/** Deepest nesting that is parsed (contract §7). */
export const MAX_JSON_DEPTH = 32;

export type JsonFault = 'utf8' | 'json' | 'depth';

/** `plain`: ASCII without escapes, so no string in it can hold anything that needs cleaning. */
export type ParsedJson =
  | { readonly ok: true; readonly value: unknown; readonly plain: boolean }
  | { readonly ok: false; readonly reason: JsonFault };

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

const UTF8_FAULT = { ok: false, reason: 'utf8' } as const;
const JSON_FAULT = { ok: false, reason: 'json' } as const;
const DEPTH_FAULT = { ok: false, reason: 'depth' } as const;

/** True where more than `limit` occurrences stand in the text; stops counting there. */
const occursMoreThan = (text: string, character: string, limit: number): number => {
  let count = 0;
  for (let at = text.indexOf(character); at >= 0 && count <= limit; at = text.indexOf(character, at + 1)) count += 1;
  return count;
};

/** Walks the text once; strings are skipped. Only called where there are enough brackets to matter. */
const nestsDeeperThan = (text: string, limit: number): boolean => {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) {
      inString = true;
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      depth += 1;
      if (depth > limit) return true;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      depth -= 1;
    }
  }
  return false;
};

/** Most messages have fewer brackets than the limit: a count by the engine's own search settles them. */
const isTooDeep = (text: string): boolean => {
  const brackets = occursMoreThan(text, '[', MAX_JSON_DEPTH);
  if (brackets + occursMoreThan(text, '{', MAX_JSON_DEPTH - Math.min(brackets, MAX_JSON_DEPTH)) <= MAX_JSON_DEPTH) return false;
  return nestsDeeperThan(text, MAX_JSON_DEPTH);
};

/** Strict JSON of at most 32 levels. A byte order mark is not JSON; duplicate keys: the last wins (RFC 8259 §4). */
export const parseJsonBytes = (bytes: Uint8Array): ParsedJson => {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return UTF8_FAULT;
  }
  if (isTooDeep(text)) return DEPTH_FAULT;
  try {
    const value: unknown = JSON.parse(text);
    const plain = text.length === bytes.length && !text.includes('\\') && !text.includes('\u007f');
    return { ok: true, value, plain };
  } catch {
    return JSON_FAULT;
  }
};
