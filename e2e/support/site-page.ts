import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocketServer } from 'ws';

/** A site's web server of the test's own: an echo, a download, a socket, a page with a form, and what it was asked. */
export interface SitePage {
  readonly port: number;
  /** `METHOD path` of all requests. */
  readonly asked: readonly string[];
  /** Bodies of sign-ins. */
  readonly signIns: readonly string[];
  readonly close: () => Promise<void>;
}

export interface SitePageOptions {
  readonly name: string;
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly password?: string;
}

const CHUNK = Buffer.alloc(64 * 1024, 7);

export const startSitePage = async (options: SitePageOptions): Promise<SitePage> => {
  const asked: string[] = [];
  const signIns: string[] = [];
  const sockets = new Set<Socket>();
  const listener: RequestListener = (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    void answer(options, request, response, signIns);
  };
  const server = options.tls === undefined ? createServer(listener) : createTlsServer(options.tls, listener);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const ws = new WebSocketServer({ server, path: '/ws' });
  ws.on('connection', (socket) => socket.on('message', (data, binary) => socket.send(data as Buffer, { binary })));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    signIns,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      ws.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
};

const answer = async (options: SitePageOptions, request: IncomingMessage, response: ServerResponse, signIns: string[]): Promise<void> => {
  const url = new URL(request.url ?? '/', 'http://site.test');
  const body = await read(request);
  switch (url.pathname) {
    case '/echo':
      return void response.end(createHash('sha256').update(body).digest('hex'));
    case '/blob':
      return sendBlob(response, Number(url.searchParams.get('mb') ?? 1));
    case '/who':
      return void response.end(request.headers.cookie ?? '');
    case '/file': {
      response.setHeader('Content-Disposition', 'attachment; filename="till_1.txt"');
      return void response.end('recorded');
    }
    case '/api/login': {
      signIns.push(body.toString());
      const { password } = JSON.parse(body.toString()) as { password?: string };
      response.statusCode = password === options.password ? 200 : 401;
      response.setHeader('Set-Cookie', 'frigate_token=let-in; HttpOnly; Path=/');
      return void response.end('{}');
    }
    case '/worker.js':
    case '/shared.js':
    case '/service.js':
      response.setHeader('Content-Type', 'text/javascript');
      return void response.end({ '/worker.js': WORKER, '/shared.js': SHARED_WORKER, '/service.js': SERVICE_WORKER }[url.pathname]);
    case '/who-are-you':
      // The first is for the page, the second as if the console's own proxy asked.
      response.writeHead(url.searchParams.has('proxy') ? 407 : 401, {
        'WWW-Authenticate': 'Basic realm="site console"',
        'Proxy-Authenticate': 'Basic realm="site console"',
      });
      return void response.end(JSON.stringify(request.headers));
    case '/report':
      response.setHeader('Content-Type', 'text/html');
      response.setHeader('Content-Security-Policy-Report-Only', `script-src 'none'; report-uri http://127.0.0.1:${url.searchParams.get('port')}/report`);
      return void response.end('<script>1</script>');
    case '/elsewhere':
      response.statusCode = 302;
      response.setHeader('Location', 'https://elsewhere.example/page');
      return void response.end();
    default:
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.setHeader('Set-Cookie', `site=${options.name}; Path=/`);
      response.end(pageOf(options.name, url));
  }
};

/** All ask for whatever address they are told, and answer when that is over. */
const WORKER = "onmessage = ({ data }) => fetch(data, { mode: 'no-cors' }).catch(() => 0).then(() => postMessage('over'));";
const SHARED_WORKER = "onconnect = ({ ports: [port] }) => { port.onmessage = ({ data }) => fetch(data, { mode: 'no-cors' }).catch(() => 0).then(() => port.postMessage('over')); };";
const SERVICE_WORKER = `
  oninstall = () => skipWaiting();
  onmessage = ({ data, ports }) => fetch(data, { mode: 'no-cors' }).catch(() => 0).then(() => ports[0].postMessage('over'));`;

const read = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

const sendBlob = (response: ServerResponse, mb: number): void => {
  let left = mb * 16;
  response.setHeader('Content-Length', String(left * CHUNK.length));
  const more = (): void => {
    while (left > 0) {
      left -= 1;
      if (!response.write(CHUNK)) return void response.once('drain', more);
    }
    response.end();
  };
  more();
};

const pageOf = (name: string, url: URL): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${name} ${url.pathname}</title>
<style>body{margin:0;font:16px sans-serif;background:#0b3d2e;color:#fff}main{padding:24px}a{color:#9cf}</style></head>
<body><main><h1>${name}</h1><p id="where"></p>
<p><a id="inside" href="/inside">inside</a> <a id="window" target="_blank" href="/window">window</a>
<a id="outside" href="https://elsewhere.example/page">outside</a> <a id="file" href="/file">file</a></p>
<form><input id="box" aria-label="box"><button>Send</button></form>
<script>document.getElementById('where').textContent = location.href;</script></main></body></html>`;
