import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** A listener on loopback that only counts who came. */
export interface Recorder {
  readonly port: number;
  readonly seen: () => number;
  readonly close: () => void;
}

/** Counts TCP connections; answers each with an empty page, so that a client sees success. */
export const recordTcp = (): Promise<Recorder> => recordAt('127.0.0.1');

/** The same at the loopback address of IPv6. */
export const recordTcp6 = (): Promise<Recorder> => recordAt('::1');

const recordAt = async (address: string): Promise<Recorder> => {
  let count = 0;
  const server = createServer((socket) => {
    count += 1;
    socket.on('error', () => socket.destroy());
    socket.once('data', () =>
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nAccess-Control-Allow-Origin: *\r\n\r\n'),
    );
  });
  server.listen(0, address);
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, seen: () => count, close: () => server.close() };
};

/** Counts UDP packets. */
export const recordUdp = async (): Promise<Recorder> => {
  let count = 0;
  const socket = createSocket('udp4', () => (count += 1));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { port: socket.address().port, seen: () => count, close: () => socket.close() };
};
