import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { COUNTER_REASONS } from '../../fleet/counter-reason.ts';
import { createWords, LANGUAGES, WORDS } from './index.ts';
import { COUNTED_TABLES, countedWords, tableWords, UNREAD_REASONS, unreadWords } from './reason-words.ts';

const engine = fileURLToPath(new URL('../../main/engine', import.meta.url));
const sources = fs
  .readdirSync(engine, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.includes('.test'))
  .map((file) => fs.readFileSync(path.join(engine, file), 'utf8'));

/** What the engine counts outside the fold, whose reasons the compiler closes. */
const countedByEngine = sources.flatMap((text) =>
  text
    .split('\n')
    .filter((line) => /\bcount\(|dropped: /.test(line))
    .flatMap((line) => [...line.matchAll(/['`]([a-z]+_[a-z_]+)(?=['`:.])/g)].map(([, reason]) => reason!)),
);

for (const language of LANGUAGES) {
  const { t } = createWords(language);
  const { reasons } = WORDS[language];

  test(`FS-973: Each reason and table of Diagnostics has words: ${language}`, () => {
    for (const reason of COUNTER_REASONS) assert.notEqual(countedWords(t, reason), `reasons.counted.${reason}`);
    for (const reason of UNREAD_REASONS) assert.notEqual(unreadWords(t, reason), `reasons.unread.${reason}`);
    for (const table of COUNTED_TABLES) assert.notEqual(tableWords(t, table), `reasons.table.${table}`);
    assert.deepEqual(Object.keys(reasons.counted).sort(), [...COUNTER_REASONS].sort());
    assert.deepEqual(Object.keys(reasons.unread).sort(), [...UNREAD_REASONS].sort());
    assert.deepEqual(Object.keys(reasons.table).sort(), [...COUNTED_TABLES].sort());
  });
}

test('FS-973: A reason with a kind has the words of the reason; of what was unreadable, why', () => {
  const { t } = createWords('en');
  assert.equal(countedWords(t, 'flood_dropped.event/alert'), 'Too many events of one site: dropped');
  assert.equal(countedWords(t, 'retained_cleared.desk/alert'), 'Retained message was deleted on the hub');
  assert.equal(countedWords(t, 'rejected.json'), 'Not valid JSON');
});

test('FS-973: A reason of a newer engine has no words, so its code is shown', () => {
  const { t } = createWords('en');
  for (const code of ['', 'later', 'later.kind', 'rejected.later', 'toString', '__proto__'])
    assert.equal(countedWords(t, code), undefined, code);
  assert.equal(unreadWords(t, 'later'), undefined);
  assert.equal(tableWords(t, 'later'), undefined);
});

test('FS-973: Every reason that the engine counts, and every table whose rows it counts, is one with words', () => {
  assert.ok(countedByEngine.length >= 10, countedByEngine.join(' '));
  assert.deepEqual(countedByEngine.filter((reason) => !(COUNTER_REASONS as readonly string[]).includes(reason)), []);
  const reader = fs.readFileSync(path.join(engine, 'store', 'reader.ts'), 'utf8');
  const listed = /const TABLES = \[(.*)\] as const/.exec(reader)![1]!;
  assert.deepEqual([...listed.matchAll(/'(\w+)'/g)].map(([, table]) => table), COUNTED_TABLES);
});
