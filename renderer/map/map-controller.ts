import type L from 'leaflet';
import type { SiteId } from '../../fleet/ids.ts';
import type { SiteRecord } from '../../fleet/model/site.ts';
import type { PictureChange } from '../fleet-picture.ts';
import type { WordTools } from '../i18n/alert-words.ts';
import { isFiltering, NO_FILTER } from '../selectors/filter.ts';
import type { Stores } from '../use-fleet.ts';
import { Basemap } from './basemap.ts';
import { countryNames } from './country-names.ts';
import { nearestTowards } from './item-grid.ts';
import type { Box } from './labels.ts';
import { LabelLayer, type PinWords } from './label-layer.ts';
import { EMPTY_SCENE, itemsInView, makeScene, sameScene, type MapScene } from './map-scene.ts';
import { groupSites, type MapSites } from './map-sites.ts';
import { makeFollowing, makePaced } from './paced.ts';
import { makeMap, remembered, removeMap } from './leaflet-map.ts';
import { listenToMap } from './map-input.ts';
import { bringIntoView, fitBounds, openRing, zoomBy } from './map-moves.ts';
import { readPalette } from './palette.ts';
import type { DrawnItem } from './pin-items.ts';
import { PinLayer } from './pin-layer.ts';
import { isToldOf, pinWords } from './pin-words.ts';
import { makeStreets, type Streets } from './streets.ts';
import { newCriticals, Pulses } from './pulses.ts';
import { hasPlace, SINGLE_PINS_FROM_ZOOM } from './site-clusters.ts';

/**
 * The map's adapter: takes pictures from the stores, draws by itself, and tells React only what stands around the
 * canvas (`scene`). Made and removed with the map's element.
 */
export class MapController {
  readonly #map: L.Map;
  readonly #stores: Stores;
  readonly #basemap: Basemap;
  readonly #pins: PinLayer;
  readonly #labels: LabelLayer;
  readonly #pulses: Pulses;
  readonly streets: Streets;
  readonly #undo: (() => void)[] = [];
  readonly #listeners = new Set<() => void>();
  #sites: MapSites = groupSites({}, NO_FILTER);
  readonly #grouping = makePaced(() => this.#regroup());
  #words: WordTools;
  #scene: MapScene = EMPTY_SCENE;
  #focused: string | undefined;
  /** The ring whose sites are listed. */
  #opened: string | undefined;
  #reveal: number;
  readonly #following = makeFollowing(() => this.#showWords());
  #isRemoved = false;
  #operatorMoved = remembered.view !== undefined;

