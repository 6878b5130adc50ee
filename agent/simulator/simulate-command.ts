import type { Log } from '../../platform/log.ts';
import { SIMULATE_USAGE, parseSimulate } from './command-line.ts';
import type { SimulateOptions } from './command-line.ts';
import { documentsOf, parseControl } from './control.ts';
import { credentialsFrom, startSimulation } from './run-command.ts';

/*
 * `blocao-agent simulate`, until it is told to stop.
 */

const simulate = (options: SimulateOptions, log: Log): void => {
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

/** Starts the simulation; answers an exit code where the arguments are wrong, else undefined. */
export const runSimulate = (args: readonly string[], log: Log): number | undefined => {
  const parsed = parseSimulate(args, Date.now());
  if (parsed.ok) return void simulate(parsed.options, log);
  process.stderr.write(`${parsed.text}\n\n${SIMULATE_USAGE}\n`);
  return 2;
};
