import mqtt from 'mqtt';
import { backoffMs, type BackoffPlan } from './backoff.ts';
import type { LinkWill } from './mqtt-options.ts';

/*
 * A small MQTT 3.1.1 connection for programs that mostly publish: an agent on its own broker, a bridge. It comes back by
 * itself; each attempt asks for its last will anew, since a will names the connection that it belongs to.
 */

export interface SessionOptions {
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

const DEFAULT_BACKOFF: BackoffPlan = { baseMs: 500, maxMs: 10_000 };

/** The parts of an address, since mqtt.js would take a text apart with a deprecated parser that warns on each start. */
const addressOf = (text: string): mqtt.IClientOptions => {
  const { protocol, hostname, port, pathname } = new URL(text);
  const scheme = protocol.slice(0, -1) as 'mqtt' | 'mqtts' | 'ws' | 'wss';
  return {
    protocol: scheme,
    // Brackets belong to addresses in URLs only.
    hostname: hostname.replace(/^\[|\]$/g, ''),
    ...(port === '' ? {} : { port: Number(port) }),
    ...(scheme.startsWith('ws') ? { path: pathname } : {}),
  };
};

const clientOptions = (options: SessionOptions): mqtt.IClientOptions => {
  const will = options.will();
  return {
    ...addressOf(options.url),
    clientId: options.clientId,
    protocolVersion: 4,
    clean: options.clean,
    keepalive: options.keepaliveS,
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    log: () => undefined,
    will: { ...will, payload: Buffer.from(will.payload) },
    ...(options.user === undefined ? {} : { username: options.user }),
    ...(options.password === undefined ? {} : { password: options.password }),
  };
};

/** mqtt.js puts the CONNACK code where a socket's error has a word. */
const isRefusal = (error: Error): boolean => 'code' in error && typeof error.code === 'number' && error.code > 0;

class ReconnectingSession implements MqttSession {
  connected = false;
  readonly #options: SessionOptions;
  readonly #handlers: SessionHandlers;
  #client: mqtt.MqttClient | undefined;
  #timer: NodeJS.Timeout | undefined;
  #attempt = 0;
  #held = false;
  readonly #unanswered = new Set<(ok: boolean) => void>();

  constructor(options: SessionOptions, handlers: SessionHandlers) {
    this.#options = options;
    this.#handlers = handlers;
  }

  start(): this {
    this.#connect();
    return this;
  }

  #connect(): void {
    const client = mqtt.connect(clientOptions(this.#options));
    this.#client = client;
    client.on('connect', () => {
      this.connected = true;
      this.#attempt = 0;
      this.#handlers.onConnected();
    });
    client.on('message', (topic, payload) => this.#handlers.onMessage(topic, payload));
    client.on('error', (error) => this.#handlers.onFailed(isRefusal(error)));
    client.once('close', () => this.#closed(client));
  }

  #closed(client: mqtt.MqttClient): void {
    client.removeAllListeners();
    client.on('error', () => undefined);
    if (this.#client !== client) return;
    this.#client = undefined;
    const wasConnected = this.connected;
    this.connected = false;
    for (const answer of [...this.#unanswered]) answer(false);
    this.#unanswered.clear();
    if (wasConnected) this.#handlers.onDisconnected();
    if (!this.#held) this.#retry();
  }

  #retry(): void {
    clearTimeout(this.#timer);
    const waitMs = backoffMs(this.#options.backoff ?? DEFAULT_BACKOFF, this.#attempt, this.#options.random());
    this.#attempt += 1;
    this.#timer = setTimeout(() => this.#connect(), waitMs);
  }

  subscribe(topics: readonly string[], qos: 0 | 1): void {
    // A refused filter is the broker's rights, told in its log; there is nothing to do about it here.
    this.#client?.subscribe([...topics], { qos }, () => undefined);
  }

  publish(topic: string, payload: string, options: { readonly qos: 0 | 1; readonly retain: boolean }, answer?: (ok: boolean) => void): void {
    const client = this.#client;
    if (!client || !this.connected) return answer?.(false);
    const settle = (ok: boolean): void => {
      if (this.#unanswered.delete(settle)) answer?.(ok);
    };
    this.#unanswered.add(settle);
    client.publish(topic, payload, options, (error) => settle(!error));
  }

  cut(): void {
    this.#held = true;
    clearTimeout(this.#timer);
    const client = this.#client;
    client?.stream?.destroy();
    client?.end(true);
  }

  resume(): void {
    if (!this.#held) return;
    this.#held = false;
    this.#attempt = 0;
    if (!this.#client) this.#connect();
  }

  async stop(): Promise<void> {
    this.#held = true;
    clearTimeout(this.#timer);
    const client = this.#client;
    if (!client) return;
    await (this.connected ? client.endAsync() : client.endAsync(true));
  }
}

/** A session that connects at once and comes back after each loss until it is cut or stopped. */
export const openMqttSession = (options: SessionOptions, handlers: SessionHandlers): MqttSession =>
  new ReconnectingSession(options, handlers).start();
