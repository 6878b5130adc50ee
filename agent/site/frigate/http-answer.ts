/*
 * Answers of a Frigate over HTTP as values: whatever goes wrong has a word, nothing is thrown.
 */

/**
 * `unreachable`: no connection. `certificate`: not the one that the settings pin. `slow`, `half`, `huge`: no whole answer
 * within time and size. `login`: name or password are refused (`login_limited`: asked too often), `forbidden`: the user may
 * not. `missing`: 404. `gateway`: its web server answers, Frigate behind it does not. `status`: any other. `content`: the
 * bytes are not what was asked for. `settings`: the password file cannot be read.
 */
export type HttpFault =
  | 'unreachable'
  | 'certificate'
  | 'slow'
  | 'half'
  | 'huge'
  | 'login'
  | 'login_limited'
  | 'forbidden'
  | 'missing'
  | 'gateway'
  | 'status'
  | 'content'
  | 'settings';

export interface HttpSuccess {
  readonly ok: true;
  readonly body: Uint8Array;
  /** The server's own clock by its `Date` header, epoch ms. */
  readonly serverTs?: number;
}

export type HttpAnswer = HttpSuccess | { readonly ok: false; readonly fault: HttpFault };

/** How a Frigate's HTTP fails, and since when (monotonic ms). */
export interface HttpFailure {
  readonly fault: HttpFault;
  readonly sinceMs: number;
}

export interface FrigateHttp {
  /** GET of `/api/…`; at most `maxBytes` (1 MiB unless told). */
  get(path: string, maxBytes?: number): Promise<HttpAnswer>;
  /** How often each fault happened. */
  readonly faults: ReadonlyMap<HttpFault, number>;
  /** While it fails in one way, whatever is asked; 404 is an answer. */
  readonly failure?: HttpFailure | undefined;
}

/** Faults that show that no Frigate works behind the address. The others are an answer of a living one. */
export const isSilence = (fault: HttpFault): boolean =>
  fault === 'unreachable' || fault === 'certificate' || fault === 'slow' || fault === 'half' || fault === 'gateway';

/** What an HTTP status means where it is no success; 401 is told apart by whoever logs in. */
export const faultOfStatus = (status: number): HttpFault => {
  if (status === 401) return 'login';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'missing';
  if (status === 429) return 'login_limited';
  return status === 502 || status === 503 || status === 504 ? 'gateway' : 'status';
};
