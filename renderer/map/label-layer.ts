import type L from 'leaflet';
import type { SiteStatus } from '../../fleet/model/status.ts';
import type { Country } from './world.ts';
import { overlap, placeLabels, type Box, type LabelWish, type PlacedLabel } from './labels.ts';
import type { DrawnItem } from './pin-items.ts';
import type { PinLayer } from './pin-layer.ts';
import { worldPixels } from './mercator.ts';
import type { Palette } from './palette.ts';
import { isPlace, placeNames, type NameWish } from './place-names.ts';
import type { MapName } from './street-names.ts';

/** More labels than this would be a wall of words; the worst come first. */
const LABELS_MOST = 80;

/** Words for one pin: its id and, where something is to be said, why. */
export interface PinWords {
  readonly id: string;
  readonly reason?: string;
  readonly tone: SiteStatus;
}

interface Span {
  readonly className: string;
  readonly left: number;
  readonly top: number;
  /** Of a road's name: clockwise from level. */
  readonly turnDeg?: number;
  readonly lines: readonly { readonly className: string; readonly text: string }[];
}

export interface CountryName {
  readonly country: Country;
  readonly name: string;
}

type PutName = (key: string, className: string, text: string, at: Spot, turnDeg?: number) => void;
type WordsOf = (item: DrawnItem) => PinWords;

/**
 * Labels are DOM, so that they are crisp, themed and few; the canvas has the pins. Screen readers have the list of
 * pins.
 */
export class LabelLayer {
  readonly #map: L.Map;
  readonly #pins: PinLayer;
  readonly #holder = document.createElement('div');
  readonly #shown = new Map<string, { readonly element: HTMLElement; span: string }>();
  readonly #ruler = new OffscreenCanvas(1, 1).getContext('2d')!;
  #palette: Palette;

