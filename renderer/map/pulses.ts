import type L from 'leaflet';
import type { SiteId } from '../../fleet/ids.ts';
import type { PictureChange } from '../fleet-picture.ts';
import { isActive } from '../selectors/alert-list.ts';
import type { DrawnItem } from './pin-items.ts';
import type { PinLayer } from './pin-layer.ts';

/** Three rings of a second each, or one steady outline where less motion is wanted; then it stands still. */
const SHOWN_MS = 3_000;
/** An outage of a whole region must not set the map in motion. */
const AT_ONCE_MOST = 12;

/** Sites for which a critical alert opened with this change that is not folded, old or in maintenance. */
export function newCriticals({ before, after, keys }: PictureChange): readonly SiteId[] {
  const sites = new Set<SiteId>();
  for (const key of keys.alerts ?? []) {
    const alert = after.tables.alerts[key];
    const isNew = isActive(alert) && !isActive(before.tables.alerts[key]);
    if (isNew && alert.severity === 'critical' && !alert.quiet && alert.site) sites.add(alert.site);
  }
  return [...sites];
}

/** Draws the eye to a new critical alert; the sound does the rest (visual rule 7: nothing blinks). */
export class Pulses {
  readonly #map: L.Map;
  readonly #pins: PinLayer;
  readonly #holder = document.createElement('div');

  constructor(map: L.Map, pane: string, pins: PinLayer) {
    this.#map = map;
    this.#pins = pins;
    this.#holder.className = 'plabels leaflet-zoom-hide';
    this.#holder.setAttribute('aria-hidden', 'true');
    map.getPane(pane)?.append(this.#holder);
  }

  show(item: DrawnItem | undefined): void {
    if (!item || this.#holder.childElementCount >= AT_ONCE_MOST) return;
    const { left, top } = this.#pins.frame();
    const origin = this.#map.getPixelOrigin();
    const ring = document.createElement('span');
    ring.className = 'pulse';
    ring.style.left = `${item.x + left - origin.x}px`;
    ring.style.top = `${item.y + top - origin.y}px`;
    this.#holder.append(ring);
    window.setTimeout(() => ring.remove(), SHOWN_MS);
  }

  remove(): void {
    this.#holder.remove();
  }
}
