/*
 * Structured log: one JSON object a line. Secrets never reach it: values under telling names, credentials in URLs and PEM
 * blocks are replaced before a line is built, wherever they stand in the fields.
 */

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
export type LogFields = Readonly<Record<string, unknown>>;

export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  /** The same log with fields that stand on each line. */
  with(fields: LogFields): Log;
}

export interface LogOptions {
  readonly level: LogLevel;
  readonly write: (line: string) => void;
  readonly nowMs: () => number;
  readonly fields?: LogFields;
}

const SECRET_NAME = /pass(?:word|phrase|wd)?$|secret|token|credential|authori[sz]ation|cookie|private|^(?:key|pwd|pin)$|_key$|[a-z]Key$/i;
const URL_LOGIN = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi;
const PEM_BLOCK = /-----BEGIN [^-]+-----[\s\S]*?(?:-----END [^-]+-----|$)/g;
const REDACTED = '[redacted]';
const MAX_TEXT = 2_000;
const MAX_DEPTH = 6;

/** The text without URL logins and PEM blocks, cut at 2,000 characters. */
export const redactText = (text: string): string => {
  const clean = text.replace(PEM_BLOCK, REDACTED).replace(URL_LOGIN, `$1${REDACTED}@`);
  return clean.length > MAX_TEXT ? `${clean.slice(0, MAX_TEXT)}…` : clean;
};

/** The value with every secret replaced; errors become `{name, message, code}`. Bytes show their length only. */
export const redact = (value: unknown, depth = 0): unknown => {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? String(value) : value;
  if (depth >= MAX_DEPTH) return '[deep]';
  if (value instanceof Uint8Array) return `[${value.byteLength} bytes]`;
  if (value instanceof Error) {
    const code: unknown = 'code' in value ? value.code : undefined;
    return { name: value.name, message: redactText(value.message), ...(code === undefined ? {} : { code }) };
  }
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, SECRET_NAME.test(name) ? REDACTED : redact(member, depth + 1)]),
  );
};

/** A log that writes lines at or above `options.level`. */
export const createLog = (options: LogOptions): Log => {
  const threshold = LOG_LEVELS.indexOf(options.level);
  const base = options.fields ?? {};
  const line = (level: LogLevel, event: string, fields?: LogFields): void => {
    if (LOG_LEVELS.indexOf(level) < threshold) return;
    const ts = new Date(options.nowMs()).toISOString();
    options.write(JSON.stringify({ ts, level, event, ...(redact({ ...base, ...fields }) as LogFields) }));
  };
  return {
    debug: (event, fields) => line('debug', event, fields),
    info: (event, fields) => line('info', event, fields),
    warn: (event, fields) => line('warn', event, fields),
    error: (event, fields) => line('error', event, fields),
    with: (fields) => createLog({ ...options, fields: { ...base, ...fields } }),
  };
};

/** A log that keeps nothing. */
export const silentLog = (): Log => createLog({ level: 'error', write: () => undefined, nowMs: () => 0 });
