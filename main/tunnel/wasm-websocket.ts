import { rootCertificates } from 'node:tls';
import WebSocket from 'ws';

export interface WasmWebSocketParts {
  /** PEM of a private CA beside the public ones. */
  readonly ca?: string;
  readonly controlUrl: string;
  /** The first connection to the relay is up, or the last one is gone. */
  readonly onRelay: (up: boolean) => void;
}

const HANDSHAKE_TIMEOUT_MS = 10_000;

/**
 * The `WebSocket` that the client gets as a global. It differs from `ws` where the client's library, made for browsers,
 * would stop for ever: that waits for `close` inside its `error` listener, but `ws` says `close` only after the listener has
 * returned. A browser throws on `close(1011)`, and `close` follows each `error` anyway.
 */
export const wasmWebSocket = ({ ca, controlUrl, onRelay }: WasmWebSocketParts): (new (url: string) => WebSocket) => {
  const roots = ca === undefined ? {} : { ca: [...rootCertificates, ca] };
  let relays = 0;
  return class HostWebSocket extends WebSocket {
    #corked = false;

    constructor(address: string | URL, protocols?: string | string[]) {
      const url = withControlPort(new URL(address), controlUrl);
      super(url, protocols, { ...roots, perMessageDeflate: false, handshakeTimeout: HANDSHAKE_TIMEOUT_MS, skipUTF8Validation: true });
      if (url.pathname === '/derp') this.#watchRelay();
    }

    override addEventListener(type: never, listener: never, options?: never): void {
      // Somebody has to listen to `error`, or it is thrown.
      if ((type as string) === 'error') super.on('error', () => undefined);
      else super.addEventListener(type, listener, options);
    }

    override close(code?: number, reason?: string | Buffer): void {
      if (code === undefined || code === 1_000 || (code >= 3_000 && code < 5_000)) return super.close(code, reason);
      setImmediate(() => super.close());
      throw new Error('InvalidAccessError');
    }

    /** A tick's packets leave in one write: each would cost a system call of its own. */
    override send(data: never): void {
      const socket = (this as unknown as { readonly _socket?: { cork(): void; uncork(): void } })._socket;
      if (socket !== undefined && !this.#corked) {
        this.#corked = true;
        socket.cork();
        setImmediate(() => {
          this.#corked = false;
          socket.uncork();
        });
      }
      super.send(data);
    }

    #watchRelay(): void {
      let up = false;
      const count = (by: 1 | -1): void => {
        up = by === 1;
        const before = relays;
        relays += by;
        if ((before === 0) !== (relays === 0)) onRelay(relays > 0);
      };
      super.on('open', () => count(1));
      super.on('close', () => {
        if (up) count(-1);
      });
    }
  };
};

/** The client forgets the port of an https control server (upstream issue 11968). */
const withControlPort = (url: URL, controlUrl: string): URL => {
  const control = new URL(controlUrl);
  if (url.pathname === '/ts2021' && url.hostname === control.hostname && control.port !== '') url.port = control.port;
  return url;
};
