import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { HUB_CONSOLE_USAGE, hubConsole } from './hub-console.ts';
import { HUB_INIT_USAGE, hubInit } from './hub-init.ts';
import { HUB_REVOKE_USAGE, HUB_SIGN_USAGE, hubRevoke, hubSign } from './hub-sign.ts';
import { InitProblem } from './init-io.ts';
import type { InitIo } from './init-io.ts';
import { siteInit } from './site-init.ts';
import { SITE_INIT_USAGE } from './site-setup.ts';

interface InitCommand {
  readonly usage: string;
  readonly run: (args: readonly string[], io: InitIo) => Promise<void>;
}

/** The commands that set hubs and sites up. */
export const INIT_COMMANDS = {
  'hub-init': { usage: HUB_INIT_USAGE, run: hubInit },
  'hub-console': { usage: HUB_CONSOLE_USAGE, run: hubConsole },
  'hub-sign': { usage: HUB_SIGN_USAGE, run: hubSign },
  'hub-revoke': { usage: HUB_REVOKE_USAGE, run: hubRevoke },
  'site-init': { usage: SITE_INIT_USAGE, run: siteInit },
} as const satisfies Record<string, InitCommand>;

export type InitCommandName = keyof typeof INIT_COMMANDS;

export const isInitCommand = (name: string | undefined): name is InitCommandName => name !== undefined && Object.hasOwn(INIT_COMMANDS, name);

/** One line of stdin; a person is shown the question, a pipe just answers. */
const askOnce = async (question: string): Promise<string | undefined> => {
  const { stdin: input, stderr: output } = process;
  const lines = createInterface({ input, ...(input.isTTY ? { output } : {}) });
  try {
    if (input.isTTY) return await lines.question(question);
    for await (const line of lines) return line;
    return undefined;
  } finally {
    lines.close();
  }
};

/** The commands' surroundings in the real program; templates lie beside the bundled script. */
export const processIo = (templates: string): InitIo => ({
  template: (name) => readFileSync(join(templates, name), 'utf8'),
  say: (line) => process.stdout.write(`${line}\n`),
  ask: askOnce,
});

/** Runs one of them; answers the exit code. */
export const runInit = async (name: InitCommandName, args: readonly string[], io: InitIo): Promise<number> => {
  const { usage, run }: InitCommand = INIT_COMMANDS[name];
  if (args.includes('--help')) {
    io.say(usage);
    return 0;
  }
  try {
    await run(args, io);
    return 0;
  } catch (error) {
    if (!(error instanceof InitProblem)) throw error;
    for (const problem of error.problems) process.stderr.write(`${problem}\n`);
    return 2;
  }
};
