import { createServer, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

/** A real HTTP proxy on a free loopback port that knows CONNECT only. */
export interface TestProxy {
  readonly url: string;
  /** `host:port` of each way that it opened. */
  readonly opened: readonly string[];
  cut(): void;
  close(): Promise<void>;
}

export interface TestProxyOptions {
  /** `user:password` that it asks for. */
  readonly login?: string;
  /** Ports that it lets out to; all by default. */
  readonly ports?: readonly number[];
}

const refuse = (socket: Socket, status: string): void => void socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`);

export const startHttpProxy = async ({ login, ports }: TestProxyOptions = {}): Promise<TestProxy> => {
  const sockets = new Set<Socket>();
  const opened: string[] = [];
  const track = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    return socket;
  };
  const server = createServer((_request, response) => void response.writeHead(400).end());
  server.on('connection', track);
  server.on('connect', (request: IncomingMessage, client: Socket) => {
    const wanted = login === undefined ? undefined : `Basic ${Buffer.from(login).toString('base64')}`;
    if (request.headers['proxy-authorization'] !== wanted) return refuse(client, '407 Proxy Authentication Required');
    const { hostname, port } = new URL(`http://${request.url}`);
    if (ports && !ports.includes(Number(port))) return refuse(client, '403 Forbidden');
    const upstream = track(connect(Number(port), hostname));
    upstream.once('error', () => refuse(client, '502 Bad Gateway'));
    upstream.once('connect', () => {
      opened.push(request.url ?? '');
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(upstream).pipe(client);
    });
    client.on('close', () => upstream.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (): void => sockets.forEach((socket) => socket.destroy());
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    opened,
    cut,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
};
