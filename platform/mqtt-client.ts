import { isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import mqtt from 'mqtt';
import { connectOptions, withoutLogin, type MqttLinkOptions } from './mqtt-options.ts';

/** One attempt's client. `socket`: what it speaks through, once there is one. */
export interface LinkClient {
  readonly client: mqtt.MqttClient;
  socket(): Socket | undefined;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'mqtt:': 1883, 'mqtts:': 8883, 'ws:': 80, 'wss:': 443 };

/** Host and port of an address that `isLinkUrl` accepts. */
export const placeOf = (text: string): { readonly host: string; readonly port: number } => {
  const { protocol, hostname, port } = new URL(text);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? (DEFAULT_PORTS[protocol] ?? 0) : Number(port) };
};

type TlsFiles = Pick<MqttLinkOptions, 'ca' | 'cert' | 'key'>;

/** TLS inside a tunnel, as strict as without one. Throws for files that are no certificate or key. */
export const tlsThrough = (socket: Socket, host: string, { ca, cert, key }: TlsFiles): Socket =>
  connectTls({
    socket,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    rejectUnauthorized: true,
    ...(ca ? { ca } : {}),
    ...(cert && key ? { cert, key } : {}),
  });

/** A fresh mqtt.js client, through `tunnel` where there is one. */
export const openClient = (options: MqttLinkOptions, protocol: 4 | 5, tunnel?: Socket): LinkClient => {
  const given = connectOptions(options, protocol);
  const scheme = new URL(options.url).protocol;
  const isSecure = scheme === 'mqtts:' || scheme === 'wss:';
  const through = (): Socket | undefined => tunnel && (isSecure ? tlsThrough(tunnel, placeOf(options.url).host, options) : tunnel);
  if (scheme === 'ws:' || scheme === 'wss:') {
    let socket: Socket | undefined;
    const wsOptions = {
      finishRequest: (request: { once(event: 'socket', handler: (socket: Socket) => void): void; end(): void }) => {
        request.once('socket', (one) => (socket = one));
        request.end();
      },
      ...(tunnel && { createConnection: through }),
    };
    return { client: mqtt.connect(withoutLogin(options.url), { ...given, wsOptions }), socket: () => socket };
  }
  const stream = through();
  const client = stream ? new mqtt.MqttClient(() => stream, given) : mqtt.connect(withoutLogin(options.url), given);
  return { client, socket: () => client.stream as unknown as Socket };
};
