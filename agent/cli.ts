import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createLog } from '../platform/log.ts';
import { AGENT_VERSION } from './version.ts';

/*
 * blocao-agent: its commands. Each loads only what it needs: the agent of a router must not hold the simulator in memory.
 */

const log = createLog({ level: 'info', write: (line) => process.stderr.write(`${line}\n`), nowMs: Date.now, fields: { process: 'agent' } });

interface Command {
  readonly usage: string;
  /** Answers the exit code of a command that is over, undefined for one that goes on. */
  run(args: readonly string[]): number | undefined | Promise<number | undefined>;
}

const site = async (): Promise<Command> => {
  const [{ SITE_USAGE, runSite }, { siteProbes }] = [await import('./site/run-site.ts'), await import('./site/site-probes.ts')];
  return { usage: SITE_USAGE, run: (args) => runSite(args, AGENT_VERSION, log, ({ file }) => siteProbes(file)) };
};

const status = async (): Promise<Command> => {
  const { STATUS_USAGE, runStatus } = await import('./status/run-status.ts');
  return { usage: STATUS_USAGE, run: runStatus };
};

const doctor = async (): Promise<Command> => {
  const { DOCTOR_USAGE, runDoctor } = await import('./status/run-doctor.ts');
  return { usage: DOCTOR_USAGE, run: runDoctor };
};

const readVectors = async (): Promise<Command> => {
  const { READ_VECTORS_USAGE, runReadVectors } = await import('./site/embeddings/vector-process.ts');
  return { usage: READ_VECTORS_USAGE, run: runReadVectors };
};

const simulate = async (): Promise<Command> => {
  const { SIMULATE_USAGE } = await import('./simulator/command-line.ts');
  const { runSimulate } = await import('./simulator/simulate-command.ts');
  return { usage: SIMULATE_USAGE, run: (args) => runSimulate(args, log) };
};

/** Templates lie beside the script, also where a link led to it. */
const setUpCommands = async (): Promise<Readonly<Record<string, () => Promise<Command>>>> => {
  const { INIT_COMMANDS, processIo, runInit } = await import('./init/run-init.ts');
  const templates = join(dirname(realpathSync(process.argv[1] ?? '.')), 'templates');
  const names = Object.keys(INIT_COMMANDS) as (keyof typeof INIT_COMMANDS)[];
  const commandOf = (name: keyof typeof INIT_COMMANDS): Command => ({
    usage: INIT_COMMANDS[name].usage,
    run: (args) => runInit(name, args, processIo(templates)),
  });
  return Object.fromEntries(names.map((name) => [name, () => Promise.resolve(commandOf(name))]));
};

const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = { site, status, doctor, simulate, 'read-vectors': readVectors };

const allCommands = async (): Promise<Readonly<Record<string, () => Promise<Command>>>> => ({ ...COMMANDS, ...(await setUpCommands()) });

const find = async (name: string): Promise<Command | undefined> => {
  const commands = Object.hasOwn(COMMANDS, name) ? COMMANDS : await allCommands();
  return Object.hasOwn(commands, name) ? commands[name]?.() : undefined;
};

const usage = async (): Promise<string> => {
  const commands = await Promise.all(Object.values(await allCommands()).map((load) => load()));
  const lines = commands.map((command) => `  ${command.usage.split('\n', 1)[0]}`);
  return `blocao-agent COMMAND [options]\n\n${lines.join('\n')}\n\nEach takes --help.`;
};

const main = async (): Promise<void> => {
  const [name = '', ...args] = process.argv.slice(2);
  const command = await find(name);
  if (!command || args.includes('--help')) {
    process.stdout.write(`${command?.usage ?? (await usage())}\n`);
    process.exitCode = command || ['', '--help'].includes(name) ? 0 : 2;
    return;
  }
  // A command that never ends, for want of anything to wait for, is no success.
  process.exitCode = 1;
  const code = await command.run(args);
  process.exitCode = code ?? 0;
};

void main();
