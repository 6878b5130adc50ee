import type { IClientOptions } from 'mqtt';
import type { BackoffPlan } from './backoff.ts';
import type { HttpProxy } from './http-proxy.ts';

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
  /** The way out of the customer's network; absent: straight. */
  readonly proxy?: HttpProxy;
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
  /** The first attempt waits this long; absent: it is made at once. */
  readonly firstAfterMs?: number;
  readonly backoff?: BackoffPlan;
  /** In [0, 1). */
  readonly random: () => number;
}

export const DEFAULT_CONNECT_TIMEOUT_MS = 15_000;
const SCHEMES = ['mqtt:', 'mqtts:', 'ws:', 'wss:'];

/** What mqtt.js is told for one attempt in MQTT 5 or 3.1.1. Throws for an address that `isLinkUrl` refuses. */
export const connectOptions = (options: MqttLinkOptions, protocol: 4 | 5): IClientOptions => {
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
