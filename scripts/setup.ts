import { setUp } from './setup/set-up.ts';
import { runTask } from './task.ts';

await runTask(() => setUp('test', { display: true }));
