import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../paths.ts';

/** Files of the clone that git tracks or would track, by ending (no dot); paths relative to the clone. */
export function repositoryFiles(endings: readonly string[]): string[] {
  const patterns = endings.map((ending) => `*.${ending}`);
  const listed = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard', '--', ...patterns], {
    cwd: root,
    encoding: 'utf8',
  });
  return listed.split('\0').filter((file) => file !== '' && fs.existsSync(path.join(root, file)));
}

export function readRepositoryFile(file: string): string {
  return fs.readFileSync(path.join(root, file), 'utf8');
}
