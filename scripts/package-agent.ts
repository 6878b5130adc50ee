// `npm run package:agent`: the site agent for routers, as a tar.gz and a Debian package per platform, into out/agent.
import { makeAgentPackages } from './package/agent/make-agent.ts';
import { ensureDebianPackages } from './setup/debian-packages.ts';
import { step } from './setup/step.mjs';
import { runTask } from './task.ts';

await runTask(async () => {
  await step('Debian packages', () => ensureDebianPackages('package-agent', { display: false, compiler: false }));
  for (const line of await makeAgentPackages()) console.log(line);
});
