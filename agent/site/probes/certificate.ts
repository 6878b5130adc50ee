import { X509Certificate } from 'node:crypto';
import type { CertificateBody } from '../observation.ts';
import type { SystemFiles } from './system-files.ts';

/*
 * The certificate that the bridges show to the hubs. Dates are read out of the file: who renews it is not this probe's
 * matter.
 */

const oneLine = (text: string, max: number): string => text.replaceAll('\n', ', ').slice(0, max);

const time = (text: string): number | undefined => {
  const ms = Date.parse(text);
  return Number.isFinite(ms) && ms >= 0 ? ms : undefined;
};

/** The first certificate of a PEM text; undefined where there is none. */
export const parseCertificate = (pem: string): CertificateBody | undefined => {
  try {
    const certificate = new X509Certificate(pem);
    const [from, to] = [time(certificate.validFrom), time(certificate.validTo)];
    return {
      subject: oneLine(certificate.subject, 300),
      issuer: oneLine(certificate.issuer, 300),
      serial: certificate.serialNumber.toLowerCase().slice(0, 64),
      fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
      ...(from === undefined ? {} : { not_before_ts: from }),
      ...(to === undefined ? {} : { not_after_ts: to }),
    };
  } catch {
    return undefined;
  }
};

/** Undefined where the file is missing or no certificate. */
export const readCertificate = async (files: SystemFiles, path: string): Promise<CertificateBody | undefined> => {
  const pem = await files.text(path);
  return pem === undefined ? undefined : parseCertificate(pem);
};
