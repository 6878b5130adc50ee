import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { AgentSettings } from '../../site/settings.ts';
import { answer } from './routes.ts';
import { consoleFinder } from './sites.ts';
import { serveTopics, serveVideo } from './sockets.ts';

/*
 * SIMULATION: the consoles of all simulated sites on one port of 127.0.0.1. Which of them is meant stands in the Host header,
 * as a request through the tunnel has it.
 */

export interface ConsoleServer {
  readonly port: number;
  stop(): Promise<void>;
}

const SOCKETS = { '/ws': serveTopics, '/live/mse/api/ws': serveVideo } as const;
const MESSAGE_MAX_BYTES = 1_048_576;
const MOST_SOCKETS = 200;

export const startConsoleServer = async (sites: readonly AgentSettings[]): Promise<ConsoleServer> => {
  const find = consoleFinder(sites);
  const server = createServer((request, response) => {
    answer(request, response, find(request.headers.host)).catch(() => response.destroy());
  });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_MAX_BYTES });
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const [path] = (request.url ?? '').split('?');
    const serve = SOCKETS[path as keyof typeof SOCKETS];
    const isTaken = find(request.headers.host) !== undefined && sockets.clients.size < MOST_SOCKETS;
    if (!isTaken || serve === undefined) return void stream.destroy();
    return sockets.handleUpgrade(request, stream, head, (socket) => {
      socket.on('error', () => socket.terminate());
      serve(socket);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};
