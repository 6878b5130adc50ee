import type L from 'leaflet';
import { readPalette, type Palette } from './palette.ts';
import { StreetLayer } from './street-layer.ts';
import type { MapName } from './street-names.ts';

/** The street map of the operator's choice, if any. */
export interface Streets {
  /** A file was chosen, changed or given up. */
  show(file: string | undefined): void;
  setPalette(palette: Palette): void;
  /** It could not be read, wholly or in a part. */
  isBroken(): boolean;
  /** Of places and roads in view, the most important first. */
  names(): readonly MapName[];
}

/** `onChange`: whether it is broken has changed. `onNames`: there are other names. */
export function makeStreets(map: L.Map, pane: string, onChange: () => void, onNames: () => void): Streets {
  let layer: StreetLayer | undefined;
  let broken = false;
  const set = (next: boolean): void => {
    broken = next;
    onChange();
  };
  return {
    show(file) {
      layer?.remove();
      layer = file === undefined ? undefined : new StreetLayer(map, pane, readPalette(), { onBroken: () => set(true), onNames });
      set(false);
    },
    setPalette: (palette) => layer?.setPalette(palette),
    isBroken: () => broken,
    names: () => layer?.names() ?? [],
  };
}
