import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Interface } from 'node:readline';
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

interface Questions {
  ask(question: string): Promise<string | undefined>;
  end(): void;
}

/**
 * Lines of stdin by one reader for all questions, since a reader reads ahead: a person is shown each question, a pipe just
 * answers. Undefined at its end.
 */
const questionsTo = ({ stdin: input, stderr: output }: NodeJS.Process): Questions => {
  let reader: Interface | undefined;
  let lines: AsyncIterator<string> | undefined;
  return {
    ask: async (question) => {
      reader ??= createInterface({ input, terminal: false });
      lines ??= reader[Symbol.asyncIterator]();
      if (input.isTTY) output.write(question);
      const next = await lines.next();
      return next.done === true ? undefined : next.value;
    },
    end: () => reader?.close(),
  };
};

/** The commands' surroundings in the real program; templates lie beside the bundled script. */
export const processIo = (templates: string): InitIo & Pick<Questions, 'end'> => ({
  template: (name) => readFileSync(join(templates, name), 'utf8'),
  say: (line) => process.stdout.write(`${line}\n`),
  ...questionsTo(process),
});

/** Runs one of them; answers the exit code. */
export const runInit = async (name: InitCommandName, args: readonly string[], io: InitIo & Pick<Questions, 'end'>): Promise<number> => {
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
  } finally {
    io.end();
  }
};
