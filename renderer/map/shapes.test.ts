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
const { drawShare } = await import('./share-marks.ts');
const { MIN_SHARE_DEG } = await import('./ring.ts');

const GREY = '#888888';
const grey = {
  ...{ fill: new Proxy({}, { get: () => GREY }), on: new Proxy({}, { get: () => '#000000' }) },
  ...{ warnEdge: GREY, stale: GREY, surface: '#000000', halo: '#000000' },
} as unknown as Palette;

/** What is drawn, colour aside: every call of the context with its numbers, and the widths of its lines. */
function drawn(draw: (ctx: CanvasRenderingContext2D) => void): string {
  const calls: string[] = [];
  const ctx = new Proxy({} as Record<string, unknown>, {
    get: (_, name) => (...args: readonly unknown[]) => void calls.push(`${String(name)}(${JSON.stringify(args)})`),
    set: (_, name, value) => {
      if (name === 'lineWidth') calls.push(`width ${String(value)}`);
      return true;
    },
  });
  draw(ctx as unknown as CanvasRenderingContext2D);
  return calls.join('\n');
}

test('FS-758: on the map every status, silence and not being adopted have a shape of their own, whatever the colours', () => {
  const looks = [
    ...STATUS_ORDER.flatMap((status) => [false, true].map((silent) => ({ status, silent, hollow: false }))),
    { status: 'ok', silent: false, hollow: true } as const,
  ];
  const shapes = looks.map((look) => drawn((ctx) => drawPin(ctx, look, grey)));
  assert.equal(new Set(shapes).size, looks.length);
  assert.ok(shapes.every((shape) => shape.includes('arc(') || shape.includes('roundRect(') || shape.includes('fill(')));
});

test('FS-974: each share of a ring has a mark of its own, in the narrowest share that there is, too', () => {
  // Of 10 sites and of 80, the gaps to the neighbours taken off.
  for (const radius of [18, 23]) {
    for (const degrees of [MIN_SHARE_DEG - 4.8, 180, 360]) {
      const arc = { radius, from: 0, to: (degrees * Math.PI) / 180 };
      const marks = STATUS_ORDER.map((status) => drawn((ctx) => drawShare(ctx, status, arc)));
      assert.equal(new Set(marks).size, STATUS_ORDER.length);
      const strokes = new Map(STATUS_ORDER.map((status, at) => [status, marks[at]!.split('arc(').length - 1]));
      assert.equal(strokes.get('err'), 1);
      assert.ok(strokes.get('warn')! >= 2 && strokes.get('unknown')! >= 2);
      assert.ok(strokes.get('offline')! > strokes.get('warn')!);
    }
  }
});
