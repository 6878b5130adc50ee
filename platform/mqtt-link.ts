import type mqtt from 'mqtt';
import { backoffMs, type BackoffPlan } from './backoff.ts';
import { openTunnel, type Tunnel } from './http-proxy.ts';
import { openClient, placeOf, type LinkClient } from './mqtt-client.ts';
import { DEFAULT_CONNECT_TIMEOUT_MS, type MqttLinkOptions } from './mqtt-options.ts';
import { pingOf } from './mqtt-ping.ts';
import { findProblem, type LinkProblem } from './mqtt-problem.ts';
import { pubacks } from './mqtt-pubacks.ts';
import { peerCertificateOf, type PeerCertificate } from './peer-certificate.ts';

/*
 * One MQTT connection that comes back by itself. Each attempt is a fresh mqtt.js client (so protocol version and stores never
 * leak from one attempt to the next); what must survive a cut lives in the broker's session and in the caller.
 */

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
  /** Real ms of an MQTT ping and its answer; undefined where there is no connection or no answer in time. */
  ping(patienceMs: number): Promise<number | undefined>;
  /** Of the connection that stands; undefined without TLS. */
  peerCertificate(): PeerCertificate | undefined;
  /** Looks now whether the peer still answers (after sleep), or tries to connect now. */
  nudge(): void;
  /** Says goodbye and never comes back. */
  stop(): Promise<void>;
}

const DEFAULT_BACKOFF: BackoffPlan = { baseMs: 1_000, maxMs: 60_000 };
/** A connection that lived this long was a good one: the next wait starts short again. */
const STABLE_AFTER_MS = 10_000;
/** Passed to mqtt.js' handleMessage callback: it then goes on without a PUBACK, which `acknowledge` sends after the commit. */
const DEFERRED = new Error('acknowledged later');

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
  #socket: LinkClient['socket'] | undefined;
  #tunnel: Tunnel | undefined;
  #protocol: 4 | 5 = 5;
  #version: 'unknown' | 'guessing' | 'verifying' | 'known' = 'unknown';
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
    const { firstAfterMs } = this.#options;
    if (firstAfterMs === undefined) this.#connect();
    else this.#retryTimer = setTimeout(() => this.#connect(), firstAfterMs);
    return this;
  }

  #connect(): void {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
    const protocol = this.#protocol;
    this.#handlers.onState({ state: 'connecting', protocol });
    const { proxy, url, connectTimeoutMs = DEFAULT_CONNECT_TIMEOUT_MS } = this.#options;
    if (proxy === undefined) return this.#speak(protocol, openClient(this.#options, protocol));
    const { host, port } = placeOf(url);
    const tunnel = openTunnel(proxy, host, port, connectTimeoutMs);
    this.#tunnel = tunnel;
    void tunnel.opened.then((outcome) => {
      this.#tunnel = undefined;
      if (!outcome.ok) return this.#closed(outcome.problem, false, false);
      if (this.#stopping) return void outcome.socket.destroy();
      this.#speak(protocol, openClient(this.#options, protocol, outcome.socket));
    });
  }

  #speak(protocol: 4 | 5, { client, socket }: LinkClient): void {
    this.#client = client;
    this.#socket = socket;
    let problem: LinkProblem | undefined;
    let connectedAtMs: number | undefined;
    client.handleMessage = (packet, done) => this.#take(packet as LinkMessage, done as (error?: Error) => void);
    client.on('connect', (connack) => {
      if (this.#version === 'guessing') return this.#verifyVersion(client);
      this.#version = 'known';
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

  /** 3.1.1 works where 5 was cut without a word: perhaps the hub was just restarting, so 5 gets one more attempt. */
  #verifyVersion(client: mqtt.MqttClient): void {
    this.#version = 'verifying';
    client.end(true);
  }

  /** The version of the next attempt: old brokers close the socket on a version 5 CONNECT instead of refusing it. */
  #chooseVersion(problem: LinkProblem, wasConnected: boolean): void {
    const silent = !wasConnected && problem.code === 'closed_by_hub';
    if (problem.code === 'protocol_refused') this.#version = 'known';
    else if (this.#version === 'unknown' && silent) this.#version = 'guessing';
    else if (this.#version === 'guessing') this.#version = 'unknown';
    else if (this.#version === 'verifying' && this.#protocol === 4) return void (this.#protocol = 5);
    else if (this.#version === 'verifying') this.#version = silent ? 'known' : 'unknown';
    else return;
    const speakOld = problem.code === 'protocol_refused' || this.#version === 'guessing' || this.#version === 'known';
    this.#protocol = speakOld ? 4 : 5;
  }

  #closed(problem: LinkProblem, wasConnected: boolean, wasStable: boolean): void {
    this.connected = false;
    this.#client = undefined;
    this.#socket = undefined;
    this.#held = undefined;
    clearInterval(this.#pauseTimer);
    for (const settle of [...this.#unanswered]) settle({ outcome: 'lost' });
    if (this.#stopping) return;
    this.#chooseVersion(problem, wasConnected);
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

  ping(patienceMs: number): Promise<number | undefined> {
    return this.#client && this.connected ? pingOf(this.#client, patienceMs) : Promise.resolve(undefined);
  }

  peerCertificate(): PeerCertificate | undefined {
    return this.connected ? peerCertificateOf(this.#socket?.()) : undefined;
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
    this.#tunnel?.cancel();
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
