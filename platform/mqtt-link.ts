import mqtt from 'mqtt';
import { backoffMs, type BackoffPlan } from './backoff.ts';
import { findProblem, type LinkProblem } from './mqtt-problem.ts';

/*
 * One MQTT connection that comes back by itself. Each attempt is a fresh mqtt.js client (so protocol version and stores never
 * leak from one attempt to the next); what must survive a cut lives in the broker's session and in the caller.
 */

export interface LinkWill {
  readonly topic: string;
  readonly payload: string;
  readonly qos: 0 | 1;
  readonly retain: boolean;
}

export interface MqttLinkOptions {
  /** `mqtt`, `mqtts`, `ws` or `wss`; a login inside the URL counts where `user` is absent. */
  readonly url: string;
  readonly clientId: string;
  readonly user?: string;
  readonly password?: string;
  /** PEM texts. The broker's certificate is always verified; `ca` replaces the system's authorities. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly keepaliveS: number;
  readonly cleanStart: boolean;
  /** MQTT 5 only; how long the broker keeps the session after a cut. */
  readonly sessionExpiryS?: number;
  readonly will?: LinkWill;
  /** MQTT 5 only: unacknowledged QoS 1 messages that the broker may have under way to us. */
  readonly receiveMaximum?: number;
  /** MQTT 5 only: a compliant broker drops larger ones instead of sending them. */
  readonly maximumPacketBytes?: number;
  readonly connectTimeoutMs?: number;
  readonly backoff?: BackoffPlan;
  /** In [0, 1). */
  readonly random: () => number;
}

/** mqtt.js' own packet, passed on as it is: no object is made per message. */
export interface LinkMessage {
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
  readonly messageId?: number;
}

export type LinkState =
  | { readonly state: 'connecting'; readonly protocol: 4 | 5 }
  | { readonly state: 'connected'; readonly protocol: 4 | 5; readonly sessionPresent: boolean }
  | { readonly state: 'waiting'; readonly protocol: 4 | 5; readonly delayMs: number; readonly problem: LinkProblem }
  | { readonly state: 'stopped' };

export interface MqttLinkHandlers {
  /**
   * Called once for each message. QoS 1 messages are not acknowledged until `acknowledge` is told so; answer false to stop
   * reading from the socket until `resume` (the message just given counts as taken).
   */
  onMessage(message: LinkMessage): boolean | void;
  onState(state: LinkState): void;
}

export interface LinkSubscription {
  readonly topic: string;
  readonly qos: 0 | 1;
}

/** Reason code per topic; below 128 it is the granted QoS. */
export type SubscribeOutcome =
  | { readonly ok: true; readonly codes: readonly { readonly topic: string; readonly code: number }[] }
  | { readonly ok: false };

export interface PublishOptions {
  readonly qos: 0 | 1;
  readonly retain: boolean;
  /** MQTT 5 message expiry. */
  readonly expiryS?: number;
}

/** `refused` carries the broker's reason code (135: not authorised); `lost` means that the link was cut before an answer. */
export type PublishOutcome = { readonly outcome: 'ok' } | { readonly outcome: 'refused'; readonly code: number } | { readonly outcome: 'lost' };

export interface MqttLink {
  /** Counts connections; an acknowledgement belongs to the connection that brought the message. */
  readonly connection: number;
  readonly connected: boolean;
  /** Retain Handling 0, Retain As Published 0; always sent, so the broker sends its retained copies again (contract §8). */
  subscribe(subscriptions: readonly LinkSubscription[], answer: (outcome: SubscribeOutcome) => void): void;
  publish(topic: string, payload: string | Buffer, options: PublishOptions, answer?: (outcome: PublishOutcome) => void): void;
  /** Sends PUBACKs in one write; ids of an earlier connection are ignored (the broker sends those messages again). */
  acknowledge(connection: number, messageIds: readonly number[]): void;
  resume(): void;
  /** Looks now whether the peer still answers (after sleep), or tries to connect now. */
  nudge(): void;
  /** Says goodbye and never comes back. */
  stop(): Promise<void>;
}

const DEFAULT_BACKOFF: BackoffPlan = { baseMs: 1_000, maxMs: 60_000 };
const DEFAULT_CONNECT_TIMEOUT_MS = 15_000;
/** A connection that lived this long was a good one: the next wait starts short again. */
const STABLE_AFTER_MS = 10_000;
const SCHEMES = ['mqtt:', 'mqtts:', 'ws:', 'wss:'];
/** Passed to mqtt.js' handleMessage callback: it then goes on without a PUBACK, which `acknowledge` sends after the commit. */
const DEFERRED = new Error('acknowledged later');
const PUBACK_BYTES = 4;

