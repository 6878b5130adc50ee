import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/*
 * Below what systems hand out by themselves (32768 on Linux, 49152 elsewhere): neither an outgoing connection nor a server
 * on port 0 takes such a port between the question and its use, or while a broker restarts on it.
 */
const FIRST = 15_000;
const END = 32_768;

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/** A port of loopback that nobody listens on, and that the system gives to nobody else. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = randomInt(FIRST, END);
    if (await isFree(port)) return port;
  }
};
