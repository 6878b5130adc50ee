import { readFile } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import type { Protocol } from 'electron';
import { rangeOf, readStreets } from './streets.ts';

/** The only origin of the window's code: files of the build, no network. */
export const APP_SCHEME = 'app';
export const APP_ORIGIN = 'app://console';
export const START_PAGE = `${APP_ORIGIN}/index.html`;

/** To be told to Electron before it is ready. */
export const APP_SCHEME_PRIVILEGES: Electron.CustomScheme = {
  scheme: APP_SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, codeCache: true },
};

/** No remote code, no inline code, no eval, nowhere to send anything. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "media-src 'self'",
  "manifest-src 'none'",
  "object-src 'none'",
  "frame-src 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-DNS-Prefetch-Control': 'off',
};

/** Types of what the build writes; anything else is not served. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/wav',
};

/**
 * The file under `root` that an `app:` address names with its media type, or undefined: another host, another kind of
 * file, or a path that leaves the folder, however it is spelled.
 */
export const fileOfUrl = (
  root: string,
  address: string,
): { readonly path: string; readonly mediaType: string } | undefined => {
  let name: string;
  try {
    const url = new URL(address);
    if (`${url.protocol}//${url.host}` !== APP_ORIGIN) return undefined;
    name = decodeURIComponent(url.pathname);
  } catch {
    return undefined;
  }
  if (name.includes('\0') || name.includes('\\')) return undefined;
  const folder = resolve(root);
  const path = resolve(join(folder, name));
  const mediaType = MEDIA_TYPES[extname(path)];
  return path.startsWith(folder + sep) && mediaType !== undefined ? { path, mediaType } : undefined;
};

/** Where the window reads the street map of the customer's choice, in ranges. */
const STREETS_URL = `${APP_ORIGIN}/streets.pmtiles`;

const answerStreets = async (path: string | undefined, asked: string | null): Promise<Response> => {
  const range = rangeOf(asked);
  const body = path === undefined || range === undefined ? undefined : await readStreets(path, range.from, range.bytes).catch(() => undefined);
  if (body === undefined || range === undefined) return new Response('Not found', { status: 404, headers: HEADERS });
  const to = range.from + body.length - 1;
  const headers = { ...HEADERS, 'Content-Type': 'application/octet-stream', 'Content-Range': `bytes ${range.from}-${to}/*` };
  return new Response(body, { status: 206, headers });
};

/** Serves the built renderer and the ranges of one street map, read-only, each answer with the policy headers. */
export const serveApp = (protocol: Protocol, root: string, streetsFile: () => string | undefined): void => {
  protocol.handle(APP_SCHEME, async (request) => {
    if (request.method === 'GET' && request.url === STREETS_URL) return answerStreets(streetsFile(), request.headers.get('Range'));
    const file = request.method === 'GET' ? fileOfUrl(root, request.url) : undefined;
    const body = file === undefined ? undefined : await readFile(file.path).catch(() => undefined);
    if (file === undefined || body === undefined) return new Response('Not found', { status: 404, headers: HEADERS });
    return new Response(body, { headers: { ...HEADERS, 'Content-Type': file.mediaType } });
  });
};
