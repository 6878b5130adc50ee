import { isSilence } from './http-answer.ts';
import type { FrigateHttp, HttpFault } from './http-answer.ts';
import { parseEventRow, parseEventRows, parseFaces, parseReviewRow, parseReviewRows, parseVersion } from './http-payload.ts';
import type { FrigateEvent, FrigateItem, FrigateReview } from './review-payload.ts';

/*
 * What Frigate's database says of a while and of single items: asked after every gap of broker, Frigate or agent, and every
 * two minutes, since a short gap is not always seen (contract §10).
 */

export interface ReconcileQuestion {
  /** Everything up to here is known, by Frigate's clock; undefined at the very first time. */
  readonly syncedTs: number | undefined;
  /** How long the agent runs. */
  readonly runningMs: number;
  /** The settings opt in to names of persons: which sub-labels are names only Frigate's list of faces tells. */
  readonly wantsFaces: boolean;
  /** Open items that Frigate must have had time to store. Of tracked objects only those not in progress are asked for. */
  readonly openReviews: readonly FrigateReview[];
  readonly openEvents: readonly FrigateItem[];
  /** Reviews that are open for so long that their tracked objects are to be looked at. */
  readonly overdue: readonly FrigateReview[];
}

export interface ReconcileAnswer {
  /** Frigate's clock before it was asked. */
  readonly serverTs: number;
  /** Oldest first. */
  readonly reviews: readonly FrigateReview[];
  readonly events: readonly FrigateEvent[];
  /** Ids that Frigate does not know any more. */
  readonly goneReviews: readonly string[];
  readonly goneEvents: readonly string[];
  /** Overdue reviews without any tracked object in progress. */
  readonly abandoned: readonly string[];
  /** Names that Frigate knows a face by; absent where they were not asked for or could not be had. */
  readonly faces?: ReadonlySet<string>;
  /** More than could be read at once: older rows are missing. */
  readonly truncated: boolean;
}

export type Reconciled = { readonly ok: true; readonly answer: ReconcileAnswer } | { readonly ok: false; readonly fault: HttpFault };

/** Items are stored some seconds after they were told; longer ones were told late. */
const OVERLAP_MS = 300_000;
const DAY_MS = 86_400_000;
/** An agent that was away for longer does not tell the older ones. */
const REACH_MS = 2 * DAY_MS;
const ROWS_MAX = 1_000;
/** Fewer at once where they are too large together: an object that moves for hours has a long path. */
const ROWS_MIN = 15;
const ROWS_MAX_BYTES = 4_194_304;
/** Of a while that was too long to be told whole: the newest count. */
const PAGES_MAX = 20;
const SINGLES_MAX = 20;

class Failed extends Error {
  readonly fault: HttpFault;
  constructor(fault: HttpFault) {
    super(fault);
    this.fault = fault;
  }
}

const inSeconds = (ts: number): string => (ts / 1_000).toFixed(3);

interface Pages<T> {
  readonly rows: readonly T[];
  readonly truncated: boolean;
}

/** All rows between two moments, newest first as Frigate lists them, page by page. `path` ends where the query goes on. */
const askPages = async <T extends FrigateItem>(
  http: FrigateHttp,
  path: string,
  { after, before }: { readonly after: number; readonly before: number },
  read: (body: Uint8Array) => readonly T[] | undefined,
): Promise<Pages<T>> => {
  const rows = new Map<string, T>();
  let limit = ROWS_MAX;
  let until = before;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const answer = await http.get(`${path}after=${inSeconds(after)}&before=${inSeconds(until)}&limit=${limit}`, ROWS_MAX_BYTES);
    if (!answer.ok && answer.fault === 'huge' && limit > ROWS_MIN) {
      limit = Math.max(ROWS_MIN, Math.floor(limit / 4));
      continue;
    }
    if (!answer.ok) throw new Failed(answer.fault);
    const found = read(answer.body);
    if (found === undefined) throw new Failed('content');
    for (const row of found) rows.set(row.id, row);
    // Frigate's times are finer than ours: the oldest may come once more.
    const oldest = found.reduce((least, { startTs }) => Math.min(least, startTs ?? least), until) + 1;
    if (found.length < limit || oldest >= until) return { rows: [...rows.values()], truncated: found.length >= limit };
    until = oldest;
  }
  return { rows: [...rows.values()], truncated: true };
};

