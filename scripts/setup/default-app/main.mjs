// Stand-in for Electron's default app: `electron [flags] [-r module]... <folder or file> [arguments]`.
/// <reference types="electron" />
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron/main';

const require = createRequire(import.meta.url);
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });

// Playwright injects its loader by -r; the loader edits process.argv itself.
for (const module of preloads()) require(module);
await load(takeTarget());

/** @returns {string[]} */
function preloads() {
  return process.argv.filter((_, index) => isPreloadFlag(process.argv[index - 1]));
}

/** @param {string | undefined} argument */
function isPreloadFlag(argument) {
  return argument === '-r' || argument === '--require';
}

/** The first argument that is neither a flag nor a flag's value; flags before it leave argv, as in the stock app. */
function takeTarget() {
  const index = process.argv.findIndex((argument, at) => {
    return at > 0 && !argument.startsWith('-') && !isPreloadFlag(process.argv[at - 1]);
  });
  if (index > 1) process.argv.splice(1, index - 1);
  return path.resolve(index > 0 ? process.argv[1] ?? '.' : '.');
}

/** @param {string} target an app's folder or its main file */
async function load(target) {
  const isFolder = fs.statSync(target).isDirectory();
  const main = isFolder ? adoptPackage(target) : target;
  if (main.endsWith('.cjs')) require(main);
  else await import(pathToFileURL(main).href);
}

/** @typedef {import('electron').App & { setVersion(text: string): void, setAppPath(folder: string): void }} OwnApp */

/**
 * Takes name, version and folder of the app from its package.json.
 * @param {string} folder
 * @returns {string} main file
 */
function adoptPackage(folder) {
  const own = /** @type {OwnApp} */ (app); // these two are missing in the public typings
  const described = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  if (described.version) own.setVersion(described.version);
  own.setName(described.productName ?? described.name ?? 'Electron');
  own.setDesktopName?.(described.desktopName);
  own.setAppPath(folder);
  return path.resolve(folder, described.main ?? 'index.js');
}