const connectOptions = (options: MqttLinkOptions, protocol: 4 | 5): mqtt.IClientOptions => {
  const url = new URL(options.url);
  const secure = url.protocol === 'mqtts:' || url.protocol === 'wss:';
  const user = options.user ?? (url.username === '' ? undefined : decodeURIComponent(url.username));
  const password = options.password ?? (url.password === '' ? undefined : decodeURIComponent(url.password));
  return {
    clientId: options.clientId,
    protocolVersion: protocol,
    clean: options.cleanStart,
    keepalive: options.keepaliveS,
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    connectTimeout: options.connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS,
    // mqtt.js formats a debug line several times per packet; without a listener that is pure cost.
    log: () => undefined,
    ...(user === undefined ? {} : { username: user }),
    ...(password === undefined ? {} : { password }),
    ...(secure ? { rejectUnauthorized: true } : {}),
    ...(secure && options.ca ? { ca: options.ca } : {}),
    ...(secure && options.cert && options.key ? { cert: options.cert, key: options.key } : {}),
    ...(options.will ? { will: { ...options.will, payload: Buffer.from(options.will.payload) } } : {}),
    ...(protocol === 5
      ? {
          properties: {
            ...(options.sessionExpiryS === undefined ? {} : { sessionExpiryInterval: options.sessionExpiryS }),
            ...(options.receiveMaximum === undefined ? {} : { receiveMaximum: options.receiveMaximum }),
            ...(options.maximumPacketBytes === undefined ? {} : { maximumPacketSize: options.maximumPacketBytes }),
          },
        }
      : {}),
  };
};

/** The address without the login, for mqtt.js and for people. */
export const withoutLogin = (text: string): string => {
  const url = new URL(text);
  url.username = '';
  url.password = '';
  return url.href;
};

/** True for an address that a link can try. */
export const isLinkUrl = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return SCHEMES.includes(url.protocol) && url.hostname !== '';
};

const pubacks = (messageIds: readonly number[]): Buffer => {
  const bytes = Buffer.allocUnsafe(messageIds.length * PUBACK_BYTES);
  messageIds.forEach((id, index) => bytes.writeUInt32BE(0x4002_0000 + id, index * PUBACK_BYTES));
  return bytes;
};

const reasonCode = (error: unknown): number | undefined => {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'number' ? code : undefined;
};

/** A closed connection is noticed 1.5 keepalives after the last answer of the peer (mqtt.js pings at 1.0, gives up at 1.5). */
export class ReconnectingLink implements MqttLink {
  connection = 0;
  connected = false;
  readonly #options: MqttLinkOptions;
  readonly #handlers: MqttLinkHandlers;
  #client: mqtt.MqttClient | undefined;
  #protocol: 4 | 5 = 5;
  #attempt = 0;
  #retryTimer: NodeJS.Timeout | undefined;
  #pauseTimer: NodeJS.Timeout | undefined;
  #held: (() => void) | undefined;
  #stopping = false;
  /** mqtt.js keeps a QoS 1 publish for a reconnect of its own client, which never comes: a cut answers it here. */
  readonly #unanswered = new Set<(outcome: PublishOutcome) => void>();

  constructor(options: MqttLinkOptions, handlers: MqttLinkHandlers) {
    this.#options = options;
    this.#handlers = handlers;
  }

  start(): this {
    this.#connect();
    return this;
  }

