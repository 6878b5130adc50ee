import L from 'leaflet';
import { useEffect, useRef } from 'react';
import { useConsole } from '../use-fleet.ts';
import { Basemap } from './basemap.ts';
import { makeMap } from './leaflet-map.ts';
import { readPalette } from './palette.ts';

/** WGS 84 degrees. */
export interface Place {
  readonly lat: number;
  readonly lon: number;
}

interface PickerProps {
  readonly label: string;
  readonly place: Place | undefined;
  readonly onPlace: (place: Place) => void;
}

/** About a metre: nobody points at a map more exactly. */
const DIGITS = 5;
const NEAR_ZOOM = 6;

const rounded = (degrees: number): number => Number(degrees.toFixed(DIGITS));

/** The map for one place: a click sets it. Whoever does not point types latitude and longitude beside it. */
export function PlacePicker({ label, place, onPlace }: PickerProps) {
  const holder = useRef<HTMLDivElement>(null);
  const picker = useRef<Picker>(undefined);
  const report = useRef(onPlace);
  useEffect(() => void (report.current = onPlace), [onPlace]);
  const theme = useConsole((state) => state.settings.theme);

  useEffect(() => {
    const made = new Picker(holder.current!, (at) => report.current(at));
    picker.current = made;
    return () => made.remove();
  }, []);
  useEffect(() => picker.current?.show(place), [place]);
  useEffect(() => picker.current?.setTheme(), [theme]);

  return (
    <div className="map prep-map" data-testid="place-picker" role="img" aria-label={label}>
      <div ref={holder} aria-hidden="true" />
    </div>
  );
}

class Picker {
  readonly #map: L.Map;
  readonly #basemap: Basemap;
  #marker: L.Marker | undefined;

  constructor(element: HTMLElement, onPlace: (place: Place) => void) {
    this.#map = makeMap(element);
    this.#basemap = new Basemap(this.#map, 'land', readPalette(), () => undefined);
    this.#map.on('click', ({ latlng }) => {
      const { lat, lng } = latlng.wrap();
      onPlace({ lat: rounded(lat), lon: rounded(lng) });
    });
  }

  /** A place that lies outside the picture is brought into it. */
  show(place: Place | undefined): void {
    this.#marker?.remove();
    this.#marker = undefined;
    if (place === undefined) return;
    const at = L.latLng(place.lat, place.lon);
    const icon = L.divIcon({ className: 'prep-pin', iconSize: [18, 18] });
    this.#marker = L.marker(at, { icon, keyboard: false, interactive: false, pane: 'labels' }).addTo(this.#map);
    if (!this.#map.getBounds().contains(at)) this.#map.setView(at, Math.max(this.#map.getZoom(), NEAR_ZOOM), { animate: false });
  }

  setTheme(): void {
    this.#basemap.setPalette(readPalette());
  }

  remove(): void {
    this.#basemap.remove();
    this.#map.remove();
  }
}
