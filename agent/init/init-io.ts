import type { TemplateReader } from '../templates/fill.ts';

/** What a set-up command is given; tests give their own. */
export interface InitIo {
  readonly template: TemplateReader;
  /** One line for the installer. */
  readonly say: (line: string) => void;
  /** Asks for one line; undefined where nobody can answer. */
  readonly ask: (question: string) => Promise<string | undefined>;
}

/** What an installer can mend. Anything else that is thrown is a fault of ours. */
export class InitProblem extends Error {
  readonly problems: readonly string[];

  constructor(...problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** What was done to one file, in the order of the work. */
export type FileOutcome = 'written' | 'unchanged' | 'kept';

const WORDS: Readonly<Record<FileOutcome, string>> = { written: 'written', unchanged: 'unchanged', kept: 'kept as it is' };

/** A line per file: `written    /etc/blocao-hub/mosquitto.conf`. */
export const fileLine = (outcome: FileOutcome, path: string): string => `${WORDS[outcome].padEnd(14)}${path}`;

/** The numbered steps that only a person can do. */
export const nextSteps = (steps: readonly string[]): readonly string[] =>
  steps.length === 0 ? [] : ['', 'Next:', ...steps.map((step, index) => `  ${index + 1}. ${step}`)];
