import { connect as connectTcp } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { generate, parser, writeToStream } from 'mqtt-packet';
import type { Packet } from 'mqtt-packet';
import { backoffMs } from '../../platform/backoff.ts';
import type { BackoffPlan } from '../../platform/backoff.ts';
import type { LinkWill } from '../../platform/mqtt-options.ts';

/*
 * MQTT 3.1.1 on a socket, in a third of the memory of mqtt.js (docs/decisions/0006): that much counts on a router with
 * 512 MB, and a simulation has a thousand of them. For programs that mostly publish: an agent on its own broker, a bridge.
 * It comes back by itself; each attempt asks for its last will anew, since a will names the connection that it belongs to.
 * No WebSocket, QoS 2 or queue of its own.
 */

export interface SessionOptions {
  /** `mqtt://` or `mqtts://`. */
  readonly url: string;
  readonly clientId: string;
  readonly user?: string;
  readonly password?: string;
  readonly keepaliveS: number;
  readonly clean: boolean;
  readonly will: () => LinkWill;
  readonly backoff?: BackoffPlan;
  /** In [0, 1). */
  readonly random: () => number;
}

export interface SessionHandlers {
  /** Called before any message of this connection. */
  onConnected(): void;
  onDisconnected(): void;
  /** A connect failed; `refused`: the broker answered and said no (CONNACK code). */
  onFailed(refused: boolean): void;
  onMessage(topic: string, payload: Buffer): void;
}

export interface MqttSession {
  readonly connected: boolean;
  subscribe(topics: readonly string[], qos: 0 | 1): void;
  /** Answers true once the message left (QoS 0) or was acknowledged (QoS 1), false when the connection was lost before. */
  publish(topic: string, payload: string, options: { readonly qos: 0 | 1; readonly retain: boolean }, answer?: (ok: boolean) => void): void;
  /** Breaks the connection as a cut cable does, no goodbye: the broker sends the last will. No retry before `resume`. */
  cut(): void;
  resume(): void;
  /** Clean goodbye without last will. */
  stop(): Promise<void>;
}

// The package would keep 65,536 buffers with all numbers of two bytes: 10 MB.
(writeToStream as { cacheNumbers?: boolean }).cacheNumbers = false;

const BACKOFF: BackoffPlan = { baseMs: 500, maxMs: 10_000 };
const CONNECT_LIMIT_MS = 15_000;
/** A message above this is not waited for: nothing that the agent reads is a tenth of it. */
const MAX_PACKET_BYTES = 8_388_608;
const LAST_ID = 65_535;

type Answer = (ok: boolean) => void;

/** One connection, from its first byte to its last. */
interface Line {
  readonly socket: Socket;
  isOpen: boolean;
  isRefused: boolean;
  receivedMs: number;
  /** Bytes since the last whole packet. */
  pending: number;
}

const openSocket = (url: string): Socket => {
  const { protocol, hostname, port } = new URL(url);
  // Brackets belong to addresses in URLs only.
  const host = hostname.replace(/^\[|\]$/g, '');
  if (protocol === 'mqtts:') return connectTls({ host, port: port === '' ? 8_883 : Number(port), servername: host });
  return connectTcp({ host, port: port === '' ? 1_883 : Number(port), noDelay: true });
};

class SocketSession implements MqttSession {
  connected = false;
  readonly #options: SessionOptions;
  readonly #handlers: SessionHandlers;
  readonly #unanswered = new Map<number, Answer>();
  #line: Line | undefined;
  #timer: NodeJS.Timeout | undefined;
  #heart: NodeJS.Timeout | undefined;
  #attempt = 0;
  #lastId = 0;
  #held = false;

  constructor(options: SessionOptions, handlers: SessionHandlers) {
    this.#options = options;
    this.#handlers = handlers;
  }

  start(): this {
    this.#connect();
    return this;
  }

