import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createWords, LANGUAGES, WORDS } from './index.ts';

type Tree = { readonly [key: string]: string | Tree };

function leaves(tree: Tree, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') found.set(prefix + key, value);
    else for (const [inner, text] of leaves(value, `${prefix}${key}.`)) found.set(inner, text);
  }
  return found;
}

const placeholders = (text: string): readonly string[] =>
  [...text.matchAll(/{{(\w+)}}/g)].map(([, name]) => name!).sort();
const english = leaves(WORDS.en);

test('Every language has the same keys, each with words', () => {
  for (const language of LANGUAGES) {
    const words = leaves(WORDS[language]);
    assert.deepEqual([...words.keys()].sort(), [...english.keys()].sort(), language);
    for (const [key, text] of words) assert.notEqual(text.trim(), '', `${language} ${key}`);
  }
});

test('Every language fills the same places of a sentence', () => {
  for (const language of LANGUAGES) {
    for (const [key, text] of leaves(WORDS[language]))
      assert.deepEqual(placeholders(text), placeholders(english.get(key)!), `${language} ${key}`);
  }
});

test('Where a number decides, one and other both stand in each language', () => {
  const singular = [...english.keys()].filter((key) => key.endsWith('_one'));
  assert.ok(singular.length > 10);
  for (const key of singular) assert.ok(english.has(key.replace(/_one$/, '_other')), key);
  for (const language of LANGUAGES) {
    const { t } = createWords(language);
    assert.notEqual(t('filter.placeholder', { count: 1 }), t('filter.placeholder', { count: 2 }));
  }
});

test('Every key that the code names literally exists', () => {
  const room = fileURLToPath(new URL('..', import.meta.url));
  const files = fs
    .readdirSync(room, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.includes('.test'));
  const missing = files.flatMap((file) => {
    const text = fs.readFileSync(path.join(room, file), 'utf8');
    const named = [...text.matchAll(/\bt\(\s*'([^']+)'/g)].map(([, key]) => key!);
    return named.filter((key) => !english.has(key) && !english.has(`${key}_other`)).map((key) => `${file}: ${key}`);
  });
  assert.deepEqual(missing, []);
});

test('Words of the rail fit beneath their icon: at most 13 characters', () => {
  for (const language of LANGUAGES) {
    for (const [key, text] of leaves(WORDS[language].rail))
      if (key !== 'label') assert.ok(text.length <= 13, `${language} ${text}`);
  }
});