  #connect(): void {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
    const protocol = this.#protocol;
    this.#handlers.onState({ state: 'connecting', protocol });
    const client = mqtt.connect(withoutLogin(this.#options.url), connectOptions(this.#options, protocol));
    this.#client = client;
    let problem: LinkProblem | undefined;
    let connectedAtMs: number | undefined;
    client.handleMessage = (packet, done) => this.#take(packet as LinkMessage, done as (error?: Error) => void);
    client.on('connect', (connack) => {
      connectedAtMs = performance.now();
      this.connection += 1;
      this.connected = true;
      this.#handlers.onState({ state: 'connected', protocol, sessionPresent: connack.sessionPresent });
    });
    client.on('error', (error) => (problem ??= findProblem(error)));
    client.on('disconnect', (packet) => (problem ??= findProblem({ disconnectCode: packet.reasonCode ?? 0 })));
    client.once('close', () => {
      client.removeAllListeners();
      client.on('error', () => undefined);
      const wasStable = connectedAtMs !== undefined && performance.now() - connectedAtMs >= STABLE_AFTER_MS;
      this.#closed(problem ?? { code: 'closed_by_hub', text: 'connection closed' }, connectedAtMs !== undefined, wasStable);
    });
  }

  #closed(problem: LinkProblem, wasConnected: boolean, wasStable: boolean): void {
    this.connected = false;
    this.#client = undefined;
    this.#held = undefined;
    clearInterval(this.#pauseTimer);
    for (const settle of [...this.#unanswered]) settle({ outcome: 'lost' });
    if (this.#stopping) return;
    // Old brokers close the socket on a version 5 CONNECT instead of refusing it: 3.1.1 is tried once, by turns.
    if (problem.code === 'protocol_refused') this.#protocol = 4;
    else if (!wasConnected && problem.code === 'closed_by_hub') this.#protocol = this.#protocol === 5 ? 4 : 5;
    this.#attempt = wasStable ? 0 : this.#attempt;
    const refusedVersion = problem.code === 'protocol_refused' && this.#attempt === 0;
    const delayMs = refusedVersion ? 0 : backoffMs(this.#options.backoff ?? DEFAULT_BACKOFF, this.#attempt, this.#options.random());
    this.#attempt += 1;
    this.#retryTimer = setTimeout(() => this.#connect(), delayMs);
    this.#handlers.onState({ state: 'waiting', protocol: this.#protocol, delayMs, problem });
  }

  #take(message: LinkMessage, done: (error?: Error) => void): void {
    const more = this.#handlers.onMessage(message);
    const next = message.qos === 0 ? done : (): void => done(DEFERRED);
    if (more === false) this.#pause(next);
    else next();
  }

  /** While we do not read, answers to pings wait in the socket: keep the peer content and do not call it dead. */
  #pause(next: () => void): void {
    this.#held = next;
    clearInterval(this.#pauseTimer);
    this.#pauseTimer = setInterval(() => {
      this.#client?.sendPing();
      this.#client?.reschedulePing(true);
    }, (this.#options.keepaliveS * 1_000) / 2 - 1);
  }

  resume(): void {
    const next = this.#held;
    if (!next) return;
    this.#held = undefined;
    clearInterval(this.#pauseTimer);
    this.#client?.reschedulePing(true);
    next();
  }

  subscribe(subscriptions: readonly LinkSubscription[], answer: (outcome: SubscribeOutcome) => void): void {
    if (!this.#client || !this.connected) return answer({ ok: false });
    const request = Object.assign(Object.create(null) as mqtt.ISubscriptionMap, { resubscribe: true });
    for (const { topic, qos } of subscriptions) request[topic] = { qos, rap: false, rh: 0 };
    this.#client.subscribe(request, (error, _granted, packet) => {
      const granted = packet?.granted ?? (error as { packet?: { granted?: number[] } } | null)?.packet?.granted;
      if (!granted || granted.length !== subscriptions.length) return answer({ ok: false });
      answer({ ok: true, codes: subscriptions.map(({ topic }, index) => ({ topic, code: Number(granted[index]) })) });
    });
  }

  publish(topic: string, payload: string | Buffer, options: PublishOptions, answer?: (outcome: PublishOutcome) => void): void {
    const client = this.#client;
    if (!client || !this.connected) return answer?.({ outcome: 'lost' });
    const { qos, retain, expiryS } = options;
    const properties = expiryS === undefined ? {} : { properties: { messageExpiryInterval: expiryS } };
    const settle = (outcome: PublishOutcome): void => {
      if (this.#unanswered.delete(settle)) answer?.(outcome);
    };
    this.#unanswered.add(settle);
    client.publish(topic, payload, { qos, retain, ...properties }, (error) => {
      const code = reasonCode(error);
      if (!error) settle({ outcome: 'ok' });
      else settle(code === undefined ? { outcome: 'lost' } : { outcome: 'refused', code });
    });
  }

  acknowledge(connection: number, messageIds: readonly number[]): void {
    if (messageIds.length === 0 || connection !== this.connection || !this.connected) return;
    this.#client?.stream.write(pubacks(messageIds));
  }

  nudge(): void {
    if (this.connected) {
      this.#client?.sendPing();
      return;
    }
    if (this.#retryTimer === undefined) return;
    this.#attempt = 0;
    this.#connect();
  }

  stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#retryTimer);
    clearInterval(this.#pauseTimer);
    const client = this.#client;
    const wasConnected = this.connected;
    return new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(force);
        this.#handlers.onState({ state: 'stopped' });
        resolve();
      };
      // A peer that no longer reads must not keep the program from ending.
      const force = setTimeout(() => client?.stream.destroy(), 1_000);
      if (!client || client.disconnected) return finish();
      client.once('close', finish);
      client.end(!wasConnected);
    });
  }
}

/** Connects, and goes on trying until `stop`. */
export const openMqttLink = (options: MqttLinkOptions, handlers: MqttLinkHandlers): MqttLink => new ReconnectingLink(options, handlers).start();
