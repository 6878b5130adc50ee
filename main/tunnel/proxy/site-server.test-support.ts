import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { WebSocketServer } from 'ws';

const MIB = 1_048_576;

/** The bytes of `/blob`: each MiB is the same, so that a hash needs no second copy of them. */
export const BLOB_MIB = Buffer.from(Uint8Array.from({ length: MIB }, (_, at) => (at * 7 + (at >> 8)) & 255));

/** What a test wants to know of the site's side. */
export interface TestSiteServer {
  readonly port: number;
  /** Echoes everything once the other side has ended. */
  readonly echoAfterEndPort: number;
  /** A port where nobody listens. */
  readonly closedPort: number;
  /** Connections accepted so far, requests seen so far (`METHOD url`), answers cut off by the other side. */
  readonly accepted: () => number;
  readonly requests: readonly string[];
  readonly cutOff: () => number;
  /** Bytes of `/blob` handed to the system. */
  readonly blobBytes: () => number;
  readonly stop: () => Promise<void>;
}

/** A site's console for tests: a real HTTP server on loopback. */
export const startSiteServer = async (): Promise<TestSiteServer> => {
  const requests: string[] = [];
  let [accepted, cutOff, blobBytes] = [0, 0, 0];
  const server = createServer((request, response) => {
    requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
    response.once('close', () => (cutOff += response.writableFinished ? 0 : 1));
    answer(request, response, (bytes) => (blobBytes += bytes));
  });
  server.on('connection', () => (accepted += 1));
  const sockets = new WebSocketServer({ server, path: '/ws', perMessageDeflate: false });
  sockets.on('connection', (socket) => socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary })));
  const echo = createTcpServer({ allowHalfOpen: true }, (socket) => {
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('end', () => socket.end(Buffer.concat(chunks)));
    socket.on('error', () => undefined);
  });
  const [port, echoAfterEndPort] = [await listen(server), await listen(echo)];
  const closed = createTcpServer();
  const closedPort = await listen(closed);
  await new Promise((resolve) => closed.close(resolve));
  return {
    port,
    echoAfterEndPort,
    closedPort,
    accepted: () => accepted,
    requests,
    cutOff: () => cutOff,
    blobBytes: () => blobBytes,
    stop: async () => {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await Promise.all([server, echo].map((one) => new Promise((resolve) => one.close(resolve))));
    },
  };
};

const listen = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

const answer = (request: IncomingMessage, response: ServerResponse, sent: (bytes: number) => void): void => {
  const url = new URL(request.url ?? '/', 'http://site.test');
  const hash = createHash('sha256');
  switch (url.pathname) {
    case '/headers':
      response.setHeader('Set-Cookie', ['a=1', 'b=2']).setHeader('Connection', 'X-Hop').setHeader('X-Hop', 'no');
      response.end(JSON.stringify(request.rawHeaders));
      break;
    case '/echo':
      request.on('data', (chunk: Buffer) => hash.update(chunk));
      request.on('end', () => response.end(hash.digest('hex')));
      break;
    case '/blob':
      blob(response, Number(url.searchParams.get('mb')), sent);
      break;
    case '/hang':
      response.write('so far');
      break;
    case '/silent':
      break;
    case '/cut':
      response.writeHead(200, { 'Content-Length': '1000' }).write('half');
      setImmediate(() => response.destroy());
      break;
    case '/early':
      response.writeHead(413).end('too large');
      break;
    default:
      response.end('<title>site</title>');
  }
};

const blob = (response: ServerResponse, mb: number, sent: (bytes: number) => void): void => {
  response.writeHead(200, { 'Content-Length': String(mb * MIB) });
  let left = mb;
  const more = (): void => {
    while (left > 0) {
      left -= 1;
      sent(MIB);
      if (!response.write(BLOB_MIB) && left > 0) return void response.once('drain', more);
    }
    response.end();
  };
  more();
};
