// Writes every generated file; with --check it writes nothing and fails where the file differs from what would be
// written. A generator is a script that prints its file.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { root } from './paths.ts';

const generators: readonly { script: string; file: string }[] = [
  { script: 'scripts/generate-protocol.ts', file: 'docs/protocol.md' },
];

const check = process.argv.includes('--check');
for (const { script, file } of generators) {
  if (!fs.existsSync(path.join(root, script))) {
    console.log(`${file}: its generator ${script} is missing`);
    process.exitCode = 1;
    continue;
  }
  const wanted = execFileSync(process.execPath, [script], { cwd: root, encoding: 'utf8', maxBuffer: 64 << 20 });
  const place = path.join(root, file);
  const present = fs.existsSync(place) ? fs.readFileSync(place, 'utf8') : '';
  if (present === wanted) continue;
  if (check) {
    console.log(`${file} is not what ${script} writes: run npm run generate and commit it`);
    process.exitCode = 1;
  } else {
    fs.mkdirSync(path.dirname(place), { recursive: true });
    fs.writeFileSync(place, wanted);
    console.log(`${file} written`);
  }
}
