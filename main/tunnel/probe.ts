import type { Duplex } from 'node:stream';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { canonicalHost } from '../../fleet/tunnel/allow-list.ts';
import type { DialCode } from '../../fleet/tunnel/opening-rules.ts';
import type { SiteConsole } from '../../fleet/tunnel/opening.ts';
import type { Dialled } from './engine.ts';

export type Probe =
  /** `latencyMs`: the round trip that the TCP connection took. */
  | { readonly ok: true; readonly latencyMs: number }
  | { readonly ok: false; readonly code: DialCode; readonly text: string }
  | { readonly ok: false; readonly code: 'changed' | 'invalid'; readonly shown: string; readonly pinned?: string; readonly text: string };

export type ProbeDial = (host: string, port: number, timeoutMs: number) => Promise<Dialled>;

/**
 * Asks a console for a sign of life through the tunnel: any answer to HEAD, behind TLS where it speaks that. A certificate
 * is checked on the way: pinned ones by their fingerprint, others by authority and name.
 */
export const probe = async (dial: ProbeDial, site: SiteConsole, timeoutMs: number): Promise<Probe> => {
  const startMs = performance.now();
  const dialled = await dial(site.host, site.port, timeoutMs);
  if (!dialled.ok) return dialled;
  const latencyMs = Math.round(performance.now() - startMs);
  const { stream } = dialled;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Probe>((resolve) => {
    const leftMs = Math.max(1, timeoutMs - latencyMs);
    timer = setTimeout(() => resolve({ ok: false, code: 'ETIMEDOUT', text: 'no answer' }), leftMs);
  });
  try {
    return await Promise.race([late, site.scheme === 'https' ? askTls(stream, site, latencyMs) : ask(stream, site, latencyMs)]);
  } finally {
    clearTimeout(timer);
    stream.destroy();
  }
};

const ask = (stream: Duplex, { host, port }: SiteConsole, latencyMs: number): Promise<Probe> =>
  new Promise((resolve) => {
    const fail = (text: string): void => resolve({ ok: false, code: 'EDIAL', text });
    stream.once('data', () => resolve({ ok: true, latencyMs }));
    stream.once('end', () => fail('the site ended the connection without an answer'));
    stream.once('close', () => fail('the connection broke'));
    stream.on('error', (error) => fail(error.message));
    const name = host.includes(':') ? `[${canonicalHost(host)}]` : canonicalHost(host);
    stream.write(`HEAD / HTTP/1.1\r\nHost: ${name}:${port}\r\nUser-Agent: blocao-console\r\nConnection: close\r\n\r\n`);
  });

const askTls = (stream: Duplex, site: SiteConsole, latencyMs: number): Promise<Probe> =>
  new Promise((resolve) => {
    const host = canonicalHost(site.host);
    const name = /^[0-9.]+$|:/.test(host) ? {} : { servername: host };
    const tls = connectTls({ socket: stream, host, rejectUnauthorized: false, ...name });
    tls.once('error', (error) => resolve({ ok: false, code: 'EDIAL', text: error.message }));
    tls.once('secureConnect', () => {
      const wrong = certificateFault(tls, site.sha256);
      if (wrong !== undefined) return resolve(wrong);
      return void ask(tls, site, latencyMs).then(resolve);
    });
  });

const hex = (fingerprint: string): string => fingerprint.replaceAll(':', '').toLowerCase();

const certificateFault = (tls: TLSSocket, pin: string | undefined): Probe | undefined => {
  const shown = hex(tls.getPeerCertificate().fingerprint256 ?? '');
  if (pin !== undefined) {
    const pinned = hex(pin);
    return shown === pinned ? undefined : { ok: false, code: 'changed', shown, pinned, text: 'another certificate' };
  }
  if (tls.authorized) return undefined;
  const why = tls.authorizationError as unknown;
  return { ok: false, code: 'invalid', shown, text: why instanceof Error ? why.message : String(why) };
};
