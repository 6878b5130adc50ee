import type L from 'leaflet';
import { addCanvasOverlay, type CanvasFrame, type CanvasOverlay } from './canvas-overlay.ts';
import { worldPixels } from './mercator.ts';
import type { Palette } from './palette.ts';
import { byImportance, namesOnMap, type MapName } from './street-names.ts';
import { openStreetSource, type DrawableTile, type StreetSource } from './street-source.ts';
import { isFilled, type StreetKind, type StreetTile } from './vector-tile.ts';

const MARGIN = 0.15;
/** Before it the shipped world says enough. */
const FROM_ZOOM = 6;
const TILES_KEPT = 160;
/** Looked at; far fewer find room. */
const NAMES_MOST = 300;
/** Without streets the shipped world has no detail beyond this. */
const WORLD_MAX_ZOOM = 13;
const STREETS_MAX_ZOOM = 17;
/** From the ground up. */
const ORDER: readonly StreetKind[] = ['earth', 'water', 'building', 'border', 'minor', 'major'];

interface Kept {
  readonly tile?: DrawableTile;
  readonly paths?: ReadonlyMap<StreetKind, Path2D>;
}

interface TilePlace {
  readonly key: string;
  readonly z: number;
  readonly x: number;
  readonly y: number;
  /** Px of the canvas. */
  readonly left: number;
  readonly top: number;
  readonly size: number;
}

/** Streets of the customer's own file between the world and the pins. What is not read yet, or broken, leaves the world. */
export class StreetLayer {
  readonly #map: L.Map;
  readonly #overlay: CanvasOverlay;
  readonly #onBroken: () => void;
  readonly #onNames: () => void;
  readonly #tiles = new Map<string, Kept | 'asked'>();
  #palette: Palette;
  #source: StreetSource | undefined;
  #removed = false;
  #due: number | undefined;

  /** `onBroken`: the file could not be read, wholly or in a part. `onNames`: there are other `names`. */
  constructor(map: L.Map, pane: string, palette: Palette, on: { readonly onBroken: () => void; readonly onNames: () => void }) {
    this.#map = map;
    this.#palette = palette;
    this.#onBroken = on.onBroken;
    this.#onNames = on.onNames;
    map.setMaxZoom(STREETS_MAX_ZOOM);
    this.#overlay = addCanvasOverlay(map, pane, MARGIN, (ctx, frame) => this.#paint(ctx, frame));
    openStreetSource().then(
      (source) => {
        this.#source = source;
        this.#repaint();
      },
      () => this.#fail(),
    );
  }

  setPalette(palette: Palette): void {
    this.#palette = palette;
    this.#repaint();
  }

