import fs from 'node:fs';
import path from 'node:path';
import { modules, root } from '../paths.ts';
import { runQuietly } from '../setup/command.ts';
import { findLongFiles } from './line-limit.ts';
import { readRepositoryFile, repositoryFiles } from './repository-files.ts';
import { findWallBreaches } from './walls.ts';

export interface Check {
  readonly name: string;
  /** Findings as text; empty when all is well. */
  run(): Promise<string>;
}

/** In the order of their cost, dearest first, so that the cores end together. */
export function allChecks(options: { allMutations: boolean }): Check[] {
  return [
    script('spec rules', 'scripts/check-spec.ts', options.allMutations ? ['--all'] : []),
    program('lint', [path.join(modules, 'oxlint/bin/oxlint'), '--type-aware', '--deny-warnings', '--format=unix']),
    ...typeProjects().map((project) =>
      program(`types ${project}`, [path.join(modules, 'typescript/bin/tsc'), '-p', project, '--pretty', 'false']),
    ),
    script('generated files', 'scripts/generate.ts', ['--check']),
    { name: 'import walls', run: () => Promise.resolve(findWallBreaches(sources(['ts', 'tsx', 'mjs'])).join('\n')) },
    { name: '300 lines', run: () => Promise.resolve(findLongFiles(sources(['css', 'html', 'h', 'sh', 'go'])).join('\n')) },
  ];
}

function sources(endings: readonly string[]): { file: string; text: string }[] {
  return repositoryFiles(endings).map((file) => ({ file, text: readRepositoryFile(file) }));
}

/** Every tsconfig of a room. */
function typeProjects(): string[] {
  return repositoryFiles(['json']).filter((file) => /^[a-z0-9]+\/tsconfig(\.[a-z0-9]+)?\.json$/.test(file));
}

function program(name: string, args: readonly string[]): Check {
  return {
    name,
    run: async () => {
      const { code, output } = await runQuietly(process.execPath, args, { cwd: root });
      // A room without files yet is not an error.
      if (code === 0 || output.includes('TS18003')) return '';
      return output.trim() || `ended with ${code}`;
    },
  };
}

function script(name: string, file: string, args: readonly string[]): Check {
  if (!fs.existsSync(path.join(root, file))) return { name, run: () => Promise.resolve(`${file} is missing`) };
  return program(name, [file, ...args]);
}
