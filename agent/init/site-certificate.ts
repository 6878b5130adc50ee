import { createPrivateKey } from 'node:crypto';
import type { X509Certificate } from 'node:crypto';
import { isClockSet } from '../site/identity.ts';
import { readCertificate } from './authority.ts';

const PEM_BLOCK = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

const allIn = (text: string): readonly X509Certificate[] => (text.match(PEM_BLOCK) ?? []).map((block) => readCertificate(block, 'The chain'));

interface Expected {
  readonly site: string;
  /** PEM of the router's own key. */
  readonly key: string;
  /** PEM texts of the authority. */
  readonly ca: string;
  readonly nowMs: number;
}

/** What is wrong with a certificate for this router, in words; undefined where the hubs will take it. */
export const checkSiteCertificate = (text: string, { site, key, ca, nowMs }: Expected): string | undefined => {
  const certificate = readCertificate(text, 'This file');
  const [, ...chain] = allIn(text);
  if (certificate.subject !== `CN=${site}`) return `This certificate is for ${JSON.stringify(certificate.subject)}, not for CN=${site}.`;
  if (!certificate.checkPrivateKey(createPrivateKey(key))) return "This certificate was made for another key than this router's.";
  const isIssuer = (issuer: X509Certificate): boolean => certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  if (![...chain, ...allIn(ca)].some(isIssuer)) return "This certificate was signed by another authority than this site's.";
  if (isClockSet(nowMs) && Date.parse(certificate.validTo) < nowMs) return `This certificate ended on ${certificate.validTo}.`;
  return undefined;
};
