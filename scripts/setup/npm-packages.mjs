import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { SetUpProblem } from './step.mjs';

/**
 * Brings node_modules to what package-lock.json says. `npm ci` on an empty tree; on an existing one only what differs,
 * so that a running program keeps its files. No package runs a script of its own.
 * @param {string} root
 * @returns {string} outcome in words
 */
export function ensureNpmPackages(root) {
  const differing = countDifferences(root);
  if (differing === 0) return 'as locked';
  const fresh = differing === undefined;
  const args = fresh ? ['ci'] : ['install', '--no-save'];
  const result = spawnSync('npm', [...args, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) throw new SetUpProblem(`npm ${args.join(' ')} failed:\n${result.stdout}${result.stderr}`);
  return fresh ? 'installed from package-lock.json' : `${differing} brought to package-lock.json`;
}

/**
 * Locked packages that are missing or different in node_modules; undefined when nothing is installed yet.
 * Optional ones may be missing: they are for other platforms.
 * @param {string} root
 * @returns {number | undefined}
 */
function countDifferences(root) {
  const installed = readPackages(path.join(root, 'node_modules', '.package-lock.json'));
  if (installed === undefined) return undefined;
  const locked = readPackages(path.join(root, 'package-lock.json')) ?? {};
  return Object.entries(locked).filter(([where, wanted]) => {
    if (where === '') return false;
    const have = installed[where];
    if (have === undefined) return wanted.optional !== true && wanted.devOptional !== true;
    return have.version !== wanted.version || have.integrity !== wanted.integrity;
  }).length;
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }> | undefined}
 */
function readPackages(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
