import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createLog } from '../platform/log.ts';
import { SITE_USAGE, runSite } from './site/run-site.ts';
import { siteProbes } from './site/site-probes.ts';
import { INIT_COMMANDS, processIo, runInit } from './init/run-init.ts';
import { DOCTOR_USAGE, runDoctor } from './status/run-doctor.ts';
import { STATUS_USAGE, runStatus } from './status/run-status.ts';
import { SIMULATE_USAGE, parseSimulate } from './simulator/command-line.ts';
import type { SimulateOptions } from './simulator/command-line.ts';
import { documentsOf, parseControl } from './simulator/control.ts';
import { credentialsFrom, startSimulation } from './simulator/run-command.ts';
import { AGENT_VERSION } from './version.ts';

/*
 * blocao-agent: its commands.
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

const runSimulate = (args: readonly string[]): number | undefined => {
  const parsed = parseSimulate(args, Date.now());
  if (parsed.ok) return void simulate(parsed.options);
  process.stderr.write(`${parsed.text}\n\n${SIMULATE_USAGE}\n`);
  return 2;
};

interface Command {
  readonly usage: string;
  /** Answers the exit code of a command that is over, undefined for one that goes on. */
  run(args: readonly string[]): number | undefined | Promise<number | undefined>;
}

/** Templates lie beside the script, also where a link led to it. */
function setUpCommands(): Record<string, Command> {
  const templates = join(dirname(realpathSync(process.argv[1] ?? '.')), 'templates');
  const entries = Object.entries(INIT_COMMANDS);
  return Object.fromEntries(entries.map(([name, { usage }]) => [name, { usage, run: (args) => runInit(name as keyof typeof INIT_COMMANDS, args, processIo(templates)) }]));
}

const COMMANDS: Readonly<Record<string, Command>> = {
  site: { usage: SITE_USAGE, run: (args) => runSite(args, AGENT_VERSION, log, ({ file }) => siteProbes(file)) },
  status: { usage: STATUS_USAGE, run: runStatus },
  doctor: { usage: DOCTOR_USAGE, run: runDoctor },
  simulate: { usage: SIMULATE_USAGE, run: runSimulate },
  ...setUpCommands(),
};

const USAGE = `blocao-agent COMMAND [options]\n\n${Object.values(COMMANDS).map(({ usage }) => `  ${usage.split('\n', 1)[0]}`).join('\n')}\n\nEach takes --help.`;

const main = async (): Promise<void> => {
  const [name = '', ...args] = process.argv.slice(2);
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command || args.includes('--help')) {
    process.stdout.write(`${command?.usage ?? USAGE}\n`);
    process.exitCode = command || ['', '--help'].includes(name) ? 0 : 2;
    return;
  }
  const code = await command.run(args);
  if (code !== undefined) process.exitCode = code;
};

void main();
