import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProcess } from '../../platform/run-process.ts';
import { InitProblem } from './init-io.ts';

/*
 * Signing requests and the authority are made by Debian's openssl: the one implementation that every administrator can
 * check by hand, no code of ours near a signature, and not a byte more on the router. Node has no signing requests.
 */

const OPENSSL_LIMIT_MS = 30_000;

/** Runs openssl without a shell; answers its stdout. Secrets are never among the arguments. */
export const openssl = async (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> => {
  const PATH = process.env['PATH'] ?? '/usr/bin:/bin';
  const result = await runProcess('openssl', args, { timeoutMs: OPENSSL_LIMIT_MS, env: { PATH, LC_ALL: 'C', ...env } });
  if (result.ended === 'exit' && result.code === 0) return result.stdout;
  if (result.ended === 'not_started') throw new InitProblem('openssl is missing: apt-get install openssl');
  throw new InitProblem(`openssl ${args[0] ?? ''} failed: ${result.stderr.trim().split('\n').slice(-3).join(' ').slice(0, 400)}`);
};

/** A P-256 key in PEM. */
export const newKeyText = (): string =>
  generateKeyPairSync('ec', {
    namedCurve: 'prime256v1',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }).privateKey;

/** Runs `work` with a folder of its own that is gone afterwards. */
export const withScratch = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), 'blocao-init-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** A signing request for the key in `keyFile`. The name has no character that openssl reads (`/`, `+`, `=`). */
export const requestText = (keyFile: string, commonName: string): Promise<string> =>
  withScratch(async (folder) => {
    const config = join(folder, 'request.cnf');
    writeFileSync(config, `[req]\nprompt = no\ndistinguished_name = name\n[name]\nCN = ${commonName}\n`);
    return openssl(['req', '-new', '-sha256', '-key', keyFile, '-config', config]);
  });
