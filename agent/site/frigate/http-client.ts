import { faultOfStatus } from './http-answer.ts';
import type { FrigateHttp, HttpAnswer, HttpFailure, HttpFault } from './http-answer.ts';
import { createLogin } from './http-login.ts';
import type { Login, LoginUser } from './http-login.ts';
import { requestOnce } from './http-request.ts';
import type { HttpTarget, RawAnswer } from './http-request.ts';

/*
 * One Frigate's HTTP, with or without log-in. Every answer is a value, every fault is counted, nothing is thrown, and
 * neither password nor cookie stands in any of it.
 */

const HTTP_LIMIT_MS = 8_000;
const MAX_BYTES = 1_048_576;

export interface FrigateHttpOptions {
  readonly target: HttpTarget;
  /** Without it nobody logs in: port 5000. */
  readonly user?: LoginUser;
  /** Monotonic. */
  readonly nowMs: () => number;
  readonly limitMs?: number;
}

const dateOf = (text: string | undefined): number | undefined => {
  const ts = text === undefined ? NaN : Date.parse(text);
  return Number.isFinite(ts) ? ts : undefined;
};

const answerOf = (raw: RawAnswer): HttpAnswer => {
  if (!raw.ok) return raw;
  if (raw.status !== 200) return { ok: false, fault: faultOfStatus(raw.status) };
  const serverTs = dateOf(raw.headers.date);
  return { ok: true, body: raw.body, ...(serverTs === undefined ? {} : { serverTs }) };
};

/** The HTTP side of one NVR. */
export const createFrigateHttp = ({ target, user, nowMs, limitMs = HTTP_LIMIT_MS }: FrigateHttpOptions): FrigateHttp => {
  const faults = new Map<HttpFault, number>();
  let failure: HttpFailure | undefined;
  const note = (answer: HttpAnswer): void => {
    if (answer.ok) failure = undefined;
    else {
      faults.set(answer.fault, (faults.get(answer.fault) ?? 0) + 1);
      if (answer.fault !== 'missing' && answer.fault !== failure?.fault) failure = { fault: answer.fault, sinceMs: failure?.sinceMs ?? nowMs() };
    }
  };
  const login: Login | undefined = user && createLogin({ target, user, nowMs, limitMs });
  const once = async (path: string, maxBytes: number): Promise<RawAnswer> => {
    const cookie = login && (await login.cookie());
    if (typeof cookie === 'object') return { ok: false, fault: cookie.fault };
    const raw = await requestOnce(target, {
      method: 'GET',
      path,
      limitMs,
      maxBytes,
      ...(cookie === undefined ? {} : { headers: { cookie } }),
    });
    if (raw.ok) login?.seen(raw.headers);
    return raw;
  };
  const get = async (path: string, maxBytes: number): Promise<HttpAnswer> => {
    const first = await once(path, maxBytes);
    if (!login || !first.ok || first.status !== 401) return answerOf(first);
    // The cookie ended, or Frigate changed its secret: log in anew, once.
    login.forget();
    return answerOf(await once(path, maxBytes));
  };
  return {
    faults,
    get failure() {
      return failure;
    },
    get: async (path, maxBytes = MAX_BYTES) => {
      const answer = await get(path, maxBytes);
      note(answer);
      return answer;
    },
  };
};
