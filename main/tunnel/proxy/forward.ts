import { request, type ClientRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import type { parseAbsolute } from '../../../fleet/tunnel/allow-list.ts';
import { requestHeaders, responseHeaders } from './headers.ts';
import { refuse } from './refusal.ts';
import { DialFailed, type SiteAgents } from './site-agent.ts';

const MAX_RESPONSE_HEADER_BYTES = 65_536;
const REPEATABLE = new Set(['GET', 'HEAD', 'OPTIONS']);

type Target = NonNullable<ReturnType<typeof parseAbsolute>>;

/** Sends one request of the page to its site and the answer back. Both bodies are piped, so a slow reader slows the sender. */
export const forward = (from: IncomingMessage, to: ServerResponse, target: Target, agents: SiteAgents): void => {
  let asked: ClientRequest | undefined;
  const ask = (again: boolean): void => {
    const upstream = request({
      agent: isRepeatable(from) ? agents.kept : agents.fresh,
      host: target.host,
      port: target.port,
      method: from.method ?? 'GET',
      path: target.path,
      headers: requestHeaders(from.rawHeaders, hostHeader(target)),
      maxHeaderSize: MAX_RESPONSE_HEADER_BYTES,
      setHost: false,
    });
    asked = upstream;
    upstream.once('response', (response) => answer(response, to));
    upstream.on('error', (error) => {
      // Once the answer flows, its own stream says how it ends: a site may answer before it has read the whole body.
      if (to.headersSent || to.destroyed) return;
      if (!again && upstream.reusedSocket) return ask(true);
      from.unpipe(upstream);
      from.resume();
      refuse(to, 502, codeOf(error));
    });
    if (hasBody(from)) from.pipe(upstream);
    else upstream.end();
  };
  to.once('close', () => {
    if (!to.writableFinished) asked?.destroy();
  });
  ask(false);
};

const answer = (response: IncomingMessage, to: ServerResponse): void => {
  to.writeHead(response.statusCode ?? 502, response.statusMessage ?? '', responseHeaders(response.rawHeaders));
  to.flushHeaders();
  // A body that breaks off breaks off for the page too: it must not look complete.
  pipeline(response, to, (error) => {
    if (error) to.destroy();
  });
};

const isRepeatable = (from: IncomingMessage): boolean => !hasBody(from) && REPEATABLE.has(from.method ?? '');

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';

const hostHeader = ({ host, port }: Target): string => {
  const name = host.includes(':') ? `[${host}]` : host;
  return port === 80 ? name : `${name}:${port}`;
};

const codeOf = (error: Error): string => (error instanceof DialFailed ? error.code : 'site_does_not_answer');
