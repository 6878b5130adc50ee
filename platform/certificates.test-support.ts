import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TestCertificate {
  readonly certPath: string;
  readonly keyPath: string;
  readonly cert: string;
  readonly key: string;
}

/** An authority in a temporary directory, made by openssl. */
export interface TestAuthority {
  readonly caPath: string;
  readonly ca: string;
  /** `days` may be negative for a certificate that has ended. */
  issue(commonName: string, options?: { readonly days?: number; readonly san?: string }): TestCertificate;
  dispose(): void;
}

const stamp = (ms: number): string => `${new Date(ms).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`;

export const createAuthority = (name = 'Test authority'): TestAuthority => {
  const dir = mkdtempSync(join(tmpdir(), 'fleet-ca-'));
  const openssl = (args: readonly string[]): void => void execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(['req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.crt', '-days', '30', '-subj', `/CN=${name}`]);
  writeFileSync(join(dir, 'index.txt'), '');
  writeFileSync(join(dir, 'ca.cnf'), '[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\nnew_certs_dir=.\ndefault_md=sha256\npolicy=p\nrand_serial=yes\nunique_subject=no\n[p]\ncommonName=supplied\n');
  let count = 0;
  return {
    caPath: join(dir, 'ca.crt'),
    ca: readFileSync(join(dir, 'ca.crt'), 'utf8'),
    issue: (commonName, { days = 30, san = 'IP:127.0.0.1,DNS:localhost' } = {}) => {
      count += 1;
      const base = `c${count}`;
      writeFileSync(join(dir, `${base}.ext`), `subjectAltName=${san}\n`);
      openssl(['req', ...newKey, '-keyout', `${base}.key`, '-out', `${base}.csr`, '-subj', `/CN=${commonName}`]);
      const endMs = Date.now() + days * 86_400_000;
      const startMs = Math.min(Date.now(), endMs) - 86_400_000;
      openssl(['ca', '-batch', '-config', 'ca.cnf', '-cert', 'ca.crt', '-keyfile', 'ca.key', '-in', `${base}.csr`, '-out', `${base}.crt`, '-notext', '-startdate', stamp(startMs), '-enddate', stamp(endMs), '-extfile', `${base}.ext`]);
      const certPath = join(dir, `${base}.crt`);
      const keyPath = join(dir, `${base}.key`);
      return { certPath, keyPath, cert: readFileSync(certPath, 'utf8'), key: readFileSync(keyPath, 'utf8') };
    },
    dispose: () => rmSync(dir, { recursive: true, force: true }),
  };
};
