import { createLog } from '../platform/log.ts';
import { SIMULATE_USAGE, parseSimulate } from './simulator/command-line.ts';
import type { SimulateOptions } from './simulator/command-line.ts';
import { documentsOf, parseControl } from './simulator/control.ts';
import { credentialsFrom, startSimulation } from './simulator/run-command.ts';

/*
 * blocao-agent. For now it knows one command, `simulate`; `site`, `status` and `doctor` come with the agent for routers.
 */

const log = createLog({ level: 'info', write: (line) => process.stderr.write(`${line}\n`), nowMs: Date.now, fields: { process: 'agent' } });

const simulate = (options: SimulateOptions): void => {
  const simulation = startSimulation(options, credentialsFrom(process.env), log);
  const stop = async (): Promise<void> => {
    await simulation.stop();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
  // A parent that forked us may give orders, and takes us along when it ends.
  process.on('message', (message) => {
    const control = parseControl(message);
    if (control?.type === 'stop') void stop();
    if (control?.type === 'scenario') simulation.act(control.site, control.kind, control.phase, 0);
    if (control?.type === 'documents') process.send?.(documentsOf(simulation));
  });
  process.on('disconnect', () => void stop());
  process.stdout.write(`simulating ${options.local?.site ?? `${options.sites} sites`} at speed ${options.clock.speed}\n`);
};

const main = (): void => {
  const [command, ...args] = process.argv.slice(2);
  if (command !== 'simulate' || args.includes('--help')) {
    process.stdout.write(`${SIMULATE_USAGE}\n`);
    process.exitCode = command === undefined || args.includes('--help') || command === '--help' ? 0 : 2;
    return;
  }
  const parsed = parseSimulate(args, Date.now());
  if (parsed.ok) return simulate(parsed.options);
  process.stderr.write(`${parsed.text}\n\n${SIMULATE_USAGE}\n`);
  process.exitCode = 2;
};

main();
