import assert from 'node:assert/strict';
import { createHash, X509Certificate } from 'node:crypto';
import { createServer as createPlain, type AddressInfo } from 'node:net';
import { createServer } from 'node:https';
import { test } from 'node:test';
import type { SiteConsole } from '../../fleet/tunnel/opening.ts';
import { createAuthority } from '../../platform/certificates.test-support.ts';
import { probe, type Probe } from './probe.ts';
import { plainDial } from './proxy/plain-dial.test-support.ts';

const TIMEOUT_MS = 2_000;

test('FS-841: a console behind TLS is open only with the pinned certificate, or one that an authority vouches for', async (t) => {
  const authority = createAuthority();
  t.after(() => authority.dispose());
  const { cert, key } = authority.issue('site');
  const server = createServer({ cert, key }, (_request, response) => response.end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const ask = (sha256?: string): Promise<Probe> => {
    const site: SiteConsole = { id: 'web', host: '127.0.0.1', port, scheme: 'https', ...(sha256 === undefined ? {} : { sha256 }) };
    return probe(plainDial, site, TIMEOUT_MS);
  };
  const shown = createHash('sha256').update(new X509Certificate(cert).raw).digest('hex');
  assert.equal((await ask(shown)).ok, true);
  assert.equal((await ask(shown.toUpperCase().replace(/..(?=.)/g, '$&:'))).ok, true);
  const pinned = '00'.repeat(32);
  assert.deepEqual(await ask(pinned), { ok: false, code: 'changed', shown, pinned, text: 'another certificate' });
  const unpinned = await ask();
  assert.deepEqual([unpinned.ok, 'code' in unpinned && unpinned.code, 'shown' in unpinned && unpinned.shown], [false, 'invalid', shown]);
});

test('FS-842: a port that accepts and says nothing, or ends at once, is no answer', async (t) => {
  for (const [greet, code] of [['wait', 'ETIMEDOUT'], ['end', 'EDIAL']] as const) {
    const server = createPlain((socket) => {
      socket.on('error', () => undefined);
      if (greet === 'end') socket.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.after(() => server.close());
    const { port } = server.address() as AddressInfo;
    const found = await probe(plainDial, { id: 'web', host: '127.0.0.1', port, scheme: 'http' }, 500);
    assert.deepEqual([found.ok, 'code' in found && found.code], [false, code]);
  }
});
