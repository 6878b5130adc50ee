import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** The certificate that the other side showed. */
export interface PeerCertificate {
  readonly subject: string;
  readonly issuer: string;
  readonly notBeforeTs: number;
  readonly notAfterTs: number;
  /** SHA-256, upper-case hex with colons. */
  readonly fingerprint: string;
}

const LONGEST_NAME = 200;
const nameOf = (name: Readonly<Record<string, string | string[] | undefined>> | undefined): string => String(name?.['CN'] ?? name?.['O'] ?? '').slice(0, LONGEST_NAME);

/** Undefined without TLS, or before its handshake. */
export const peerCertificateOf = (socket: Socket | undefined): PeerCertificate | undefined => {
  if (!(socket instanceof TLSSocket)) return undefined;
  const certificate = socket.getPeerCertificate();
  if (certificate?.valid_to === undefined) return undefined;
  const { subject, issuer, valid_from: from, valid_to: to, fingerprint256 } = certificate;
  return {
    subject: nameOf(subject as unknown as Record<string, string>),
    issuer: nameOf(issuer as unknown as Record<string, string>),
    notBeforeTs: Date.parse(from),
    notAfterTs: Date.parse(to),
    fingerprint: fingerprint256,
  };
};
