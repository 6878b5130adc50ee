import { readFile } from 'node:fs/promises';
import { lookup } from 'node:dns/promises';
import { connect as connectTls } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import type { HubSettings } from '../settings.ts';
import { connectTrip } from './uplink.ts';

/*
 * The way to a hub, step by step, as its bridge has to go it: name, connection, TLS in both directions. No MQTT is spoken:
 * a second client with the site's id would throw the bridge out.
 */

export type HubFault =
  /** The name server does not know the name, or does not answer. */
  | 'name'
  /** Nothing answers there. */
  | 'unreachable'
  /** It answers, but not with TLS. */
  | 'no_tls'
  /** The hub's certificate is not of our CA, not for this name, or out of date. */
  | 'hub_certificate'
  /** The hub does not accept our certificate. */
  | 'own_certificate'
  /** Our own files are missing, unreadable or do not belong together. */
  | 'own_files';

export type HubCheck =
  | { readonly ok: true; readonly ms: number; readonly tls: boolean }
  | { readonly ok: false; readonly fault: HubFault; readonly detail: string };

/** Files for TLS; without a CA the hub is spoken to in the clear. */
export interface HubFiles {
  readonly ca?: string;
  readonly certificate?: string;
  readonly key?: string;
}

const LIMIT_MS = 8_000;
/** With TLS 1.3 a hub that refuses our certificate says so after the handshake. */
const REFUSAL_WAIT_MS = 1_500;

const fault = (kind: HubFault, detail: string): HubCheck => ({ ok: false, fault: kind, detail });

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : error.message);

/** An alert that the hub sent speaks of our side; a failed verification, of the hub's. */
const faultOf = (error: Error, isSecure: boolean): HubCheck => {
  const code = codeOf(error);
  if (/ALERT/.test(code) || isSecure) return fault('own_certificate', code);
  if (/^(?:CERT_|DEPTH_|UNABLE_TO|SELF_SIGNED|ERR_TLS_CERT|HOSTNAME)/.test(code)) return fault('hub_certificate', code);
  if (/WRONG_VERSION|UNKNOWN_PROTOCOL|ECONNRESET|EPROTO|HTTP_REQUEST/.test(code)) return fault('no_tls', code);
  if (/KEY_VALUES_MISMATCH|PEM|X509|ERR_OSSL/.test(code)) return fault('own_files', code);
  return fault('no_tls', code);
};

interface HubBytes {
  ca?: Buffer;
  certificate?: Buffer;
  key?: Buffer;
}

const handshake = (hub: HubSettings, files: HubBytes): Promise<HubCheck> =>
  new Promise((resolve) => {
    const startMs = performance.now();
    let isSecure = false;
    let socket: TLSSocket | undefined;
    let timer: NodeJS.Timeout | undefined;
    const done = (check: HubCheck): void => {
      clearTimeout(timer);
      socket?.destroy();
      resolve(check);
    };
    try {
      const { ca, certificate, key } = files;
      socket = connectTls({ host: hub.host, port: hub.port, ca, cert: certificate, key, minVersion: 'TLSv1.2' });
    } catch (error) {
      return done(faultOf(error as Error, false));
    }
    timer = setTimeout(() => done(fault('no_tls', 'timeout')), LIMIT_MS);
    socket.on('error', (error) => done(faultOf(error, isSecure)));
    socket.once('secureConnect', () => {
      isSecure = true;
      const ms = performance.now() - startMs;
      clearTimeout(timer);
      timer = setTimeout(() => done({ ok: true, ms, tls: true }), REFUSAL_WAIT_MS);
    });
    socket.once('close', () => done(isSecure ? fault('own_certificate', 'closed') : fault('no_tls', 'closed')));
    socket.resume();
  });

const readAll = async (files: HubFiles): Promise<HubBytes | string> => {
  const read: HubBytes = {};
  for (const name of ['ca', 'certificate', 'key'] as const) {
    const path = files[name];
    if (path === undefined) continue;
    try {
      read[name] = await readFile(path);
    } catch (error) {
      return `${path}: ${codeOf(error as Error)}`;
    }
  }
  return read;
};

/** Goes the whole way once. */
export const checkHub = async (hub: HubSettings, files: HubFiles = {}): Promise<HubCheck> => {
  try {
    await lookup(hub.host);
  } catch (error) {
    return fault('name', codeOf(error as Error));
  }
  const trip = await connectTrip(hub);
  if (trip.rttMs === undefined) return fault('unreachable', `${hub.host}:${hub.port}`);
  if (files.ca === undefined) return { ok: true, ms: trip.rttMs, tls: false };
  const read = await readAll(files);
  return typeof read === 'string' ? fault('own_files', read) : handshake(hub, read);
};
