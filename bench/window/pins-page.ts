import type { Page } from '@playwright/test';
import type { SiteRecord } from '../../fleet/model/site.ts';
import { framesWorker, type WorkerOrder, type WorkerReport } from './frames-worker.ts';

/* What the bench reads and does in the console's page. The map tells nobody where its pins are, so its controller is asked. */

export interface PinInView {
  readonly key: string;
  readonly x: number;
  readonly y: number;
}

export interface View {
  readonly pins: readonly PinInView[];
  readonly rings: number;
  /** Ids of all sites in view, those inside rings included. */
  readonly sites: readonly string[];
}

interface Item extends PinInView {
  readonly mark: { readonly kind: 'pin' | 'cluster'; readonly sites: readonly string[] };
}

interface MapInside {
  zoom(step: 1 | -1): void;
  scene(): { readonly items: readonly Item[] };
}

interface BenchPage {
  worker: Worker;
  reports: WorkerReport[];
  map(): MapInside;
}

/** The page's port leads to a worker from now on, which tells `sites`. */
export const tellFleet = (page: Page, sites: readonly SiteRecord[]): Promise<void> =>
  page.evaluate(
    ([text, fleet]) => {
      const worker = new Worker(URL.createObjectURL(new Blob([`(${text})()`], { type: 'text/javascript' })));
      const reports: WorkerReport[] = [];
      worker.onmessage = ({ data }: MessageEvent<WorkerReport>) => reports.push(data);
      const map = (): MapInside => {
        const list = document.querySelector('.pinlist') as unknown as Record<string, { return: unknown }>;
        let fiber = list[Object.keys(list).find((key) => key.startsWith('__reactFiber')) ?? ''] as { return: unknown; memoizedProps?: { controller?: MapInside } } | undefined;
        while (fiber && fiber.memoizedProps?.controller === undefined) fiber = fiber.return as typeof fiber;
        return fiber?.memoizedProps?.controller as MapInside;
      };
      Object.assign(window, { bench: { worker, reports, map } satisfies BenchPage });
      const { port1, port2 } = new MessageChannel();
      worker.postMessage({ type: 'fleet', sites: fleet } satisfies WorkerOrder, [port2]);
      window.postMessage('blocao-port', window.location.origin, [port1]);
    },
    [framesWorker.toString(), sites] as const,
  );

export const order = (page: Page, order: WorkerOrder): Promise<void> =>
  page.evaluate((one) => (window as unknown as { bench: BenchPage }).bench.worker.postMessage(one), order);

/** What the changes before the last order of a rate came to. */
export const reportOf = (page: Page): Promise<WorkerReport | undefined> =>
  page.evaluate(() => (window as unknown as { bench: BenchPage }).bench.reports.at(-1));

/** Pins inside the map's own box; the canvas has a margin around it. */
export const readView = (page: Page): Promise<View> =>
  page.evaluate(() => {
    const { items } = (window as unknown as { bench: BenchPage }).bench.map().scene();
    const pins = items.filter(({ mark }) => mark.kind === 'pin').map(({ key, x, y }) => ({ key, x, y }));
    return { pins, rings: items.length - pins.length, sites: items.flatMap(({ mark }) => mark.sites) };
  });

export const zoom = (page: Page, step: 1 | -1): Promise<void> =>
  page.evaluate((by) => (window as unknown as { bench: BenchPage }).bench.map().zoom(by), step);

/** How many of these pins have the colour of a status within 6 px of their middle, as the canvas holds it. */
export const colouredPins = (page: Page, pins: readonly PinInView[], token: string): Promise<number> =>
  page.evaluate(
    ([places, name]) => {
      const probe = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D;
      probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
      probe.fillRect(0, 0, 1, 1);
      const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
      const canvas = document.querySelector('.leaflet-pins-pane canvas') as HTMLCanvasElement;
      const ratio = canvas.width / canvas.clientWidth;
      const context = canvas.getContext('2d') as CanvasRenderingContext2D;
      return places.filter(({ x, y }) => {
        const side = Math.round(12 * ratio);
        const { data } = context.getImageData(Math.round(x * ratio - side / 2), Math.round(y * ratio - side / 2), side, side);
        for (let at = 0; at < data.length; at += 4) if (data[at] === r && data[at + 1] === g && data[at + 2] === b && data[at + 3] === 255) return true;
        return false;
      }).length;
    },
    [pins, token] as const,
  );
