import fs from 'node:fs';
import path from 'node:path';
import { tunnelSource } from './go-command.ts';

export type ProgramName = 'wasm' | 'native' | 'testnet';

export interface Program {
  readonly name: ProgramName;
  readonly main: string;
  readonly file: string;
  readonly env: NodeJS.ProcessEnv;
}

const executable = (name: string): string => (process.platform === 'win32' ? `${name}.exe` : name);

/** What is built, in the order in which it is wanted. */
export const programs: readonly Program[] = [
  { name: 'wasm', main: './cmd/connectwasm', file: 'tunnel.wasm', env: { GOOS: 'js', GOARCH: 'wasm' } },
  { name: 'native', main: './cmd/tunnelcore', file: executable('tunnelcore'), env: {} },
  { name: 'testnet', main: './cmd/testnet', file: executable('testnet'), env: {} },
];

/** Shared by builds, vet and tests: what one has compiled the others take from Go's cache. */
export function compileFlags(name: ProgramName): string[] {
  return ['-trimpath', '-buildvcs=false', '-tags', tagsOf(name)];
}

export function tagsOf(name: ProgramName): string {
  return fs.readFileSync(path.join(tunnelSource, 'tags', `${name}.txt`), 'utf8').trim().split('\n').join(',');
}
