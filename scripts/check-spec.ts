import { root } from './paths.ts';
import { checkSpec } from './spec/check-spec.ts';
import { runTask } from './task.ts';

// node scripts/check-spec.ts [--all] [--record] [FS-300 …]
const args = process.argv.slice(2);
await runTask(async () => {
  const only = args.filter((arg) => /^FS-\d+$/.test(arg));
  const good = await checkSpec(root, { all: args.includes('--all'), record: args.includes('--record'), only });
  if (!good) process.exitCode = 1;
});
