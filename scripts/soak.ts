// `npm run soak -- [--hours N] [--minutes N] [--seed N]`: the agent against modelled brokers for 1,000 simulated hours and
// against real ones for 20 minutes, side by side. Fails on one fault of any kind.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buildPrograms } from './build/build-all.ts';
import { root } from './paths.ts';
import { setUp } from './setup/set-up.ts';
import { runTask } from './task.ts';

await runTask(async () => {
  await setUp('test', { display: false });
  await buildPrograms();
  const soak = spawn(process.execPath, ['agent/soak/index.ts', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
  process.on('exit', () => soak.kill());
  const [code] = (await once(soak, 'exit')) as [number | null];
  process.exitCode = code ?? 1;
});
