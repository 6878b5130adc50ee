import { expect, test } from '@playwright/test';
import { startConsole } from './support/console.ts';

/* The words on the map beside the shapes, from the first frame on; on the demo fleet. */

/** Labels that called a site's state unknown in a frame in which its pin was told otherwise, until none is unknown. */
const contradictions = (): Promise<readonly string[]> =>
  new Promise((resolve) => {
    const found = new Set<string>();
    const look = (): void => {
      const pins = [...document.querySelectorAll('.pinlist button[data-key]')];
      const names = new Map(pins.map((pin) => [pin.getAttribute('data-key'), pin.textContent]));
      for (const label of document.querySelectorAll('.plabel')) {
        const id = label.querySelector('.id')?.textContent ?? '';
        const name = names.get(id) ?? 'unknown';
        if (label.textContent.includes('State not known') && !name.includes('unknown'))
          found.add(`${label.textContent} beside "${name}"`);
      }
      const unknown = document.querySelector('.hgrid [data-status="unknown"] b')?.textContent;
      const ok = Number(document.querySelector('.hgrid [data-status="ok"] b')?.textContent ?? 0);
      const settled = unknown === '0' && ok > 0 && document.querySelector('.plabel') !== null;
      if (settled) resolve([...found]);
      else requestAnimationFrame(look);
    };
    look();
  });

test('no label says that a state is not known beside a pin that is, not for one frame of the start', async () => {
  const { page, close } = await startConsole();
  try {
    expect(await page.evaluate(contradictions)).toEqual([]);
  } finally {
    await close();
  }
});
