import { configBytes, eventRow, fullVersion, reviewRow } from './frigate-bytes.ts';
import type { FrigateTruth } from './frigate-truth.ts';

/*
 * STAND-IN, test code: what a Frigate answers over HTTP, without a network. `now` in epoch seconds.
 */

export interface ApiAsk {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly cookie?: string;
  readonly body?: string;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ApiUsers {
  readonly user: string;
  readonly password: string;
  /** Life of a session, s. */
  readonly sessionS: number;
  /** Open sessions: token → epoch s of its end. */
  readonly sessions: Map<string, number>;
  logins: number;
}

const answer = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): ApiAnswer => ({
  status,
  headers: { 'content-type': typeof body === 'string' ? 'text/plain' : 'application/json', ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

const httpDate = (s: number): string => new Date(s * 1_000).toUTCString();

const logIn = (users: ApiUsers, { body = '{}' }: ApiAsk, nowS: number): ApiAnswer => {
  const { user, password } = JSON.parse(body) as { user?: string; password?: string };
  users.logins += 1;
  if (user !== users.user || password !== users.password) return answer(401, { message: 'Login failed' });
  const token = `token-${users.logins}`;
  users.sessions.set(token, nowS + users.sessionS);
  return answer(200, '', { 'set-cookie': `frigate_token=${token}; expires=${httpDate(nowS + users.sessionS)}; HttpOnly; Path=/` });
};

const isLoggedIn = (users: ApiUsers, cookie: string | undefined, nowS: number): boolean => {
  const token = /frigate_token=([^;]+)/.exec(cookie ?? '')?.[1];
  return token !== undefined && (users.sessions.get(token) ?? -Infinity) > nowS;
};

interface Row {
  readonly start: number;
  readonly end: number | null;
}

const reviewList = (truth: FrigateTruth, query: URLSearchParams): ApiAnswer => {
  const [after, before, limit] = ['after', 'before', 'limit'].map((name) => Number(query.get(name)));
  const rows = [...truth.reviews.values()]
    .filter(({ start, end }: Row) => start < (before ?? 0) && (end === null || end > (after ?? 0)))
    .sort((a, b) => b.start - a.start);
  return answer(200, rows.slice(0, limit).map(reviewRow));
};

const eventList = (truth: FrigateTruth, query: URLSearchParams): ApiAnswer => {
  const after = Number(query.get('after') ?? -Infinity);
  const running = query.get('in_progress') === '1';
  const before = Number(query.get('before') ?? Infinity);
  const rows = [...truth.events.values()].filter(({ start, end }: Row) => start > after && start < before && (!running || end === null)).sort((a, b) => b.start - a.start);
  return answer(200, rows.slice(0, Number(query.get('limit') ?? 100)).map(eventRow));
};

const SEGMENT_S = 10;

const recordings = (truth: FrigateTruth, id: string, query: URLSearchParams): ApiAnswer => {
  const camera = truth.cameras.find((one) => one.id === id);
  if (!camera) return answer(404, { success: false, message: 'Camera not found' });
  const after = Number(query.get('after'));
  const rows = [];
  for (let end = camera.newestSegment ?? -Infinity; end >= after && rows.length < 100; end -= SEGMENT_S) {
    rows.unshift({ id: `${end}-abc`, start_time: end - SEGMENT_S, end_time: end, segment_size: 2.5, motion: 0, objects: 0, duration: SEGMENT_S });
  }
  return answer(200, rows);
};

const one = (rows: ReadonlyMap<string, unknown>, id: string, row: (found: never) => unknown): ApiAnswer => {
  const found = rows.get(decodeURIComponent(id));
  return found === undefined ? answer(404, { success: false, message: 'not found' }) : answer(200, row(found as never));
};

const route = (truth: FrigateTruth, url: URL): ApiAnswer => {
  const [, api, what = '', second] = url.pathname.split('/');
  if (api !== 'api') return answer(404, 'Not Found');
  if (what === 'version') return answer(200, fullVersion(truth.version));
  if (what === 'config') return answer(200, configBytes(truth));
  // In safe mode there is no database behind.
  if (truth.safeMode) return answer(500, { success: false });
  if (what === 'faces') return answer(200, Object.fromEntries([...truth.faces, 'train'].map((name) => [name, [`${name}-1.webp`]])));
  if (what === 'review') return second === undefined ? reviewList(truth, url.searchParams) : one(truth.reviews, second, reviewRow);
  if (what === 'events') return second === undefined ? eventList(truth, url.searchParams) : one(truth.events, second, eventRow);
  return second === 'recordings' ? recordings(truth, decodeURIComponent(what), url.searchParams) : answer(404, { detail: 'Not Found' });
};

/** Without `users` nobody logs in: port 5000. */
export const answerApi = (truth: FrigateTruth, users: ApiUsers | undefined, ask: ApiAsk, nowS: number): ApiAnswer => {
  const url = new URL(ask.url, 'http://frigate.test');
  const dated = (reply: ApiAnswer): ApiAnswer => ({ ...reply, headers: { ...reply.headers, date: httpDate(nowS) } });
  if (users && url.pathname === '/api/login') return dated(logIn(users, ask, nowS));
  if (users && !isLoggedIn(users, ask.cookie, nowS)) return dated(answer(401, ''));
  return dated(route(truth, url));
};