  constructor(element: HTMLElement, stores: Stores, words: WordTools) {
    this.#stores = stores;
    this.#words = words;
    this.#reveal = stores.nav.state().reveal;
    const palette = readPalette();
    this.#map = makeMap(element);
    this.#basemap = new Basemap(this.#map, 'land', palette, () => this.#showWords());
    this.#pins = new PinLayer(this.#map, 'pins', palette, this.#siteOf, () => this.#settle());
    this.#labels = new LabelLayer(this.#map, 'labels', this.#pins, palette);
    this.streets = makeStreets(this.#map, 'streets', () => this.#publish(), () => this.#following.soon(0));
    this.#pulses = new Pulses(this.#map, 'labels', this.#pins);
    this.#listen(element);
    this.#grouping.now();
    // Typefaces may come after the table was asked for and this map is gone.
    void document.fonts.ready.then(() => this.#isRemoved || this.setTheme());
  }

  readonly #siteOf = (id: string): SiteRecord | undefined => this.#stores.fleet.picture().tables.sites[id];

  #listen(element: HTMLElement): void {
    const { overview, nav } = this.#stores;
    this.#undo.push(
      overview.onChange((change) => this.#take(change)),
      nav.subscribe(() => this.#followSelection()),
      listenToMap(this.#map, element, {
        onPoint: (at) => this.#hover(at && this.#pins.hit(at)),
        onClick: (at) => this.#click(this.#pins.hit(at)),
        onMove: () => void (this.#scene.selected && this.#publish()),
        onOwnMove: () => void (this.#operatorMoved = true),
        onResize: () => void (this.#operatorMoved || this.fit()),
      }),
    );
  }

  scene = (): MapScene => this.#scene;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** New language or a second passed: ages in labels move on. */
  setWords(words: WordTools): void {
    this.#words = words;
    this.#showWords();
  }

  setTheme(): void {
    const palette = readPalette();
    this.#basemap.setPalette(palette);
    this.streets.setPalette(palette);
    this.#labels.setPalette(palette);
    this.#pins.setPalette(palette);
  }

  zoom(step: 1 | -1): void {
    this.#operatorMoved = true;
    zoomBy(this.#map, step);
  }

  /** All sites, with room for the legend. */
  fit(animate = false): void {
    const { bounds } = this.#sites.clusters;
    if (bounds) fitBounds(this.#map, bounds, animate);
  }

  showAll(): void {
    this.#operatorMoved = false;
    this.fit(true);
  }

  /** Keyboard focus on a pin or ring: outlined, labelled, brought into view. */
  focus(key: string | undefined): void {
    this.#focused = key;
    this.#highlight();
    this.#showWords();
  }

  neighbour(key: string, dx: number, dy: number): string | undefined {
    const from = this.#pins.item(key);
    return from ? nearestTowards(this.#scene.items, from, dx, dy)?.key : undefined;
  }

  /** By keyboard: a pin is selected, a ring lists its sites. */
  activate(key: string): void {
    const item = this.#pins.item(key);
    if (item?.mark.kind === 'pin') return this.#click(item);
    this.#opened = item?.key;
    this.#publish();
  }

  closeRing(): void {
    this.#opened = undefined;
    this.#publish();
  }

  /** Goes to where the ring falls apart. */
  zoomInto(key: string): void {
    this.closeRing();
    this.#click(this.#pins.item(key));
  }

  /** How many pins stand in a box of the container, for the card's place. */
  crowd = (box: Box): number => {
    const { left, top } = this.#pins.frame();
    const corner = this.#map.containerPointToLayerPoint([box.x, box.y]).add(this.#map.getPixelOrigin());
    return this.#pins.grid().countIn({ ...box, x: corner.x - left, y: corner.y - top });
  };

  size(): { readonly w: number; readonly h: number } {
    const { x, y } = this.#map.getSize();
    return { w: x, h: y };
  }

  remove(): void {
    remembered.view = this.#operatorMoved ? { center: this.#map.getCenter(), zoom: this.#map.getZoom() } : undefined;
    this.#following.stop();
    this.#grouping.stop();
    this.#isRemoved = true;
    for (const undo of this.#undo) undo();
    this.#labels.remove();
    this.#pulses.remove();
    this.#pins.remove();
    this.#basemap.remove();
    this.streets.show(undefined);
    removeMap(this.#map);
  }

  #take(change: PictureChange | undefined): void {
    if (change && !change.all) for (const site of newCriticals(change)) this.#pulses.show(this.#pins.itemOfSite(site));
    if (!change || change.all) return this.#grouping.now();
    if (this.#sites.outdatedBy(change)) this.#grouping.soon();
    const changed = this.#pins.touch(change.keys.sites ?? []);
    if (changed.length === 0) return;
    // Words follow at their pace, but none may stand beside a pin that says otherwise by now.
    this.#labels.drop(changed);
    this.#following.soon(changed.length);
  }

  #regroup(): void {
    const { filter } = this.#stores.overview.state();
    const before = this.#sites.clusters.bounds;
    const { tables, received } = this.#stores.fleet.picture();
    this.#sites = groupSites(tables.sites, filter);
    this.#basemap.setPlaces(this.#sites.places);
    if (received) this.#basemap.refine();
    const grew = String(before) !== String(this.#sites.clusters.bounds);
    if (grew && !this.#operatorMoved && !isFiltering(filter)) this.fit();
    this.#pins.setClusters(this.#sites.clusters);
  }

  /** Everything has its place anew. */
  #settle(): void {
    this.#highlight();
    this.#showWords();
  }

  #highlight(): void {
    const { selected, pointed } = this.#stores.nav.state();
    const keyOf = (site: SiteId | undefined): string | undefined =>
      site === undefined ? undefined : this.#pins.itemOfSite(site)?.key;
    const [selectedKey, pointedKey] = [keyOf(selected), keyOf(pointed)];
    this.#pins.highlight({
      ...(selectedKey === undefined ? {} : { selected: selectedKey }),
      ...(pointedKey === undefined ? {} : { pointed: pointedKey }),
      ...(this.#focused === undefined ? {} : { focused: this.#focused }),
    });
  }

  #followSelection(): void {
    const { selected, reveal } = this.#stores.nav.state();
    this.#highlight();
    const site = selected === undefined || reveal === this.#reveal ? undefined : this.#siteOf(selected);
    if (site && hasPlace(site) && bringIntoView(this.#map, [site.lat, site.lon])) this.#operatorMoved = true;
    this.#reveal = reveal;
    this.#showWords();
  }

  #hover(item: DrawnItem | undefined): void {
    this.#map.getContainer().classList.toggle('over-pin', item !== undefined);
    this.#stores.nav.point(item?.mark.kind === 'pin' ? item.mark.key : undefined);
  }

  #click(item: DrawnItem | undefined): void {
    const { nav } = this.#stores;
    if (!item) return nav.select(undefined);
    if (item.mark.kind === 'pin') {
      const { key } = item.mark;
      return nav.state().selected === key ? nav.openDrawer(key) : nav.select(key);
    }
    this.#operatorMoved = true;
    const sites = item.mark.sites.map(this.#siteOf).filter((site) => site !== undefined);
    openRing(this.#map, sites.filter(hasPlace).map(({ lat, lon }) => [lat, lon]));
  }

  #showWords(): void {
    this.#following.stop();
    const items = this.#pins.items();
    const wide = this.#map.getZoom() >= SINGLE_PINS_FROM_ZOOM;
    const wanted = items
      .filter((item) => item.pin && (wide || isToldOf(item, this.#siteOf(item.key))))
      .sort((a, b) => b.rank - a.rank);
    const { selected, pointed } = this.#stores.nav.state();
    const over =
      this.#pins.item(this.#focused ?? '') ??
      (pointed === undefined ? undefined : this.#pins.itemOfSite(pointed)) ??
      (selected === undefined ? undefined : this.#pins.itemOfSite(selected));
    this.#labels.show(
      wanted,
      over?.pin ? over : undefined,
      (item) => this.#pinWords(item),
      countryNames(this.#basemap.homeCountries(), this.#words.format.language),
      this.streets.names(),
    );
    this.#publish();
  }

  #pinWords({ key }: DrawnItem): PinWords {
    const site = this.#siteOf(key);
    if (!site) return { id: key, tone: 'ok' };
    const top = site.topAlert ? this.#stores.fleet.picture().tables.alerts[site.topAlert] : undefined;
    return pinWords(this.#words, site, top, key === this.#stores.nav.state().pointed || key === this.#focused);
  }

  #publish(): void {
    const { selected: site } = this.#stores.nav.state();
    const item = site === undefined ? undefined : this.#pins.itemOfSite(site);
    const opened = this.#pins.item(this.#opened ?? '');
    const placeOf = (one: DrawnItem) => this.#pins.containerPoint(one);
    const next = makeScene(itemsInView(this.#pins.items(), placeOf, this.size()), this.#sites.placeless, {
      streetsBroken: this.streets.isBroken(),
      ...(item && site !== undefined ? { selected: { site, item, ...placeOf(item) } } : {}),
      ...(opened ? { opened: { item: opened, ...placeOf(opened) } } : {}),
    });
    if (sameScene(next, this.#scene)) return;
    this.#scene = next;
    for (const listener of this.#listeners) listener();
  }
}