  constructor(map: L.Map, pane: string, pins: PinLayer, palette: Palette) {
    this.#map = map;
    this.#pins = pins;
    this.#palette = palette;
    this.#holder.className = 'plabels leaflet-zoom-hide';
    this.#holder.setAttribute('aria-hidden', 'true');
    map.getPane(pane)?.append(this.#holder);
  }

  /** `wanted` in the order of importance; `over` (hover, focus, selection) comes before all. */
  show(
    wanted: readonly DrawnItem[],
    over: DrawnItem | undefined,
    words: WordsOf,
    countries: readonly CountryName[],
    streets: readonly MapName[],
  ): void {
    const { left, top } = this.#pins.frame();
    const origin = this.#map.getPixelOrigin();
    const shift = { x: left - origin.x, y: top - origin.y };
    const spans = new Map<string, Span>();
    const placed = this.#place(over ? [over, ...wanted.filter((item) => item !== over)] : wanted, words);
    for (const { key, box, withReason } of placed) {
      const { id, reason, tone } = words(this.#pins.item(key)!);
      const lines = [
        { className: 'id', text: id },
        ...(withReason && reason !== undefined ? [{ className: `c-${tone}`, text: reason }] : []),
      ];
      spans.set(key, {
        className: key === over?.key ? 'plabel over' : 'plabel',
        left: box.x + shift.x,
        top: box.y + shift.y,
        lines,
      });
    }
    // What belongs to the map gives way to pins and what they say.
    const taken = placed.map(({ box }) => box);
    const put: PutName = (key, className, text, at, turnDeg) =>
      spans.set(key, { className, left: at.x + shift.x, top: at.y + shift.y, ...(turnDeg === undefined ? {} : { turnDeg }), lines: [{ className: '', text }] });
    this.#placeCountries(countries, taken, put);
    this.#placeStreets(streets, taken, put);
    this.#reconcile(spans);
  }

  /** Takes these labels away at once; `show` brings back what is still to be said. */
  drop(keys: readonly string[]): void {
    for (const key of keys) {
      this.#shown.get(key)?.element.remove();
      this.#shown.delete(key);
    }
  }

  setPalette(palette: Palette): void {
    this.#palette = palette;
  }

  remove(): void {
    this.#holder.remove();
  }

  #place(items: readonly DrawnItem[], words: WordsOf): readonly PlacedLabel[] {
    const grid = this.#pins.grid();
    const wishes = items.slice(0, LABELS_MOST).map((item) => this.#wish(item, words(item)));
    return placeLabels(wishes, this.#viewBox(), (box) => grid.anyIn(box));
  }

  #placeCountries(countries: readonly CountryName[], taken: Box[], put: PutName): void {
    const { left, top, zoom } = this.#pins.frame();
    const scale = worldPixels(zoom);
    const grid = this.#pins.grid();
    for (const { country, name } of countries) {
      const w = this.#width(name.toUpperCase(), `500 11px ${this.#palette.fontNarrow}`) * 1.12 + 8;
      const isFree = (box: Box): boolean => !taken.some((one) => overlap(one, box)) && !grid.anyIn(box);
      const spot = freeSpot(country.label.x * scale - left, country.label.y * scale - top, w, isFree);
      if (!spot) continue;
      taken.push({ x: spot.x - w / 2, y: spot.y - 8, w, h: 16 });
      put(`country ${country.name}`, 'ctry', name, spot);
    }
  }

  #placeStreets(names: readonly MapName[], taken: readonly Box[], put: PutName): void {
    if (names.length === 0) return;
    const { left, top, zoom } = this.#pins.frame();
    const scale = worldPixels(zoom);
    const grid = this.#pins.grid();
    const wishes = names.map((name): NameWish => ({
      ...name,
      ...{ x: name.x * scale - left, y: name.y * scale - top, length: name.length * scale },
      width: this.#width(name.text, `500 ${isPlace(name.kind) ? 12 : 11}px ${this.#palette.fontNarrow}`),
    }));
    for (const { text, kind, x, y, turnDeg } of placeNames(wishes, this.#viewBox(), taken, (box) => grid.anyIn(box)))
      put(`${kind} ${text} ${Math.round(x)} ${Math.round(y)}`, `mapname ${kind}`, text, { x, y }, turnDeg);
  }

  #width(text: string, font: string): number {
    this.#ruler.font = font;
    return this.#ruler.measureText(text).width;
  }

  #wish({ key, x, y }: DrawnItem, { id, reason }: PinWords): LabelWish {
    const idWidth = this.#width(id, `500 11px ${this.#palette.fontMono}`);
    return {
      key,
      x,
      y,
      idWidth,
      ...(reason === undefined ? {} : { reasonWidth: this.#width(reason, `500 12px ${this.#palette.fontNarrow}`) }),
    };
  }

  /** Canvas px of the part of the map that is really in view. */
  #viewBox(): Box {
    const { left, top } = this.#pins.frame();
    const origin = this.#map.getPixelOrigin();
    const corner = this.#map.containerPointToLayerPoint([0, 0]);
    const size = this.#map.getSize();
    return { x: corner.x + origin.x - left, y: corner.y + origin.y - top, w: size.x, h: size.y };
  }

  #reconcile(spans: ReadonlyMap<string, Span>): void {
    for (const [key, { element }] of this.#shown) {
      if (spans.has(key)) continue;
      element.remove();
      this.#shown.delete(key);
    }
    for (const [key, span] of spans) {
      const text = JSON.stringify(span);
      const known = this.#shown.get(key);
      if (known?.span === text) continue;
      const element = known?.element ?? document.createElement('span');
      fillSpan(element, span);
      if (!known) this.#holder.append(element);
      this.#shown.set(key, { element, span: text });
    }
  }
}

interface Spot {
  readonly x: number;
  readonly y: number;
}

/** A country's name near its middle, moved up or down a little where pins or labels stand; else not at all. */
function freeSpot(x: number, y: number, w: number, isFree: (box: Box) => boolean): Spot | undefined {
  for (const [dx, dy] of [
    [0, 0],
    [0, 26],
    [0, -26],
    [0, 48],
    [0, -48],
    [-40, 20],
    [40, 20],
  ] as const) {
    if (isFree({ x: x + dx - w / 2, y: y + dy - 8, w, h: 16 })) return { x: x + dx, y: y + dy };
  }
  return undefined;
}

function fillSpan(element: HTMLElement, span: Span): void {
  element.className = span.className;
  element.style.left = `${span.left}px`;
  element.style.top = `${span.top}px`;
  if (span.className === 'ctry' || span.turnDeg !== undefined) {
    element.textContent = span.lines[0]?.text ?? '';
    if (span.turnDeg !== undefined) element.style.rotate = `${Math.round(span.turnDeg)}deg`;
    return;
  }
  element.replaceChildren(
    ...span.lines.map(({ className, text }) => {
      const line = document.createElement('span');
      line.className = className;
      line.textContent = text;
      return line;
    }),
  );
}
