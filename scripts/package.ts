// `npm run package`: the release flavour as a folder and a deb. `npm run package -- dir` makes the folder only; other
// words and options go to electron-builder as they are (`-- --win nsis`).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { buildAll } from './build/build-all.ts';
import { writeThirdPartyLicences } from './package/licences.ts';
import { electronDist, modules, root } from './paths.ts';
import { electronVersion } from './setup/electron.ts';
import { setUp } from './setup/set-up.ts';
import { SetUpProblem } from './setup/step.mjs';
import { runTask } from './task.ts';

const systems = { linux: '--linux', darwin: '--mac', win32: '--win' } as const;

await runTask(async () => {
  await setUp('start', { display: false });
  await buildAll();
  writeThirdPartyLicences();
  const words = process.argv.slice(2);
  const forOtherSystem = words.some((word) => /^--(linux|mac|win|x64|arm64)/.test(word));
  const args = forOtherSystem ? words : forThisMachine(words);
  const cli = path.join(modules, 'electron-builder/cli.js');
  const builder = spawn(process.execPath, [cli, '--publish', 'never', ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, CUSTOM_FPM_PATH: path.join(root, 'scripts/package/fpm-shim.mjs') },
  });
  const [code] = (await once(builder, 'exit')) as [number | null];
  if (code !== 0) throw new SetUpProblem(`electron-builder ended with ${code}`);
});

/** The Electron that set-up has installed is the one that is packed. */
function forThisMachine(words: readonly string[]): string[] {
  const system = systems[process.platform as keyof typeof systems];
  if (system === undefined) throw new SetUpProblem(`no package is configured for ${process.platform}`);
  const targets = words.length > 0 ? words : process.platform === 'linux' ? ['dir', 'deb'] : [];
  return [system, ...targets, `-c.electronDist=${electronDist}`, `-c.electronVersion=${electronVersion()}`];
}
