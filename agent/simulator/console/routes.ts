import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { consolePage } from './page.ts';
import type { ConsoleSite } from './sites.ts';
import { TEST_FILE_BYTES, testFile } from './test-file.ts';

/* SIMULATION: routes in the shape of Frigate 0.17's, with answers made up. */

const VERSION = '0.17.0-simulated';
/** The simulated Frigate's account: it guards nothing and is told to whoever asks for the documentation. */
const VIEWER = { user: 'viewer', password: 'viewer' } as const;
const LOGIN_MAX_BYTES = 4_096;
const NOTE_MAX_BYTES = 16 * 1_048_576;
const COOKIE = 'frigate_token';

interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly console: ConsoleSite;
}

type Route = (asked: Asked) => void | Promise<void>;

const send = (response: ServerResponse, type: string, body: string, status = 200): void => {
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(body);
};

const json = (response: ServerResponse, body: unknown, status = 200): void =>
  send(response, 'application/json', JSON.stringify(body), status);

const page: Route = ({ response, console }) => send(response, 'text/html; charset=utf-8', consolePage(console));

/** Reads a body of at most `most` bytes by pieces; false when it is longer. */
const readBody = async (request: IncomingMessage, most: number, use: (piece: Buffer) => void): Promise<boolean> => {
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > most) return false;
    use(piece);
  }
  return true;
};

const login: Route = async ({ request, response }) => {
  const pieces: Buffer[] = [];
  const whole = await readBody(request, LOGIN_MAX_BYTES, (piece) => pieces.push(piece));
  const { user, password } = whole ? credentialsOf(Buffer.concat(pieces).toString()) : {};
  if (user !== VIEWER.user || password !== VIEWER.password) return json(response, { message: 'Login failed' }, 401);
  response.setHeader('Set-Cookie', `${COOKIE}=${randomBytes(16).toString('hex')}; Path=/; HttpOnly; SameSite=Lax`);
  json(response, {});
};

const credentialsOf = (text: string): { readonly user?: unknown; readonly password?: unknown } => {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? body : {};
  } catch {
    return {};
  }
};

const profile: Route = ({ request, response }) => {
  const signedIn = request.headers.cookie?.includes(`${COOKIE}=`) === true;
  json(response, { username: signedIn ? VIEWER.user : 'anonymous', role: 'viewer' });
};

const config: Route = ({ response, console: { cameras } }) =>
  json(response, { version: VERSION, cameras: Object.fromEntries(cameras.map((name) => [name, { name, enabled: true }])) });

const events: Route = ({ url, response, console: { cameras, site } }) => {
  const camera = url.searchParams.get('cameras') ?? cameras[0] ?? 'none';
  const startS = Math.floor(Date.now() / 60_000) * 60;
  const label = 'simulated';
  json(response, [0, 1, 2].map((index) => ({ id: `${startS - index * 60}.0-${site}`, camera, label, start_time: startS - index * 60 })));
};

const latest: Route = ({ url, response }) => {
  const camera = decodeURIComponent(url.pathname.split('/')[2] ?? '').replace(/[^\w-]/g, '');
  const turn = Math.floor(Date.now() / 100) % 640;
  const picture =
    '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360"><rect width="640" height="360" fill="#246"/>' +
    `<rect x="${turn}" y="140" width="40" height="40" fill="#fff"/>` +
    `<text x="20" y="340" fill="#fff" font-size="28" font-family="sans-serif">TEST PICTURE ${camera}</text></svg>`;
  send(response, 'image/svg+xml', picture);
};

const note: Route = async ({ request, response }) => {
  const hash = createHash('sha256');
  let bytes = 0;
  const whole = await readBody(request, NOTE_MAX_BYTES, (piece) => {
    bytes += piece.length;
    hash.update(piece);
  });
  if (whole) return json(response, { bytes, sha256: hash.digest('hex') });
  response.setHeader('Connection', 'close');
  json(response, { message: 'too long' }, 413);
};

const download: Route = async ({ response }) => {
  response.writeHead(200, {
    'Content-Type': 'application/octet-stream',
    'Content-Length': TEST_FILE_BYTES,
    'Content-Disposition': 'attachment; filename="test-100MiB.bin"',
  });
  // The reader may go away: that is no failure of ours.
  await pipeline(Readable.from(testFile()), response).catch(() => undefined);
};

const ROUTES: readonly (readonly [method: string, path: RegExp, route: Route])[] = [
  ['GET', /^\/(review|explore)?$/, page],
  ['GET', /^\/api\/version$/, ({ response }) => send(response, 'text/plain', VERSION)],
  ['GET', /^\/api\/config$/, config],
  ['GET', /^\/api\/profile$/, profile],
  ['POST', /^\/api\/login$/, login],
  ['GET', /^\/api\/events$/, events],
  ['GET', /^\/api\/[\w-]+\/latest\.(jpg|webp|svg)$/, latest],
  ['POST', /^\/api\/notes$/, note],
  ['GET', /^\/download\/test-100MiB\.bin$/, download],
];

/** Answers one request; what is asked of no console or no route is 404. */
export const answer = async (
  request: IncomingMessage,
  response: ServerResponse,
  console: ConsoleSite | undefined,
): Promise<void> => {
  const url = URL.canParse(request.url ?? '', 'http://console') ? new URL(request.url ?? '', 'http://console') : undefined;
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const route = url && ROUTES.find(([wanted, path]) => wanted === method && path.test(url.pathname))?.[2];
  if (!console || !url || !route) return json(response, { message: 'Not found' }, 404);
  await route({ request, response, url, console });
};
