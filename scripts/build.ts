import { buildAll } from './build/build-all.ts';
import { runTask } from './task.ts';

await runTask(buildAll);
