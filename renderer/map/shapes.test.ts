import assert from 'node:assert/strict';
import { test } from 'node:test';
import { STATUS_ORDER } from '../../fleet/model/status.ts';
import type { Palette } from './palette.ts';

/** Paths by name, as canvases know them: Node has none. */
class NamedPath {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}
Object.assign(globalThis, { Path2D: NamedPath });
const { drawPin } = await import('./shapes.ts');

const GREY = '#888888';
const grey = {
  ...{ fill: new Proxy({}, { get: () => GREY }), on: new Proxy({}, { get: () => '#000000' }) },
  ...{ warnEdge: GREY, stale: GREY, surface: '#000000', halo: '#000000' },
} as unknown as Palette;

/** What a look draws, colour aside: every call of the context with its numbers, and the widths of its lines. */
function drawn(look: Parameters<typeof drawPin>[1]): string {
  const calls: string[] = [];
  const ctx = new Proxy({} as Record<string, unknown>, {
    get: (_, name) => (...args: readonly unknown[]) => void calls.push(`${String(name)}(${JSON.stringify(args)})`),
    set: (_, name, value) => {
      if (name === 'lineWidth') calls.push(`width ${String(value)}`);
      return true;
    },
  });
  drawPin(ctx as unknown as CanvasRenderingContext2D, look, grey);
  return calls.join('\n');
}

test('FS-758: on the map every status, silence and not being adopted have a shape of their own, whatever the colours', () => {
  const looks = [
    ...STATUS_ORDER.flatMap((status) => [false, true].map((silent) => ({ status, silent, hollow: false }))),
    { status: 'ok', silent: false, hollow: true } as const,
  ];
  const shapes = looks.map(drawn);
  assert.equal(new Set(shapes).size, looks.length);
  assert.ok(shapes.every((shape) => shape.includes('arc(') || shape.includes('roundRect(') || shape.includes('fill(')));
});
