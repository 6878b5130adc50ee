import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { rootCertificates } from 'node:tls';
import { fingerprintOf, judgeCertificate } from './site-certificate.ts';

const [a, b] = ['a'.repeat(64), 'b'.repeat(64)] as const;
const asked = { shown: a, pinned: [], accepted: [], verified: false };

test('a fingerprint is that of the certificate itself, not of its text', () => {
  const pem = rootCertificates[0] as string;
  assert.equal(fingerprintOf(pem), new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase());
});

test('FS-873: where a certificate is pinned no other is believed, whoever signed it', () => {
  assert.equal(judgeCertificate({ ...asked, pinned: [b], verified: true }), 'changed');
  assert.equal(judgeCertificate({ ...asked, pinned: [b], verified: false }), 'changed');
  assert.equal(judgeCertificate({ ...asked, pinned: [b, a] }), 'trusted');
});

test('FS-873: without a pin an authority must have signed it, unless somebody accepted it by hand', () => {
  assert.equal(judgeCertificate({ ...asked, verified: true }), 'trusted');
  assert.equal(judgeCertificate(asked), 'invalid');
  assert.equal(judgeCertificate({ ...asked, accepted: [a] }), 'trusted');
  assert.equal(judgeCertificate({ ...asked, accepted: [b], pinned: [b] }), 'changed');
});
