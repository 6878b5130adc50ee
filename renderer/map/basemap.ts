import type L from 'leaflet';
import { addCanvasOverlay, type CanvasFrame, type CanvasOverlay } from './canvas-overlay.ts';
import { worldPixels } from './mercator.ts';
import type { Palette } from './palette.ts';
import { contains, loadWorld, type Country, type Outline, type World } from './world.ts';

/** Below this zoom the coarse world has all the detail that a screen shows. */
const FINE_FROM_ZOOM = 3;
/** Points nearer than this to the one before add nothing. */
const SKIP_PX = 0.6;
const LINE_PX = 0.75;
/** Share of the map's size drawn beyond each edge, so that dragging shows land and not an empty edge. */
const MARGIN = 0.35;
/** A window that never rests gets the fine world after this long. */
const REFINED_AFTER_MS = 2_000;
/** Countries follow the sites in them after this long even if the window never rests. */
const SETTLED_AFTER_MS = 500;

/** World units. */
interface Place {
  readonly x: number;
  readonly y: number;
}

/** Land, borders and coast on a canvas of their own, drawn once per move or zoom and never for a message. */
export class Basemap {
  readonly #overlay: CanvasOverlay;
  readonly #onLoaded: () => void;
  #palette: Palette;
  #fine: World | undefined;
  #coarse: World | undefined;
  #places: readonly Place[] = [];
  #home: ReadonlySet<string> = new Set();
  readonly #countryAt = new Map<string, string>();
  #refining: number | undefined;
  #settling: number | undefined;
  #removed = false;

  /** `onLoaded`: land or names changed. */
  constructor(map: L.Map, pane: string, palette: Palette, onLoaded: () => void) {
    this.#palette = palette;
    this.#onLoaded = onLoaded;
    this.#overlay = addCanvasOverlay(map, pane, MARGIN, (ctx, frame) => this.#paint(ctx, frame));
    void loadWorld('110m').then((world) => {
      this.#coarse = world;
      if (!this.#fine) this.#settle(true);
    });
  }

  /** The fine world, once there is time for it: it costs a tenth of a second, which the first picture must not wait for. */
  refine(): void {
    if (this.#refining !== undefined) return;
    const load = async (): Promise<void> => {
      this.#fine = await loadWorld('50m');
      this.#settle(true);
    };
    this.#refining = window.requestIdleCallback(() => void load(), { timeout: REFINED_AFTER_MS });
  }

  setPalette(palette: Palette): void {
    this.#palette = palette;
    this.#repaint();
  }

  /** Countries that hold one of these places are drawn a little lighter, once there is time for it: pins come first. */
  setPlaces(places: readonly Place[]): void {
    this.#places = places;
    const settle = (): void => {
      this.#settling = undefined;
      this.#settle(false);
    };
    this.#settling ??= window.requestIdleCallback(settle, { timeout: SETTLED_AFTER_MS });
  }

  /** Countries with a site, for their names; empty until the world is loaded. */
  homeCountries(): readonly Country[] {
    return (this.#fine ?? this.#coarse)?.countries.filter(({ name }) => this.#home.has(name)) ?? [];
  }

  remove(): void {
    this.#removed = true;
    if (this.#refining !== undefined) window.cancelIdleCallback(this.#refining);
    if (this.#settling !== undefined) window.cancelIdleCallback(this.#settling);
    this.#overlay.remove();
  }

  #settle(newWorld: boolean): void {
    if (this.#removed) return;
    const before = this.#home;
    if (newWorld) this.#countryAt.clear();
    this.#home = this.#findHomes();
    const same = before.size === this.#home.size && [...before].every((name) => this.#home.has(name));
    if (same && !newWorld) return;
    this.#repaint();
    this.#onLoaded();
  }

  /** Names of the countries with a place; a place that was looked up before is not looked up again. */
  #findHomes(): ReadonlySet<string> {
    const countries = (this.#fine ?? this.#coarse)?.countries ?? [];
    // Most places lie in a country that holds another one: those are asked first.
    const asked: Country[] = [];
    const homes = new Set<string>();
    for (const { x, y } of this.#places) {
      const key = `${x} ${y}`;
      let name = this.#countryAt.get(key);
      if (name === undefined) {
        const holds = (country: Country): boolean => contains(country, x, y);
        let country = asked.find(holds);
        if (!country && (country = countries.find(holds))) asked.push(country);
        name = country?.name ?? '';
        this.#countryAt.set(key, name);
      }
      homes.add(name);
    }
    homes.delete('');
    return homes;
  }

  #repaint(): void {
    const ctx = this.#overlay.canvas.getContext('2d');
    if (ctx && !this.#removed) this.#paint(ctx, this.#overlay.frame());
  }

  #paint(ctx: CanvasRenderingContext2D, frame: CanvasFrame): void {
    ctx.clearRect(0, 0, frame.width, frame.height);
    const world = frame.zoom >= FINE_FROM_ZOOM ? (this.#fine ?? this.#coarse) : (this.#coarse ?? this.#fine);
    if (!world) return;
    const pen = makePen(ctx, frame);
    for (const country of world.countries) {
      ctx.fillStyle = this.#home.has(country.name) ? this.#palette.land : this.#palette.landFar;
      pen.fill(country.rings);
    }
    ctx.lineWidth = LINE_PX;
    ctx.lineJoin = 'round';
    ctx.strokeStyle = this.#palette.coast;
    pen.stroke(world.coast);
    ctx.strokeStyle = this.#palette.border;
    pen.stroke(world.borders);
  }
}

/** Draws outlines in world units onto a frame, leaving out what lies outside it or is too fine to see. */
function makePen(ctx: CanvasRenderingContext2D, frame: CanvasFrame) {
  const scale = worldPixels(frame.zoom);
  const visible = (line: Outline): boolean =>
    line.east * scale >= frame.left &&
    line.west * scale <= frame.left + frame.width &&
    line.south * scale >= frame.top &&
    line.north * scale <= frame.top + frame.height;

  function trace({ points }: Outline): void {
    let [lastX, lastY] = [NaN, NaN];
    for (let at = 0; at < points.length; at += 2) {
      const x = points[at]! * scale - frame.left;
      const y = points[at + 1]! * scale - frame.top;
      if (at === 0) ctx.moveTo(x, y);
      else if (Math.abs(x - lastX) < SKIP_PX && Math.abs(y - lastY) < SKIP_PX && at < points.length - 2) continue;
      else ctx.lineTo(x, y);
      [lastX, lastY] = [x, y];
    }
  }

  return {
    fill(rings: readonly Outline[]): void {
      ctx.beginPath();
      for (const ring of rings) if (visible(ring)) trace(ring);
      ctx.fill('evenodd');
    },
    stroke(lines: readonly Outline[]): void {
      ctx.beginPath();
      for (const line of lines) if (visible(line)) trace(line);
      ctx.stroke();
    },
  };
}
