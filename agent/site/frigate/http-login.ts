import type { IncomingHttpHeaders } from 'node:http';
import { faultOfStatus } from './http-answer.ts';
import type { HttpFault } from './http-answer.ts';
import { requestOnce } from './http-request.ts';
import type { HttpTarget } from './http-request.ts';

/*
 * The log-in of port 8971: `POST /api/login`, then a cookie. It is renewed at half of its life and after a 401. A refused
 * log-in is not repeated at once: Frigate counts failures and locks the address out.
 */

export interface LoginUser {
  readonly name: string;
  /** Asked at each log-in, so that a changed password file counts; undefined where it cannot be read. */
  readonly password: () => string | undefined;
}

export interface Login {
  /** The `Cookie` header, or why there is none. */
  cookie(): Promise<string | { readonly fault: HttpFault }>;
  /** Frigate renews a cookie by itself in any answer. */
  seen(headers: IncomingHttpHeaders): void;
  forget(): void;
}

const REFUSED_WAIT_MS = [60_000, 300_000, 900_000] as const;
/** Where a cookie does not say how long it lives. */
const DEFAULT_LIFE_MS = 3_600_000;
const MIN_LIFE_MS = 10_000;
const ANSWER_MAX_BYTES = 65_536;

interface Cookie {
  readonly text: string;
  readonly renewAtMs: number;
}

const lifeOf = (line: string, date: string | undefined): number => {
  const age = /;\s*max-age=(\d+)/i.exec(line)?.[1];
  if (age !== undefined) return Number(age) * 1_000;
  const end = Date.parse(/;\s*expires=([^;]+)/i.exec(line)?.[1] ?? '');
  // Both by Frigate's clock: the router's own may be wrong.
  const life = end - Date.parse(date ?? '');
  return Number.isFinite(life) ? life : DEFAULT_LIFE_MS;
};

/** Name and value of the first cookie that is set, and when to renew it; an emptied one is none. */
const cookieOf = (headers: IncomingHttpHeaders, nowMs: number): Cookie | undefined => {
  const line = headers['set-cookie']?.[0];
  const text = line === undefined ? undefined : /^[^=;\s]+=[^;\s"]+/.exec(line)?.[0];
  if (line === undefined || text === undefined) return undefined;
  return { text, renewAtMs: nowMs + Math.max(MIN_LIFE_MS, lifeOf(line, headers.date)) / 2 };
};

interface LoginOptions {
  readonly target: HttpTarget;
  readonly user: LoginUser;
  readonly nowMs: () => number;
  readonly limitMs: number;
}

export const createLogin = ({ target, user, nowMs, limitMs }: LoginOptions): Login => {
  let held: Cookie | undefined;
  let running: Promise<string | { readonly fault: HttpFault }> | undefined;
  let refusals = 0;
  let refused: { readonly fault: HttpFault; readonly untilMs: number; readonly password: string } | undefined;
  const refuse = (fault: HttpFault, password: string): { readonly fault: HttpFault } => {
    if (fault === 'login' || fault === 'login_limited') {
      const waitMs = REFUSED_WAIT_MS[Math.min(refusals, REFUSED_WAIT_MS.length - 1)] ?? 0;
      refusals += 1;
      refused = { fault, untilMs: nowMs() + waitMs, password };
    }
    return { fault };
  };
  const logIn = async (): Promise<string | { readonly fault: HttpFault }> => {
    const password = user.password();
    if (password === undefined) return { fault: 'settings' };
    const answer = await requestOnce(target, {
      method: 'POST',
      path: '/api/login',
      headers: { 'content-type': 'application/json', 'x-csrf-token': '1' },
      body: JSON.stringify({ user: user.name, password }),
      limitMs,
      maxBytes: ANSWER_MAX_BYTES,
    });
    if (!answer.ok) return { fault: answer.fault };
    if (answer.status !== 200) return refuse(faultOfStatus(answer.status), password);
    held = cookieOf(answer.headers, nowMs());
    if (!held) return { fault: 'content' };
    refusals = 0;
    refused = undefined;
    return held.text;
  };
  return {
    cookie: async () => {
      if (held && nowMs() < held.renewAtMs) return held.text;
      // Somebody who mends the password file need not wait.
      const isMended = refused?.fault === 'login' && user.password() !== refused.password;
      if (refused && nowMs() < refused.untilMs && !isMended) return { fault: refused.fault };
      running ??= logIn().finally(() => (running = undefined));
      const fresh = await running;
      // An old cookie may still do while a new one is not to be had.
      return typeof fresh === 'object' && held ? held.text : fresh;
    },
    seen: (headers) => {
      if (held) held = cookieOf(headers, nowMs()) ?? held;
    },
    forget: () => (held = undefined),
  };
};
