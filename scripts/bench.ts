// `npm run bench -- [name] [--json]`: bench/index.ts on the built product, with a screen for the real app.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buildBench } from './build/bench.ts';
import { buildAll } from './build/build-all.ts';
import { isHeadless, openScreen } from './headless/screen.ts';
import { root } from './paths.ts';
import { setUp } from './setup/set-up.ts';
import { runTask } from './task.ts';

await runTask(async () => {
  await setUp('test', { display: true });
  await buildAll();
  await buildBench();
  const screen = isHeadless() ? await openScreen() : undefined;
  const bench = spawn(process.execPath, ['bench/index.ts', ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...screen?.env },
  });
  process.on('exit', () => bench.kill());
  const [code] = (await once(bench, 'exit')) as [number | null];
  screen?.close();
  process.exitCode = code ?? 1;
});