  /** What the tiles in view are called by, the most important first. */
  names(): readonly MapName[] {
    const frame = this.#overlay.frame();
    if (!this.#source || frame.zoom < FROM_ZOOM) return [];
    return placesIn(frame, this.#source)
      .flatMap((place) => {
        const kept = this.#tiles.get(place.key);
        return kept !== undefined && kept !== 'asked' && kept.tile?.kind === 'vector' ? namesOnMap(kept.tile.tile, place, frame.zoom) : [];
      })
      .sort(byImportance)
      .slice(0, NAMES_MOST);
  }

  remove(): void {
    this.#removed = true;
    window.cancelAnimationFrame(this.#due ?? 0);
    this.#overlay.remove();
    this.#map.setMaxZoom(WORLD_MAX_ZOOM);
  }

  #fail(): void {
    if (!this.#removed) this.#onBroken();
  }

  #repaint(): void {
    this.#due ??= window.requestAnimationFrame(() => {
      this.#due = undefined;
      const ctx = this.#overlay.canvas.getContext('2d');
      if (ctx && !this.#removed) this.#paint(ctx, this.#overlay.frame());
    });
  }

  #paint(ctx: CanvasRenderingContext2D, frame: CanvasFrame): void {
    ctx.clearRect(0, 0, frame.width, frame.height);
    if (!this.#source || frame.zoom < FROM_ZOOM) return;
    let drawn = 0;
    for (const place of placesIn(frame, this.#source)) {
      const kept = this.#tiles.get(place.key);
      if (kept === undefined) this.#ask(place);
      else if (kept !== 'asked' && kept.tile) {
        drawTile(ctx, frame, place, kept, this.#palette);
        drawn += 1;
      }
    }
    this.#overlay.canvas.dataset['tiles'] = String(drawn);
  }

  #ask({ key, z, x, y }: TilePlace): void {
    if (this.#tiles.size >= TILES_KEPT) for (const old of [...this.#tiles.keys()].slice(0, TILES_KEPT / 4)) this.#tiles.delete(old);
    this.#tiles.set(key, 'asked');
    this.#source?.tile(z, x, y).then(
      (tile) => {
        this.#tiles.set(key, tile === undefined ? {} : tile.kind === 'vector' ? { tile, paths: pathsOf(tile.tile) } : { tile });
        if (this.#removed) return;
        this.#repaint();
        if (tile?.kind === 'vector' && tile.tile.names.length > 0) this.#onNames();
      },
      () => {
        this.#tiles.set(key, {});
        this.#fail();
      },
    );
  }
}

/** Tiles that a frame shows; twice the size of the map's own step, as their lines are made for it. */
function placesIn(frame: CanvasFrame, { minZoom, maxZoom }: StreetSource): readonly TilePlace[] {
  const z = Math.min(maxZoom, Math.max(minZoom, Math.round(frame.zoom) - 1));
  const size = worldPixels(frame.zoom) / 2 ** z;
  const last = 2 ** z - 1;
  const places: TilePlace[] = [];
  for (let x = Math.max(0, Math.floor(frame.left / size)); x <= Math.min(last, Math.floor((frame.left + frame.width) / size)); x++) {
    for (let y = Math.max(0, Math.floor(frame.top / size)); y <= Math.min(last, Math.floor((frame.top + frame.height) / size)); y++)
      places.push({ key: `${z}/${x}/${y}`, z, x, y, left: x * size - frame.left, top: y * size - frame.top, size });
  }
  return places;
}

function pathsOf({ shapes }: StreetTile): ReadonlyMap<StreetKind, Path2D> {
  const paths = new Map<StreetKind, Path2D>();
  for (const { kind, points } of shapes) {
    const path = paths.get(kind) ?? new Path2D();
    paths.set(kind, path);
    path.moveTo(points[0]!, points[1]!);
    for (let at = 2; at + 1 < points.length; at += 2) path.lineTo(points[at]!, points[at + 1]!);
  }
  return paths;
}

/** Px of a line at a zoom: thin from afar, never a flood. */
const lineWidth = (kind: StreetKind, zoom: number): number =>
  kind === 'border' ? 0.75 : (kind === 'major' ? 1.25 : 0.6) * Math.min(4, 1 + Math.max(0, zoom - 11) * 0.6);

function drawTile(ctx: CanvasRenderingContext2D, { zoom }: CanvasFrame, { left, top, size }: TilePlace, { tile, paths }: Kept, palette: Palette): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, size, size);
  ctx.clip();
  if (tile?.kind === 'picture') ctx.drawImage(tile.image, left, top, size, size);
  else if (tile && paths) {
    const scale = size / tile.tile.extent;
    ctx.fillStyle = paths.has('earth') ? palette.sea : palette.land;
    ctx.fillRect(left, top, size, size);
    ctx.translate(left, top);
    ctx.scale(scale, scale);
    const fill: Partial<Record<StreetKind, string>> = { earth: palette.land, water: palette.sea, building: palette.border };
    for (const kind of ORDER) {
      const path = paths.get(kind);
      if (!path) continue;
      if (isFilled(kind)) {
        ctx.fillStyle = fill[kind] ?? palette.land;
        ctx.fill(path, 'evenodd');
      } else {
        ctx.strokeStyle = kind === 'major' ? palette.stale : palette.coast;
        ctx.globalAlpha = kind === 'major' ? 0.6 : 1;
        ctx.lineWidth = lineWidth(kind, zoom) / scale;
        ctx.stroke(path);
        ctx.globalAlpha = 1;
      }
    }
  }
  ctx.restore();
}