  #connect(): void {
    const socket = openSocket(this.#options.url);
    const line: Line = { socket, isOpen: false, isRefused: false, receivedMs: performance.now(), pending: 0 };
    this.#line = line;
    const reader = parser({ protocolVersion: 4 });
    reader.on('packet', (packet: Packet) => {
      line.pending = 0;
      if (this.#line === line) this.#packet(line, packet);
    });
    reader.on('error', () => socket.destroy());
    socket.setTimeout(CONNECT_LIMIT_MS, () => socket.destroy());
    socket.once(this.#options.url.startsWith('mqtts:') ? 'secureConnect' : 'connect', () => this.#hello(socket));
    socket.on('data', (chunk: Buffer) => {
      line.receivedMs = performance.now();
      line.pending += chunk.byteLength;
      if (line.pending > MAX_PACKET_BYTES) socket.destroy();
      else reader.parse(chunk);
    });
    socket.on('error', () => undefined);
    socket.once('close', () => this.#closed(line));
  }

  #hello(socket: Socket): void {
    const { clientId, keepaliveS, clean, user, password } = this.#options;
    const will = this.#options.will();
    const login = { ...(user === undefined ? {} : { username: user }), ...(password === undefined ? {} : { password: Buffer.from(password) }) };
    socket.write(
      generate({
        ...{ cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clientId, keepalive: keepaliveS, clean },
        ...login,
        will: { ...will, payload: Buffer.from(will.payload) },
      } as Packet),
    );
  }

  #packet(line: Line, packet: Packet): void {
    if (packet.cmd === 'connack') return this.#welcome(line, packet.returnCode ?? 0);
    if (packet.cmd === 'puback' && packet.messageId !== undefined) return this.#answer(packet.messageId);
    if (packet.cmd !== 'publish') return;
    if (packet.qos === 1 && packet.messageId !== undefined) this.#write({ cmd: 'puback', messageId: packet.messageId });
    this.#handlers.onMessage(packet.topic, Buffer.from(packet.payload));
  }

  #welcome(line: Line, code: number): void {
    if (code !== 0) {
      line.isRefused = true;
      this.#handlers.onFailed(true);
      line.socket.destroy();
      return;
    }
    line.isOpen = true;
    line.socket.setTimeout(0);
    this.connected = true;
    this.#attempt = 0;
    const everyMs = (this.#options.keepaliveS * 1_000) / 2;
    this.#heart = setInterval(() => this.#beat(line, everyMs), everyMs);
    this.#handlers.onConnected();
  }

  /** A broker that is silent for 1.5 keepalives is gone, though its socket may stand. */
  #beat(line: Line, everyMs: number): void {
    if (performance.now() - line.receivedMs > everyMs * 3) line.socket.destroy();
    else this.#write({ cmd: 'pingreq' });
  }

  #answer(id: number): void {
    const answer = this.#unanswered.get(id);
    this.#unanswered.delete(id);
    answer?.(true);
  }

  #closed(line: Line): void {
    if (this.#line !== line) return;
    this.#line = undefined;
    clearInterval(this.#heart);
    this.connected = false;
    const lost = [...this.#unanswered.values()];
    this.#unanswered.clear();
    for (const answer of lost) answer(false);
    if (line.isOpen) this.#handlers.onDisconnected();
    else if (!line.isRefused) this.#handlers.onFailed(false);
    if (!this.#held) this.#retry();
  }

  #retry(): void {
    clearTimeout(this.#timer);
    const waitMs = backoffMs(this.#options.backoff ?? BACKOFF, this.#attempt, this.#options.random());
    this.#attempt += 1;
    this.#timer = setTimeout(() => this.#connect(), waitMs);
  }

  #write(packet: Packet): void {
    const socket = this.#line?.socket;
    if (socket?.writable) socket.write(generate(packet));
  }

  /** An id that is not under way; the sender bounds how many are. */
  #nextId(): number {
    do this.#lastId = this.#lastId >= LAST_ID ? 1 : this.#lastId + 1;
    while (this.#unanswered.has(this.#lastId));
    return this.#lastId;
  }

  subscribe(topics: readonly string[], qos: 0 | 1): void {
    // A refused filter is the broker's rights, told in its log; there is nothing to do about it here.
    this.#write({ cmd: 'subscribe', messageId: this.#nextId(), subscriptions: topics.map((topic) => ({ topic, qos })) });
  }

  publish(topic: string, payload: string, { qos, retain }: { readonly qos: 0 | 1; readonly retain: boolean }, answer?: Answer): void {
    if (!this.connected) return answer?.(false);
    const message = { cmd: 'publish', topic, payload: Buffer.from(payload), qos, retain, dup: false } as const;
    if (qos === 0) {
      this.#write(message);
      return answer?.(true);
    }
    const messageId = this.#nextId();
    this.#unanswered.set(messageId, answer ?? (() => undefined));
    this.#write({ ...message, messageId });
  }

  cut(): void {
    this.#held = true;
    clearTimeout(this.#timer);
    this.#line?.socket.destroy();
  }

  resume(): void {
    if (!this.#held) return;
    this.#held = false;
    this.#attempt = 0;
    if (!this.#line) this.#connect();
  }

  async stop(): Promise<void> {
    this.#held = true;
    clearTimeout(this.#timer);
    const socket = this.#line?.socket;
    if (!socket || socket.destroyed) return;
    const closed = new Promise((resolve) => socket.once('close', resolve));
    if (this.connected) socket.end(generate({ cmd: 'disconnect' }));
    else socket.destroy();
    // A broker that does not hang up must not hold the agent's end.
    const limit = setTimeout(() => socket.destroy(), 2_000);
    await closed;
    clearTimeout(limit);
  }
}

/** A session that connects at once and comes back after each loss until it is cut or stopped. */
export const openMqttSession = (options: SessionOptions, handlers: SessionHandlers): MqttSession => new SocketSession(options, handlers).start();
