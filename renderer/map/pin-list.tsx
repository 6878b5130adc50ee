import { memo, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { SiteRecord } from '../../fleet/model/site.ts';
import { STATUS_ORDER } from '../../fleet/model/status.ts';
import type { WordTools } from '../i18n/alert-words.ts';
import { siteName } from '../i18n/status-words.ts';
import type { NavStore } from '../nav-store.ts';
import { useCalmWords, useNav, useStores } from '../use-fleet.ts';
import type { MapController } from './map-controller.ts';
import type { MapScene } from './map-scene.ts';
import type { DrawnItem } from './pin-items.ts';

/** More buttons than this help nobody; the worst stay. The table has them all. */
const BUTTONS_MOST = 300;
/** Sites of a larger ring are not listed under its button. */
const MEMBERS_MOST = 20;

export interface PinListProps {
  readonly controller: MapController;
  readonly scene: MapScene;
  readonly words: WordTools;
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * The pins as buttons that are read and focused but not seen; the canvas draws the focus. One stop for Tab, arrows go
 * to the nearest pin in that direction, Enter selects or opens a ring, + and − zoom. It is drawn anew with the scene and
 * once a second, never with each frame.
 */
export const PinList = memo(function PinList({ controller, scene, words: { t } }: PinListProps) {
  const words = useCalmWords();
  const { sites } = useStores().fleet.picture().tables;
  const list = useRef<HTMLUListElement>(null);
  const [stop, setStop] = useState<string>();
  const items = worstOf(scene.items);
  const current = items.some((item) => item.key === stop) ? stop : items[0]?.key;
  const hadFocus = useRef(false);

  // A ring that opened, a zoom or a filter can take the focused button away: the next one gets the focus instead of the
  // page, at once, or a key pressed meanwhile is lost.
  useLayoutEffect(() => {
    if (hadFocus.current) holdFocus(list.current);
  }, [items, current]);

  function onKeyDown(event: KeyboardEvent): void {
    const way = ARROWS[event.key];
    if (way && current !== undefined) {
      event.preventDefault();
      const next = controller.neighbour(current, way[0], way[1]);
      const button =
        next === undefined ? null : list.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(next)}"]`);
      button?.focus();
    } else if (event.key === '+' || event.key === '-') controller.zoom(event.key === '+' ? 1 : -1);
    else if (event.key === '0') controller.showAll();
  }

  return (
    // The list passes keys on for its buttons.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <ul
      ref={list}
      className="vh pinlist"
      tabIndex={-1}
      aria-label={`${t('map.pins')}. ${t('map.hint')}`}
      onKeyDown={onKeyDown}
      onFocus={({ target }) => {
        hadFocus.current = true;
        setStop(target.dataset['key']);
        controller.focus(target.dataset['key']);
      }}
      onBlur={(event) => {
        if (event.relatedTarget) hadFocus.current = false;
        controller.focus(undefined);
      }}
    >
      {items.map((item) => (
        <PinButton
          key={item.key}
          item={item}
          sites={toldSites(item).map((id) => sites[id])}
          words={words}
          current={item.key === current}
          onActivate={() => controller.activate(item.key)}
        />
      ))}
    </ul>
  );
});

const holdFocus = (list: HTMLUListElement | null): void => {
  if (document.activeElement !== document.body && document.activeElement !== list) return;
  // While no pin is in view the list itself holds the focus.
  (list?.querySelector<HTMLElement>('[tabindex="0"]') ?? list)?.focus();
};

const worstOf = (items: readonly DrawnItem[]): readonly DrawnItem[] =>
  items.length > BUTTONS_MOST ? [...items].sort((a, b) => b.rank - a.rank).slice(0, BUTTONS_MOST) : items;

/** Of whom its button speaks. */
const toldSites = ({ mark }: DrawnItem): readonly string[] => (mark.sites.length <= MEMBERS_MOST ? mark.sites : []);

interface PinButtonProps {
  readonly item: DrawnItem;
  /** Records of `toldSites`. */
  readonly sites: readonly (SiteRecord | undefined)[];
  readonly words: WordTools;
  readonly current: boolean;
  readonly onActivate: () => void;
}

const PinButton = memo(
  function PinButton({ item, sites, words, current, onActivate }: PinButtonProps) {
    const selected = useNav((state) => state.selected);
    const { nav } = useStores();
    const { mark } = item;
    return (
      <li>
        <button
          type="button"
          data-key={item.key}
          tabIndex={current ? 0 : -1}
          aria-pressed={mark.kind === 'pin' ? selected === item.key : undefined}
          onClick={onActivate}
        >
          {mark.kind === 'cluster' ? ringName(item, words) : sites[0] ? siteName(words, sites[0]) : item.key}
        </button>
        {mark.kind === 'cluster' && sites.length > 0 && (
          <ul>
            {sites.map((site) => site && <MemberName key={site.id} site={site} words={words} onSelect={nav.select} />)}
          </ul>
        )}
      </li>
    );
  },
  (before, after) =>
    before.item.look === after.item.look &&
    before.item.key === after.item.key &&
    before.current === after.current &&
    sameWords(before.words, after.words) &&
    before.sites.length === after.sites.length &&
    before.sites.every((site, index) => site === after.sites[index]),
);

const sameWords = (before: WordTools, after: WordTools): boolean =>
  before.t === after.t && before.format === after.format && before.now === after.now;

function ringName({ mark, counts }: DrawnItem, { t, format }: WordTools): string {
  const mix = STATUS_ORDER.filter((status) => (counts?.[status] ?? 0) > 0).map(
    (status) => `${format.number(counts![status])} ${t(`status.${status}`)}`,
  );
  return `${t('name.group', { count: mark.sites.length })}: ${mix.join(', ')}`;
}

interface MemberNameProps {
  readonly site: SiteRecord;
  readonly words: WordTools;
  readonly onSelect: NavStore['select'];
}

/** A site inside a ring: read, selected by click, not a stop of its own. */
const MemberName = memo(
  function MemberName({ site, words, onSelect }: MemberNameProps) {
    return (
      <li>
        <button type="button" tabIndex={-1} onClick={() => onSelect(site.id, { reveal: true })}>
          {siteName(words, site)}
        </button>
      </li>
    );
  },
  (before, after) => before.site === after.site && sameWords(before.words, after.words),
);
