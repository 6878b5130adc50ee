import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { electronDist, modules } from '../paths.ts';
import { cacheFolder, hashFile, isFileIntact, withScratchFolder } from './cache.ts';
import { runOrThrow } from './command.ts';

const sources = path.join(modules, 'better-sqlite3');
const shim = path.join(import.meta.dirname, 'napi9-shim.h');
const headerPackages = ['node-api-headers', 'node-addon-api'];
const cFlags = ['-O2', '-fPIC', '-std=c99', '-w', '-DNDEBUG'];
const cppFlags = [
  ...['-O2', '-fPIC', '-std=c++20', '-w', '-DNDEBUG', '-DNAPI_VERSION=9', '-DNAPI_DISABLE_CPP_EXCEPTIONS'],
  ...['-DNODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS', '-DBUILDING_NODE_EXTENSION'],
  ...['-DNODE_GYP_MODULE_NAME=better_sqlite3', '-fvisibility=hidden', '-fvisibility-inlines-hidden'],
];
const linkFlags = ['-shared', '-Wl,-Bsymbolic', '-Wl,--exclude-libs,ALL', '-ldl', '-lpthread'];

/** Where `nativeBindingPath()` of the engine looks: beside the runtime that needs it, in clone and package alike. */
const target = path.join(electronDist, 'resources', 'native', 'better_sqlite3.node');

/** False when a build is needed, so that a compiler is asked for only then. */
export function isSqliteBindingCached(): Promise<boolean> {
  const cached = cachedFile();
  return isFileIntact(cached, sumOf(cached));
}

/** What the file was when it was built; empty when that is not known. */
function sumOf(cached: string): string {
  const file = sumFileOf(cached);
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
}

const sumFileOf = (cached: string): string => `${cached}.sha256`;

/**
 * Puts better-sqlite3, compiled for Node-API 9, into the stand-in runtime: its own prebuilt would crash there. About
 * 30 s once per user and version, then from the cache.
 */
export async function ensureSqliteBinding(): Promise<string> {
  const cached = cachedFile();
  if (await isFileIntact(target, sumOf(cached))) return 'there';
  const isCached = await isSqliteBindingCached();
  if (!isCached) await build(cached);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.copyFileSync(cached, `${target}.new`);
  fs.renameSync(`${target}.new`, target);
  return isCached ? 'from the cache' : 'compiled for Node-API 9';
}

/** Named after everything that goes into it: another version, flag or shim is another file. */
function cachedFile(): string {
  const key = createHash('sha256');
  for (const name of ['better-sqlite3', ...headerPackages]) {
    const described = fs.readFileSync(path.join(modules, name, 'package.json'), 'utf8');
    key.update(`${name}@${(JSON.parse(described) as { version: string }).version}\n`);
  }
  key.update(fs.readFileSync(shim)).update([cFlags, cppFlags, linkFlags].join('\n'));
  return path.join(cacheFolder, `better_sqlite3-napi9-${key.digest('hex').slice(0, 16)}.node`);
}

async function build(cached: string): Promise<void> {
  await withScratchFolder(async (scratch) => {
    const sqlite = path.join(scratch, 'sqlite3.o');
    const wrapper = path.join(scratch, 'better_sqlite3.o');
    const linked = path.join(scratch, 'better_sqlite3.node');
    const include = ['-I', path.join(sources, 'deps/sqlite3')];
    const headers = headerPackages.flatMap((name) => ['-isystem', headerFolder(name)]);
    await Promise.all([
      runOrThrow('gcc', [...cFlags, ...defines(), ...include, '-c', 'deps/sqlite3/sqlite3.c', '-o', sqlite], {
        cwd: sources,
      }),
      runOrThrow(
        'g++',
        [...cppFlags, ...include, ...headers, '-include', shim, '-c', 'src/better_sqlite3.cpp', '-o', wrapper],
        { cwd: sources },
      ),
    ]);
    await runOrThrow('g++', [wrapper, sqlite, ...linkFlags, '-o', linked]);
    fs.writeFileSync(sumFileOf(cached), await hashFile(linked, 'sha256', 'hex'));
    fs.renameSync(linked, cached);
  });
}

function headerFolder(name: string): string {
  return path.join(modules, name, name === 'node-api-headers' ? 'include' : '');
}

/** SQLite's compile-time options, as the package itself builds it. */
function defines(): string[] {
  const gypi = fs.readFileSync(path.join(sources, 'deps/defines.gypi'), 'utf8');
  return [...gypi.matchAll(/^\s*'([A-Z0-9_]+(?:=[^']*)?)',?$/gm)].map((match) => `-D${match[1]}`);
}
