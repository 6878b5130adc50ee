import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cleanLine, cleanLines, hasUnsafeCharacters } from './text.ts';

const anyText = fc.string({ unit: fc.oneof(fc.nat(0x2fff), fc.nat(0xffff)).map((code) => String.fromCharCode(code)), maxLength: 60 });

test('FS-22: a clean line has no control, bidi or broken characters, and cleaning again changes nothing', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const clean = cleanLine(text);
      assert.ok(!hasUnsafeCharacters(clean));
      assert.equal(clean, clean.normalize('NFC'));
      assert.ok(!/\p{Surrogate}/u.test(clean));
      assert.equal(cleanLine(clean), clean);
    }),
    { seed: 102, numRuns: 2_000 },
  );
});

test('FS-22: text with lines keeps \\n and nothing else of the controls', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const clean = cleanLines(text);
      assert.ok(!hasUnsafeCharacters(clean.replaceAll('\n', '')));
      assert.equal(cleanLines(clean), clean);
    }),
    { seed: 103, numRuns: 2_000 },
  );
  assert.equal(cleanLines('one\r\ntwo\rthree\u2028four\tfive'), 'one\ntwo\nthree\nfour five');
});

test('FS-22: stripping joins no words, composition is NFC, lone surrogates are replaced', () => {
  assert.equal(cleanLine('front\ndoor'), 'front door');
  assert.equal(cleanLine('Mu\u0308nchen'), 'München');
  assert.equal(cleanLine('u\u200e\u0308'), 'ü');
  assert.equal(cleanLine('a\ud800b'), 'a\ufffdb');
  assert.equal(cleanLine('\u202egnp.exe\u202c'), 'gnp.exe');
  assert.equal(cleanLine('12\u0000345\u007f'), '12345');
});

test('FS-22: honest text of any script passes as it is', () => {
  for (const text of ['Tor 1', 'Grúa nº 2', '東門カメラ', 'مدخل', '👩‍👩‍👧', 'क्षि', 'می‌خواهم']) assert.equal(cleanLine(text), text.normalize('NFC'));
});
