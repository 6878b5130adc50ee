import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { root } from '../paths.ts';

/** As code hosts make them: lower case, blanks to hyphens, other marks gone. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');

const read = (file: string): string => fs.readFileSync(path.join(root, file), 'utf8');
const anchorsIn = (text: string): readonly string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading ?? ''));

const PAGES = ['README.md', 'docs/operators-guide.md'] as const;

test('Every picture, page and anchor that the guide and the README name exists', () => {
  const missing: string[] = [];
  for (const page of PAGES) {
    const text = read(page);
    for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const [file = '', anchor] = target.split('#');
      const at = file === '' ? page : path.join(path.dirname(page), file);
      if (!fs.existsSync(path.join(root, at))) missing.push(`${page}: ${target}`);
      else if (anchor !== undefined && !anchorsIn(read(at)).includes(anchor)) missing.push(`${page}: ${target}`);
    }
  }
  assert.deepEqual(missing, []);
});

test('The guide names each picture that the script takes, and no picture lies unused', () => {
  const named = PAGES.map(read).join('\n');
  const unused = fs.readdirSync(path.join(root, 'docs', 'images')).filter((file) => !named.includes(`images/${file}`));
  assert.deepEqual(unused, ['overview-light.png']);
});
