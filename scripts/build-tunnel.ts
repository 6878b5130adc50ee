// `node scripts/run.mjs build-tunnel`: builds the tunnel client at low priority. `npm start` runs it beside the window.
import os from 'node:os';
import { step } from './setup/step.mjs';
import { runTask } from './task.ts';
import { tunnelArtefacts } from './tunnel/artefacts.ts';

// Inherited by Go and its compilers: the window, the demo and the tests come first.
os.setPriority(os.constants.priority.PRIORITY_LOW);

await runTask(() =>
  step('Tunnel client', async () => {
    await tunnelArtefacts();
    return 'ready';
  }),
);
