import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readClientBuild } from './client-build.ts';

const dir = mkdtempSync(join(tmpdir(), 'blocao-client-'));
test.after(() => rmSync(dir, { recursive: true }));
const put = (name: string, text = ''): void => writeFileSync(join(dir, name), text);

test('a client is building until its build says ready, and a build that failed says why', () => {
  assert.deepEqual(readClientBuild(dir, false), { state: 'building' });
  put('status.json', '{"state":"building","sinceMs":1}');
  put('tunnel.wasm');
  put('wasm_exec.js');
  assert.deepEqual(readClientBuild(dir, false), { state: 'building' });
  put('status.json', '{"state":"failed","reason":"no Go"}');
  assert.deepEqual(readClientBuild(dir, false), { state: 'failed', why: 'no Go' });
  put('status.json', '{"state":"ready"}');
  const wasm = { wasm: join(dir, 'tunnel.wasm'), wasmExec: join(dir, 'wasm_exec.js') };
  assert.deepEqual(readClientBuild(dir, false), { state: 'built', artefacts: wasm });
});

test('a package holds what is ready, or has no client', () => {
  assert.equal(readClientBuild(dir, true).state, 'built');
  rmSync(join(dir, 'tunnel.wasm'));
  assert.equal(readClientBuild(dir, true).state, 'failed');
});
