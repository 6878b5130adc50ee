import { createHash } from 'node:crypto';

/** SHA-256 of a certificate in PEM, 64 lower case hex digits. */
export const fingerprintOf = (pem: string): string => {
  const body = /-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----/.exec(pem)?.[1] ?? '';
  return createHash('sha256').update(Buffer.from(body, 'base64')).digest('hex');
};

interface CertificateQuestion {
  readonly shown: string;
  /** Fingerprints of the site's consoles at that host; empty where none is pinned. */
  readonly pinned: readonly string[];
  /** What was accepted by hand for that host. */
  readonly accepted: readonly string[];
  /** Chromium trusts the chain and the name. */
  readonly verified: boolean;
}

type CertificateVerdict = 'trusted' | 'changed' | 'invalid';

/**
 * A pinned certificate is the only one believed, whoever signed another. Without a pin an authority must have signed it.
 * What was accepted by hand counts as pinned.
 */
export const judgeCertificate = ({ shown, pinned, accepted, verified }: CertificateQuestion): CertificateVerdict => {
  if (accepted.includes(shown) || pinned.includes(shown)) return 'trusted';
  if (pinned.length > 0) return 'changed';
  return verified ? 'trusted' : 'invalid';
};
