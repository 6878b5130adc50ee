import fs from 'node:fs';
import path from 'node:path';
import { unlessUnchanged } from '../build/build-all.ts';
import { electronDist, modules, root } from '../paths.ts';
import { runQuietly } from '../setup/command.ts';
import { electronVersion } from '../setup/electron.ts';
import { SetUpProblem, step } from '../setup/step.mjs';
import { ensureAgentPackages } from './agent/make-agent.ts';
import { writeThirdPartyLicences } from './licences.ts';

const systems = { linux: '--linux', darwin: '--mac', win32: '--win' } as const;
const builderLimitMs = 900_000;

/** The started program of `out/linux-unpacked`. */
export const packagedApp = path.join(root, 'out', 'linux-unpacked', 'blocao-fleet-console');

/**
 * Runs electron-builder on what is in dist/; returns its output. Without words: folder and deb on Linux, on other
 * systems what electron-builder.yml says.
 */
export async function makePackages(words: readonly string[]): Promise<string> {
  writeThirdPartyLicences();
  const forOtherSystem = words.some((word) => /^--(linux|mac|win|x64|arm64)/.test(word));
  const args = ['--publish', 'never', ...(forOtherSystem ? words : forThisMachine(words))];
  const cli = path.join(modules, 'electron-builder/cli.js');
  const { code, output } = await runQuietly(process.execPath, [cli, ...args], {
    cwd: root,
    env: { ...process.env, CUSTOM_FPM_PATH: path.join(root, 'scripts/package/fpm-shim.mjs') },
    timeLimitMs: builderLimitMs,
  });
  if (code !== 0) throw new SetUpProblem(`electron-builder ended with ${code}:\n${output}`);
  return output;
}

/**
 * The folder target for tests, left alone while what it is made of is the same. Packing the site agent takes half a minute
 * of both cores: single tests take it as it is (`freshAgent` false).
 */
export async function ensurePackagedApp({ freshAgent }: { freshAgent: boolean }): Promise<void> {
  const rooms = ['fleet', 'platform', 'main', 'agent', 'renderer', 'resources', 'tunnel'];
  const sources = [...rooms, 'electron-builder.yml', 'package.json', 'scripts/package'];
  await ensureAgentPackages({ fresh: freshAgent });
  await step('Package for tests', async () => {
    if (!fs.existsSync(packagedApp)) fs.rmSync(path.join(root, 'dist', '.package.sources'), { force: true });
    return unlessUnchanged('package', sources, async () => {
      await makePackages(['dir']);
      return 'made: release flavour, folder';
    });
  });
}

/**
 * The deb's folder below /opt is named after the product. Where the kernel refuses user namespaces, Chromium starts its
 * sandbox's helper by a command line that it splits at spaces, and the app would end at once.
 */
const placeWithoutSpaces = ['-c.productName=blocao-fleet-console', '-c.linux.desktop.entry.Name=Blocao Fleet Console'];

/** The Electron that set-up has installed is the one that is packed. */
function forThisMachine(words: readonly string[]): string[] {
  const system = systems[process.platform as keyof typeof systems];
  if (system === undefined) throw new SetUpProblem(`no package is configured for ${process.platform}`);
  const targets = words.length > 0 ? words : process.platform === 'linux' ? ['dir', 'deb'] : [];
  const places = process.platform === 'linux' ? placeWithoutSpaces : [];
  return [system, ...targets, ...places, `-c.electronDist=${electronDist}`, `-c.electronVersion=${electronVersion()}`];
}
