import { readRepositoryFile, repositoryFiles } from '../check/repository-files.ts';
import { runGo, tunnelSource } from './go-command.ts';
import type { GoToolchain } from './find-go.ts';
import { compileFlags, programs } from './programs.ts';
import path from 'node:path';

const functionLimit = 60;

interface StyleCheck {
  readonly name: string;
  /** Findings as text; empty when all is well. */
  run(): Promise<string>;
}

/** The house's rules for Go: format, vet with the tags of each program, length of functions. */
export function goStyleChecks(go: GoToolchain): StyleCheck[] {
  return [
    { name: 'gofmt', run: async () => (await runGo(go, ['run', 'cmd/gofmt', '-l', '.'])).trim() },
    { name: `functions of ${functionLimit} lines`, run: () => Promise.resolve(longFunctions().join('\n')) },
    ...programs.map(({ name, main, env }) => ({
      name: `vet ${name}`,
      run: async () => {
        const packages = name === 'testnet' ? ['./...'] : [main];
        return (await runGo(go, ['vet', ...compileFlags(name), ...packages], { env })).trim();
      },
    })),
  ];
}

/** gofmt puts the braces of a function at the start of a line: that is enough to measure it. */
export function longFunctions(): string[] {
  const folder = `${path.basename(tunnelSource)}/`;
  return repositoryFiles(['go'])
    .filter((file) => file.startsWith(folder))
    .flatMap((file) => findLongFunctions(file, readRepositoryFile(file)));
}

export function findLongFunctions(file: string, text: string): string[] {
  const findings: string[] = [];
  let begin: number | undefined;
  text.split('\n').forEach((line, index) => {
    if (line.startsWith('func ') && line.endsWith('{')) begin = index;
    if (line !== '}' || begin === undefined) return;
    const lines = index - begin + 1;
    if (lines > functionLimit) findings.push(`${file}:${begin + 1}: ${lines} lines, at most ${functionLimit}`);
    begin = undefined;
  });
  return findings;
}
