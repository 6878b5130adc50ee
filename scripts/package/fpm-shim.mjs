#!/usr/bin/env node
// The part of fpm that electron-builder's deb target uses, done by dpkg-deb: fpm itself is a download from github.com
// that Debian does not have. electron-builder runs it by CUSTOM_FPM_PATH.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const switches = new Set(['--force', '--deb-no-default-config-files', '--verbose', '--debug']);
const architectures = /** @type {Record<string, string | undefined>} */ ({ x86_64: 'amd64', aarch64: 'arm64' });

const args = process.argv.slice(2);
if (args[0] === '--version') console.log('1.17.0');
else makeDeb(parse(args));

/** @typedef {{ options: Map<string, string[]>, maps: { from: string, to: string }[] }} Request */

/**
 * Options as name → values (without dashes), and `source=destination` pairs.
 * @param {string[]} words
 * @returns {Request}
 */
function parse(words) {
  /** @type {Request} */
  const request = { options: new Map(), maps: [] };
  const rest = words.filter((word) => !switches.has(word));
  while (rest.length > 0) {
    const word = rest.shift() ?? '';
    const [, name, value] = /^--?([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === undefined) {
      const at = word.lastIndexOf('=');
      request.maps.push({ from: word.slice(0, at), to: word.slice(at + 1) });
      continue;
    }
    const values = request.options.get(name) ?? [];
    request.options.set(name, [...values, value ?? rest.shift() ?? '']);
  }
  return request;
}

/** @param {Request} request */
function makeDeb({ options, maps }) {
  const one = (/** @type {string} */ name) => options.get(name)?.at(-1);
  if (one('t') !== 'deb') throw new Error(`only deb can be made here, not ${one('t')}`);
  const stage = fs.mkdtempSync(path.join(os.tmpdir(), 'blocao-deb-'));
  try {
    for (const { from, to } of maps) place(from, path.join(stage, to));
    writeControl(stage, options);
    execFileSync('chmod', ['-R', 'go-w,a+rX', stage]);
    const compression = one('deb-compression') === 'gz' ? 'gzip' : (one('deb-compression') ?? 'xz');
    const build = ['--root-owner-group', `-Z${compression}`, '-z1', '--build', stage, one('package') ?? ''];
    execFileSync('dpkg-deb', build, { stdio: 'inherit' });
  } finally {
    fs.rmSync(stage, { recursive: true, force: true });
  }
}

/** A source that ends in `/` means the folder's content. @param {string} from @param {string} to */
function place(from, to) {
  if (from.endsWith('/')) {
    fs.mkdirSync(to, { recursive: true });
    execFileSync('cp', ['-a', `${from}.`, to]);
    return;
  }
  fs.mkdirSync(path.dirname(to), { recursive: true });
  fs.copyFileSync(from, to);
  fs.chmodSync(to, 0o644);
}

/** @param {string} stage @param {Map<string, string[]>} options */
function writeControl(stage, options) {
  const folder = path.join(stage, 'DEBIAN');
  const one = (/** @type {string} */ name) => options.get(name)?.at(-1);
  const all = (/** @type {string[]} */ ...names) => names.flatMap((name) => options.get(name) ?? []).join(', ');
  const sizeKb = execFileSync('du', ['-sk', stage], { encoding: 'utf8' }).split('\t')[0];
  const lines = [
    ['Package', one('name')],
    ['Version', one('version')],
    ['Architecture', architectures[one('architecture') ?? ''] ?? one('architecture')],
    ['Maintainer', one('maintainer')],
    ['Installed-Size', sizeKb],
    ['Depends', all('d', 'depends')],
    ['Recommends', all('deb-recommends')],
    ['Section', one('category') ?? 'utils'],
    ['Priority', one('deb-priority') ?? 'optional'],
    ['Homepage', one('url')],
    ['Description', folded(one('description') ?? one('name') ?? '')],
  ];
  fs.mkdirSync(folder);
  fs.writeFileSync(path.join(folder, 'control'), lines.filter(([, v]) => v).map(([k, v]) => `${k}: ${v}\n`).join(''));
  for (const [option, script] of [['after-install', 'postinst'], ['after-remove', 'postrm']]) {
    const source = one(option ?? '');
    if (!source) continue;
    fs.copyFileSync(source, path.join(folder, script ?? ''));
    fs.chmodSync(path.join(folder, script ?? ''), 0o755);
  }
}

/** Lines after the first are indented, an empty one is a dot (Debian policy 5.6.13). @param {string} text */
function folded(text) {
  const [first, ...rest] = text.trim().split('\n');
  return [first, ...rest.map((line) => ` ${line.trim() || '.'}`)].join('\n');
}