/** Rows of the items that the list lacks, and ids that are gone. */
const askEach = async <T extends FrigateItem>(
  http: FrigateHttp,
  path: string,
  items: readonly FrigateItem[],
  listed: readonly T[],
  read: (body: Uint8Array) => T | undefined,
): Promise<{ readonly rows: readonly T[]; readonly gone: readonly string[] }> => {
  const known = new Set(listed.map(({ id }) => id));
  const rows: T[] = [];
  const gone: string[] = [];
  for (const { id } of items.filter((item) => !known.has(item.id)).slice(0, SINGLES_MAX)) {
    const answer = await http.get(`${path}/${encodeURIComponent(id)}`);
    if (answer.ok) {
      const row = read(answer.body);
      if (row) rows.push(row);
    } else if (answer.fault === 'missing') gone.push(id);
    // A camera that this user may not see: nothing can be learned of its items.
    else if (answer.fault !== 'forbidden') throw new Failed(answer.fault);
  }
  return { rows, gone };
};

const byStart = <T extends FrigateItem>(rows: readonly T[]): readonly T[] =>
  [...rows].sort((a, b) => (a.startTs ?? 0) - (b.startTs ?? 0));

/** Tracked objects in progress, where anybody wants to know. */
const inProgress = async (http: FrigateHttp, { openEvents, overdue }: ReconcileQuestion): Promise<readonly FrigateEvent[]> => {
  if (openEvents.length + overdue.length === 0) return [];
  const answer = await http.get(`/api/events?in_progress=1&include_thumbnails=0&limit=${ROWS_MAX}`, ROWS_MAX_BYTES);
  if (!answer.ok) throw new Failed(answer.fault);
  const rows = parseEventRows(answer.body);
  if (rows === undefined) throw new Failed('content');
  return rows;
};

const abandonedOf = (overdue: readonly FrigateReview[], running: readonly FrigateEvent[]): readonly string[] => {
  const ids = new Set(running.map(({ id }) => id));
  return overdue.filter(({ detections }) => !detections.some((id) => ids.has(id))).map(({ id }) => id);
};

/** Any role may ask; a Frigate without this part answers 404, and then there are no faces to tell of. */
const facesOf = async (http: FrigateHttp, { wantsFaces }: ReconcileQuestion): Promise<ReadonlySet<string> | undefined> => {
  if (!wantsFaces) return undefined;
  const answer = await http.get('/api/faces', ROWS_MAX_BYTES);
  if (answer.ok) return parseFaces(answer.body);
  if (isSilence(answer.fault)) throw new Failed(answer.fault);
  return undefined;
};

const serverClock = async (http: FrigateHttp): Promise<number> => {
  const answer = await http.get('/api/version');
  if (!answer.ok) throw new Failed(answer.fault);
  if (answer.serverTs === undefined || parseVersion(answer.body) === undefined) throw new Failed('content');
  return answer.serverTs;
};

const gather = async (http: FrigateHttp, question: ReconcileQuestion): Promise<ReconcileAnswer> => {
  const serverTs = await serverClock(http);
  // At the very first time what happened before the agent came is not told.
  const known = question.syncedTs === undefined ? serverTs - question.runningMs : Math.min(question.syncedTs, serverTs) - OVERLAP_MS;
  const after = Math.max(known, serverTs - REACH_MS);
  const window = { after, before: serverTs + DAY_MS };
  const faces = await facesOf(http, question);
  const listed = await askPages(http, '/api/review?', window, parseReviewRows);
  const reviews = await askEach(http, '/api/review', question.openReviews, listed.rows, parseReviewRow);
  const found = await askPages(http, '/api/events?include_thumbnails=0&', window, parseEventRows);
  const running = await inProgress(http, question);
  const events = await askEach(http, '/api/events', question.openEvents, [...found.rows, ...running], parseEventRow);
  return {
    serverTs,
    reviews: byStart([...listed.rows, ...reviews.rows]),
    events: byStart([...found.rows, ...events.rows]),
    goneReviews: reviews.gone,
    goneEvents: events.gone,
    abandoned: abandonedOf(question.overdue, running),
    ...(faces === undefined ? {} : { faces }),
    truncated: listed.truncated || found.truncated,
  };
};

/** Asks one Frigate. Never throws. */
export const askFrigate = async (http: FrigateHttp, question: ReconcileQuestion): Promise<Reconciled> => {
  try {
    return { ok: true, answer: await gather(http, question) };
  } catch (error) {
    if (error instanceof Failed) return { ok: false, fault: error.fault };
    throw error;
  }
};
