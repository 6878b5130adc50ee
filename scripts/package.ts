// `npm run package`: the release flavour as a folder and a deb. `npm run package -- dir` makes the folder only; other
// words and options go to electron-builder as they are (`-- --win nsis`).
import { buildAll } from './build/build-all.ts';
import { makeAgentPackages } from './package/agent/make-agent.ts';
import { makePackages } from './package/make-packages.ts';
import { ensureDebianPackages } from './setup/debian-packages.ts';
import { setUp } from './setup/set-up.ts';
import { SetUpProblem, step } from './setup/step.mjs';
import { runTask } from './task.ts';
import { tunnelArtefacts } from './tunnel/artefacts.ts';
import { differingBuilds } from './tunnel/reproducible.ts';

await runTask(async () => {
  await setUp('start', { display: false });
  // Routers run Linux: their packages are made there, and other systems' consoles are packed without.
  if (process.platform === 'linux') {
    await step('For agent packages', () => ensureDebianPackages('package-agent', { display: false, compiler: false }));
    await step('Agent packages', async () => `made: ${(await makeAgentPackages()).length}`);
  }
  await buildAll();
  await step('Tunnel client', async () => {
    await tunnelArtefacts();
    const differing = await differingBuilds();
    if (differing.length > 0) throw new SetUpProblem(`Two builds of the tunnel client differ:\n${differing.join('\n')}`);
    return 'ready, the same from two builds';
  });
  process.stdout.write(await makePackages(process.argv.slice(2)));
});
