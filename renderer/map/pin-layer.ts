import L from 'leaflet';
import { addCanvasOverlay, type CanvasFrame, type CanvasOverlay } from './canvas-overlay.ts';
import { CELL_PX, makeItemGrid, type ItemGrid } from './item-grid.ts';
import type { MapMark } from './map-mark.ts';
import { latOf, lonOf, worldPixels } from './mercator.ts';
import type { Palette } from './palette.ts';
import { drawnItem, type DrawnItem, type SiteOf } from './pin-items.ts';
import { drawRing } from './ring-drawing.ts';
import { clusterSize } from './ring.ts';
import type { SiteClusters } from './site-clusters.ts';
import { makeSprites, pinSize, type Sprite, type Sprites } from './sprites.ts';

const MARGIN = 0.15;
/** Pointer and fingers reach a pin this far from its middle (target 24 px, WCAG 2.5.8). */
const PIN_HIT_PX = 14;
/** From this share of dirty cells on, drawing everything is cheaper. */
const FULL_REDRAW_SHARE = 0.4;

export interface Highlights {
  readonly selected?: string;
  readonly focused?: string;
  /** Under the pointer, here or in a list beside the map. */
  readonly pointed?: string;
}

const KINDS = ['selected', 'focused', 'pointed'] as const satisfies readonly (keyof Highlights)[];

/** Pins and rings on one canvas. A change of status costs the squares around it, whatever the size of the fleet. */
export class PinLayer {
  readonly #map: L.Map;
  readonly #siteOf: SiteOf;
  readonly #onPlaced: () => void;
  readonly #overlay: CanvasOverlay;
  #palette: Palette;
  #sprites: Sprites | undefined;
  #spriteRatio = 0;
  #clusters: SiteClusters | undefined;
  #items = new Map<string, DrawnItem>();
  #keyOfSite = new Map<string, string>();
  #grid: ItemGrid<DrawnItem> = makeItemGrid<DrawnItem>([]);
  #marked: Highlights = {};

