import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureFolder, putOnce } from './files.ts';
import { InitProblem } from './init-io.ts';
import type { InitIo } from './init-io.ts';
import { newKeyText, openssl, withScratch } from './openssl.ts';

/*
 * The hub's own authority: openssl's, in one folder that only root reads. It signs hubs and sites and keeps the list of
 * revoked certificates. step-ca takes its place later; nothing else needs to know.
 */

/** Ten years: the list is replaced by every revocation, and one that ran out would lock out every site. */
const CRL_DAYS = 3650;
const CA_DAYS = 3650;
/** Half a year, as contract §4 has it. */
export const SITE_DAYS = 183;
export const HUB_DAYS = 397;

const CONFIG = (folder: string): string =>
  [
    '[ca]\ndefault_ca = hub',
    `[hub]\ndatabase = ${folder}/index.txt\nnew_certs_dir = ${folder}/issued\ncertificate = ${folder}/ca.crt`,
    `private_key = ${folder}/ca.key\ncrlnumber = ${folder}/crlnumber\ndefault_md = sha256\ndefault_crl_days = ${CRL_DAYS}`,
    'unique_subject = no\nrand_serial = yes\npolicy = policy\nx509_extensions = site\ncopy_extensions = none',
    '[policy]\ncommonName = supplied',
    '[req]\nprompt = no\ndistinguished_name = name\nx509_extensions = authority\n[name]\nCN = Blocao fleet authority',
    '[authority]\nbasicConstraints = critical,CA:TRUE\nkeyUsage = critical,keyCertSign,cRLSign\nsubjectKeyIdentifier = hash',
    '[site]\nbasicConstraints = critical,CA:FALSE\nkeyUsage = critical,digitalSignature\nextendedKeyUsage = clientAuth',
    'subjectKeyIdentifier = hash\nauthorityKeyIdentifier = keyid',
    '',
  ].join('\n');

const configOf = (folder: string): string => join(folder, 'openssl.cnf');

export const hasAuthority = (folder: string): boolean => existsSync(join(folder, 'ca.crt'));

/** Makes the authority unless it is there. */
export const ensureAuthority = async (io: InitIo, folder: string): Promise<void> => {
  ensureFolder(folder, 'root');
  mkdirSync(join(folder, 'issued'), { recursive: true, mode: 0o700 });
  writeFileSync(configOf(folder), CONFIG(folder), { mode: 0o600 });
  putOnce(io, join(folder, 'ca.key'), newKeyText, 'root');
  const cert = existsSync(join(folder, 'ca.crt'))
    ? ''
    : await openssl(['req', '-x509', '-new', '-sha256', '-days', String(CA_DAYS), '-key', join(folder, 'ca.key'), '-config', configOf(folder)]);
  putOnce(io, join(folder, 'ca.crt'), () => cert, 'root');
  for (const [name, text] of [['index.txt', ''], ['crlnumber', '01\n']] as const) {
    if (!existsSync(join(folder, name))) writeFileSync(join(folder, name), text, { mode: 0o600 });
  }
};

/** The list of revoked certificates, new. */
export const revocationList = (folder: string): Promise<string> => openssl(['ca', '-batch', '-config', configOf(folder), '-gencrl']);

/** The name that a request asks for; refuses what openssl cannot read. */
export const nameInRequest = async (file: string): Promise<string> => {
  const subject = await openssl(['req', '-in', file, '-noout', '-subject', '-nameopt', 'RFC2253']);
  return /^subject=\s*CN=([^,+]+)$/.exec(subject.trim())?.[1] ?? '';
};

interface SignOrder {
  readonly request: string;
  readonly commonName: string;
  readonly days: number;
  /** Given for a hub: the names its clients call. */
  readonly hosts?: readonly string[];
}

const HUB_EXTENSIONS = (hosts: readonly string[]): string =>
  [
    'basicConstraints = critical,CA:FALSE',
    'keyUsage = critical,digitalSignature',
    'extendedKeyUsage = serverAuth',
    'subjectKeyIdentifier = hash',
    'authorityKeyIdentifier = keyid',
    `subjectAltName = ${hosts.map((host) => `${/^[\d.]+$/.test(host) ? 'IP' : 'DNS'}:${host}`).join(',')}`,
    '',
  ].join('\n');

/** Signs a request for the given name, whatever else it asks for. */
export const signRequest = (folder: string, { request, commonName, days, hosts }: SignOrder): Promise<string> =>
  withScratch(async (scratch) => {
    const out = join(scratch, 'signed.crt');
    const extensions = join(scratch, 'extensions.cnf');
    if (hosts !== undefined) writeFileSync(extensions, HUB_EXTENSIONS(hosts));
    const kind = hosts === undefined ? [] : ['-extfile', extensions];
    const subject = ['-subj', `/CN=${commonName}`, '-days', String(days)];
    await openssl(['ca', '-batch', '-notext', '-config', configOf(folder), ...subject, ...kind, '-in', request, '-out', out]);
    return readFileSync(out, 'utf8');
  });

/** Revokes every certificate of that name which still holds; answers their serials. */
export const revokeName = async (folder: string, commonName: string): Promise<readonly string[]> => {
  const index = readFileSync(join(folder, 'index.txt'), 'utf8').split('\n');
  const held = index.flatMap((line) => {
    const [state, , , serial, , subject] = line.split('\t');
    return state === 'V' && subject === `/CN=${commonName}` && /^[0-9A-F]+$/.test(serial ?? '') ? [serial ?? ''] : [];
  });
  for (const serial of held) {
    await openssl(['ca', '-batch', '-config', configOf(folder), '-revoke', join(folder, 'issued', `${serial}.pem`)]);
  }
  return held;
};

/** `X509Certificate` of the first certificate in a PEM text, told in words where there is none. */
export const readCertificate = (text: string, what: string): X509Certificate => {
  try {
    return new X509Certificate(text);
  } catch {
    throw new InitProblem(`${what} is no certificate in PEM.`);
  }
};
