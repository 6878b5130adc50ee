import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

type Refusal = 'reset' | 'close' | 'handshake';

/** A TCP proxy on a free loopback port that misbehaves on demand. */
export interface TcpProxy {
  readonly port: number;
  /** Connections accepted since the start. */
  readonly accepted: number;
  /** Closes every connection; new ones are accepted. */
  cut(): void;
  /** Swallows bytes in both directions and accepts connections that never answer, as a dead NAT entry does. */
  blackhole(on: boolean): void;
  /** Holds bytes towards the client for this long. */
  delay(ms: number): void;
  /**
   * Refuses new connections: `reset` as a port does behind which nobody listens, `close` by an orderly end at once. The
   * latter in answer to a bridge with TLS makes Debian's mosquitto stand still (docs/decisions/0009). `handshake`: closes
   * in the middle of the target's first answer.
   */
  refuse(how: Refusal | false): void;
  close(): Promise<void>;
}

/** `inspect` sees the first bytes of each connection; answer bytes to send and close instead of forwarding. */
export const startTcpProxy = async (targetPort: number, inspect?: (first: Buffer) => Buffer | undefined): Promise<TcpProxy> => {
  const sockets = new Set<Socket>();
  let swallow = false;
  let refusing: Refusal | false = false;
  let delayMs = 0;
  let accepted = 0;
  const track = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    return socket;
  };
  const server = createServer((client) => {
    accepted += 1;
    track(client);
    if (refusing === 'close') return void client.destroy();
    if (refusing === 'reset') return void client.resetAndDestroy();
    const upstream = track(connect(targetPort, '127.0.0.1'));
    let first = true;
    client.on('data', (chunk) => {
      const answer = first ? inspect?.(chunk) : undefined;
      first = false;
      if (answer) return void client.end(answer);
      if (!swallow) upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (swallow) return;
      if (refusing === 'handshake') return void client.end(chunk.subarray(0, chunk.length / 2));
      if (delayMs === 0) client.write(chunk);
      else setTimeout(() => client.writable && client.write(chunk), delayMs);
    });
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => !swallow && client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const destroyAll = (): void => sockets.forEach((socket) => socket.destroy());
  return {
    port: (server.address() as AddressInfo).port,
    get accepted() {
      return accepted;
    },
    cut: destroyAll,
    blackhole: (on) => void (swallow = on),
    delay: (ms) => void (delayMs = ms),
    refuse: (how) => void (refusing = how),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        destroyAll();
      }),
  };
};