  /** `onPlaced`: items have new places, after a move, a zoom or a regrouping. */
  constructor(map: L.Map, pane: string, palette: Palette, siteOf: SiteOf, onPlaced: () => void) {
    this.#map = map;
    this.#siteOf = siteOf;
    this.#palette = palette;
    this.#onPlaced = onPlaced;
    let ready = false;
    this.#overlay = addCanvasOverlay(map, pane, MARGIN, (ctx, frame) => {
      this.#layOut(frame);
      this.#paintAll(ctx, frame);
      if (ready) onPlaced();
    });
    ready = true;
  }

  items(): readonly DrawnItem[] {
    return [...this.#items.values()];
  }

  item(key: string): DrawnItem | undefined {
    return this.#items.get(key);
  }

  itemOfSite(site: string): DrawnItem | undefined {
    return this.#items.get(this.#keyOfSite.get(site) ?? '');
  }

  grid(): ItemGrid<DrawnItem> {
    return this.#grid;
  }

  frame(): CanvasFrame {
    return this.#overlay.frame();
  }

  /** The item under a point of the map's container. */
  hit(point: L.Point): DrawnItem | undefined {
    const frame = this.frame();
    const { x, y } = this.#map
      .containerPointToLayerPoint(point)
      .add(this.#map.getPixelOrigin())
      .subtract(L.point(frame.left, frame.top));
    const near = this.#grid.at(x, y, PIN_HIT_PX);
    const around = near ?? this.#grid.at(x, y, clusterSize(Infinity) / 2 + 2);
    if (!around) return undefined;
    const reached =
      near !== undefined || Math.hypot(around.x - x, around.y - y) <= clusterSize(around.mark.sites.length) / 2 + 2;
    // The grid keeps places; the look of an item may be newer.
    return reached && (near || around.counts) ? this.#items.get(around.key) : undefined;
  }

  /** Px of the map's container. */
  containerPoint(item: DrawnItem): { readonly x: number; readonly y: number } {
    const { left, top } = this.frame();
    const { x, y } = this.#map.layerPointToContainerPoint(
      L.point(item.x + left, item.y + top).subtract(this.#map.getPixelOrigin()),
    );
    return { x, y };
  }

  /** Draws the items of these sites anew where their look changed. Answers the keys of those that did. */
  touch(sites: readonly string[]): readonly string[] {
    const dirty = new Set<string>();
    const changed: string[] = [];
    const keys = new Set(sites.map((site) => this.#keyOfSite.get(site)).filter((key) => key !== undefined));
    for (const key of keys) {
      const before = this.#items.get(key)!;
      const after = drawnItem(before.mark, before.x, before.y, this.#siteOf);
      if (after.look === before.look) continue;
      this.#items.set(key, after);
      changed.push(key);
      for (const cell of this.#grid.cellsOf(after)) dirty.add(cell);
    }
    this.#paintCells(dirty);
    return changed;
  }

  highlight(next: Highlights): void {
    const dirty = new Set<string>();
    const before = this.#marked;
    if (KINDS.every((kind) => next[kind] === before[kind])) return;
    for (const key of KINDS.flatMap((kind) => [before[kind], next[kind]])) {
      const item = key === undefined ? undefined : this.#items.get(key);
      if (item) for (const cell of this.#grid.cellsOf(item)) dirty.add(cell);
    }
    this.#marked = next;
    this.#paintCells(dirty);
  }

  setClusters(clusters: SiteClusters): void {
    this.#clusters = clusters;
    this.#repaint();
  }

  setPalette(palette: Palette): void {
    this.#palette = palette;
    this.#sprites = undefined;
    this.#repaint();
  }

  remove(): void {
    this.#overlay.remove();
  }

  #layOut(frame: CanvasFrame): void {
    const scale = worldPixels(frame.zoom);
    const west = lonOf(frame.left / scale);
    const east = lonOf((frame.left + frame.width) / scale);
    const north = latOf(frame.top / scale);
    const south = latOf((frame.top + frame.height) / scale);
    const marks = this.#clusters?.marks([west, south, east, north], frame.zoom) ?? [];
    const place = (mark: MapMark): DrawnItem =>
      drawnItem(mark, mark.at.x * scale - frame.left, mark.at.y * scale - frame.top, this.#siteOf);
    this.#items = new Map(marks.map((mark) => [mark.key, place(mark)]));
    this.#keyOfSite = new Map(marks.flatMap((mark) => mark.sites.map((site): [string, string] => [site, mark.key])));
    this.#grid = makeItemGrid([...this.#items.values()]);
  }

  #spritesFor(frame: CanvasFrame): Sprites {
    if (!this.#sprites || this.#spriteRatio !== frame.pixelRatio)
      this.#sprites = makeSprites(this.#palette, frame.pixelRatio);
    this.#spriteRatio = frame.pixelRatio;
    return this.#sprites;
  }

  #paintItems(ctx: CanvasRenderingContext2D, frame: CanvasFrame, list: DrawnItem[]): void {
    const sprites = this.#spritesFor(frame);
    list.sort((a, b) => a.rank - b.rank);
    for (const item of list) {
      const x = Math.round(item.x * frame.pixelRatio) / frame.pixelRatio;
      const y = Math.round(item.y * frame.pixelRatio) / frame.pixelRatio;
      if (item.pin) stamp(ctx, sprites.pin(item.pin, frame.zoom), x, y);
      else drawRing(ctx, x, y, item.counts!, item.mark.sites.length, this.#palette);
      const size = item.pin ? Math.max(20, pinSize(item.pin, frame.zoom)) : clusterSize(item.mark.sites.length) + 4;
      if (item.key === this.#marked.pointed) ring(ctx, x, y, size / 2 + 3, this.#palette.stale);
      if (item.key === this.#marked.selected) ring(ctx, x, y, size / 2 + 5, this.#palette.text);
      if (item.key === this.#marked.focused) ring(ctx, x, y, size / 2 + 8, this.#palette.focus);
    }
  }

  #paintAll(ctx: CanvasRenderingContext2D, frame: CanvasFrame): void {
    ctx.clearRect(0, 0, frame.width, frame.height);
    this.#paintItems(ctx, frame, [...this.#items.values()]);
  }

  #paintCells(cells: ReadonlySet<string>): void {
    const frame = this.frame();
    const ctx = this.#overlay.canvas.getContext('2d');
    if (!ctx || cells.size === 0) return;
    const total = Math.ceil(frame.width / CELL_PX) * Math.ceil(frame.height / CELL_PX);
    // Squares that don't end on whole pixels would leave seams.
    if (cells.size > total * FULL_REDRAW_SHARE || !Number.isInteger(frame.pixelRatio * CELL_PX))
      return this.#paintAll(ctx, frame);
    const touched = new Set<DrawnItem>();
    ctx.save();
    ctx.beginPath();
    for (const cell of cells) {
      const [column = 0, row = 0] = cell.split(',').map(Number);
      ctx.rect(column * CELL_PX, row * CELL_PX, CELL_PX, CELL_PX);
      ctx.clearRect(column * CELL_PX, row * CELL_PX, CELL_PX, CELL_PX);
      for (const item of this.#grid.inCell(cell)) touched.add(this.#items.get(item.key)!);
    }
    ctx.clip();
    this.#paintItems(ctx, frame, [...touched]);
    ctx.restore();
  }

  #repaint(): void {
    this.#layOut(this.frame());
    const ctx = this.#overlay.canvas.getContext('2d');
    if (ctx) this.#paintAll(ctx, this.frame());
    this.#onPlaced();
  }
}

const stamp = (ctx: CanvasRenderingContext2D, { image, half }: Sprite, x: number, y: number): void =>
  ctx.drawImage(image, x - half, y - half, 2 * half, 2 * half);

function ring(ctx: CanvasRenderingContext2D, x: number, y: number, radius: number, colour: string): void {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.lineWidth = 2;
  ctx.strokeStyle = colour;
  ctx.stroke();
}
