import { within, type SpecMutation } from '../spec/mutation.ts';

/* The demo's tailnet and the simulated consoles. */

const consoles = within('agent/simulator/console', 'console-server');
const main = within('main');

export const mutations: readonly SpecMutation[] = [
  consoles('FS-860', 'page', '${escaped(site)} – no real cameras</h1>', '${escaped(site)}</h1>'),
  consoles('FS-861', 'sites', 'byHost.get(host.toLowerCase())', 'byHost.get(host.toLowerCase()) ?? [...byHost.values()][0]'),
  consoles('FS-862', 'clip-stream', '(count * BigInt', '((count % BigInt(fragments.length)) * BigInt'),
  main('FS-863', 'demo-tailnet', 'lazy: true', 'lazy: false'),
  main('FS-864', 'demo-tailnet', 'consoles.port !== next.port', 'consoles.port === next.port'),
  main('FS-865', 'demo-tailnet', "order(of, node, isGone ? 'stop' : 'start')", "order(of, node, 'start')"),
];
