import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { build } from 'esbuild';
import { openDirectory } from './files.ts';
import { openJournal } from './journal.ts';

/** A real process that writes as fast as it can, killed for real. */

const WRITER = (journal: string, files: string): string => `
import { openDirectory } from ${JSON.stringify(files)};
import { openJournal } from ${JSON.stringify(journal)};
const journal = openJournal({ files: openDirectory(process.argv[2]), monoMs: 0, segmentBytes: 4_000 });
const boot = (journal.store.load()?.boot ?? 0) + 1;
const save = () => journal.store.save({ boot, eventSeq: journal.lastSeq, openAlerts: [], lastAlertIds: [] });
save();
process.stdout.write('boot ' + boot + '\\n');
const turn = () => {
  for (let index = 0; index < 3; index += 1) journal.append('event/review', 0, (seq) => JSON.stringify({ boot, seq, filler: 'x'.repeat(seq % 300) }));
  save();
  journal.commit();
  process.stdout.write(journal.lastSeq + '\\n');
  if (journal.lastSeq % 60 === 0) { journal.proven(journal.lastSeq - 40); process.stdout.write('proven ' + (journal.lastSeq - 40) + '\\n'); }
  setImmediate(turn);
};
turn();
`;

test('a real process that is killed while it writes has lost nothing of what it told', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'fleet-journal-'));
  const beside = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
  const program = path.join(dir, 'writer.mjs');
  writeFileSync(path.join(dir, 'writer.ts'), WRITER(beside('./journal.ts'), beside('./files.ts')));
  await build({ entryPoints: [path.join(dir, 'writer.ts')], bundle: true, platform: 'node', format: 'esm', outfile: program });
  const data = path.join(dir, 'data');
  let [told, proven, boot] = [0, 0, 0];
  try {
    for (let life = 0; life < 8; life += 1) {
      const child = spawn(process.execPath, [program, data], { stdio: ['ignore', 'pipe', 'inherit'] });
      let text = '';
      const lines = 20 + life * 13;
      child.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (text.split('\n').length > lines) child.kill('SIGKILL');
      });
      await new Promise((resolve) => child.once('close', resolve));
      // A line that was cut off was not told.
      for (const line of text.split('\n').slice(0, -1)) {
        const [word = '', figure] = line.split(' ');
        if (word === 'boot') {
          assert.ok(Number(figure) > boot);
          boot = Number(figure);
        } else if (word === 'proven') proven = Math.max(proven, Number(figure));
        else told = Math.max(told, Number(word));
      }
      const journal = openJournal({ files: openDirectory(data), monoMs: 0 });
      const left = journal.after(0, 100_000).map(({ seq }) => seq);
      assert.ok(journal.lastSeq >= told);
      assert.ok((left[0] ?? 0) <= Math.max(proven, 1) + 1, `first ${left[0] ?? 0}, proven ${proven}`);
      assert.deepEqual(left, left.map((_, index) => (left[0] ?? 0) + index));
      assert.equal(left.at(-1), journal.lastSeq);
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
