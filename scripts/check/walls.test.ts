import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findWallBreaches } from './walls.ts';

const breaches = (file: string, text: string) => findWallBreaches([{ file, text }]);

test('walls: a forbidden import is reported with file, line and what is allowed', () => {
  const found = breaches('fleet/ids.ts', "\nimport fs from 'node:fs';\n");
  assert.deepEqual(found, ["fleet/ids.ts:2: must not import 'node:fs'. fleet/ may import: fleet, typebox, yaml"]);
});

for (const [file, text] of [
  ['fleet/a.ts', "import { x } from '../platform/log.ts';"],
  ['fleet/a.ts', "export { x } from 'mqtt';"],
  ['fleet/a.ts', "import type { Socket } from 'node:net';"],
  ['fleet/a.ts', "type Socket = import('node:net').Socket;"],
  ['platform/a.ts', "const electron = require('electron');"],
  ['main/engine/a.ts', "import { app } from 'electron';"],
  ['main/engine/a.ts', "import { x } from '../window.ts';"],
  ['main/a.ts', "import { x } from './engine/desk.ts';"],
  ['main/a.ts', "import Database from 'better-sqlite3';"],
  ['renderer/views/a.tsx', "const fs = await import('node:fs');"],
  ['renderer/a.ts', "import { x } from '../main/ipc-host.ts';"],
  ['agent/site/a.ts', "import { Aedes } from 'aedes';"],
  ['agent/site/a.ts', "import { x } from '../simulator/index.ts';"],
  ['fleet/a.ts', "import fc from 'fast-check';"],
  ['fleet/a.ts', "import { x } from './a.test.ts';"],
  ['elsewhere/a.ts', "import fs from 'node:fs';"],
] as const) {
  test(`walls: ${file} must not say ${text}`, () => assert.equal(breaches(file, text).length, 1));
}

for (const [file, text] of [
  ['fleet/wire/a.ts', "import { Type } from 'typebox'; import { x } from '../ids.ts';"],
  ['fleet/a.test.ts', "import { test } from 'node:test'; import fc from 'fast-check'; import { x } from './a.ts';"],
  ['main/engine/store/a.ts', "import Database from 'better-sqlite3'; import { x } from '../../../fleet/ids.ts';"],
  ['renderer/a.tsx', "import '@fontsource/ibm-plex-sans/400.css'; import map from 'world-atlas/land-50m.json?url';"],
  ['agent/simulator/a.ts', "import { Aedes } from 'aedes'; import { x } from '../site/report.ts';"],
] as const) {
  test(`walls: ${file} may say ${text}`, () => assert.deepEqual(breaches(file, text), []));
}

test('walls: a circle of files is reported once', () => {
  const found = findWallBreaches([
    { file: 'fleet/a.ts', text: "import { b } from './b.ts';" },
    { file: 'fleet/b.ts', text: "import { c } from './c.ts';" },
    { file: 'fleet/c.ts', text: "import type { A } from './a.ts';" },
  ]);
  assert.deepEqual(found, ['circle of imports: fleet/a.ts → fleet/b.ts → fleet/c.ts → fleet/a.ts']);
});
