import { memo, useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { STATUS_ORDER } from '../../fleet/model/status.ts';
import type { WordTools } from '../i18n/alert-words.ts';
import { siteName } from '../i18n/status-words.ts';
import { useCalmWords, useFleet, useNav, useStores } from '../use-fleet.ts';
import type { MapController } from './map-controller.ts';
import type { MapScene } from './map-scene.ts';
import type { DrawnItem } from './pin-items.ts';

/** More buttons than this help nobody; the worst stay. The table has them all. */
const BUTTONS_MOST = 300;

interface PinListProps {
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
 * to
 * the nearest pin in that direction, Enter selects or opens a ring, + and − zoom.
 */
export function PinList({ controller, scene, words }: PinListProps) {
  const { t } = words;
  const list = useRef<HTMLUListElement>(null);
  const [stop, setStop] = useState<string>();
  const items =
    scene.items.length > BUTTONS_MOST
      ? [...scene.items].sort((a, b) => b.rank - a.rank).slice(0, BUTTONS_MOST)
      : scene.items;
  const current = items.some((item) => item.key === stop) ? stop : items[0]?.key;
  const hadFocus = useRef(false);

  // A ring that opened or a filter can take the focused button away: the next one gets the focus instead of the page.
  useEffect(() => {
    if (hadFocus.current && document.activeElement === document.body)
      list.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
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
      aria-label={`${t('map.pins')}. ${t('map.hint')}`}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        const { key } = (event.target as HTMLElement).dataset;
        hadFocus.current = true;
        setStop(key);
        controller.focus(key);
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
          current={item.key === current}
          onActivate={() => controller.activate(item.key)}
        />
      ))}
    </ul>
  );
}

const PinButton = memo(
  function PinButton({
    item,
    current,
    onActivate,
  }: {
    readonly item: DrawnItem;
    readonly current: boolean;
    readonly onActivate: () => void;
  }) {
    const selected = useNav((state) => state.selected);
    const name = useItemName(item);
    return (
      <li>
        <button
          type="button"
          data-key={item.key}
          tabIndex={current ? 0 : -1}
          aria-pressed={item.mark.kind === 'pin' ? selected === item.key : undefined}
          onClick={onActivate}
        >
          {name}
        </button>
        {item.mark.kind === 'cluster' && item.mark.sites.length <= 20 && (
          <ul>
            {item.mark.sites.map((id) => (
              <MemberName key={id} id={id} />
            ))}
          </ul>
        )}
      </li>
    );
  },
  (before, after) =>
    before.item.look === after.item.look && before.current === after.current && before.item.key === after.item.key,
);

function useItemName(item: DrawnItem): string {
  const words = useCalmWords();
  const { t, format } = words;
  const site = useFleet((picture) => picture.tables.sites[item.key]);
  if (item.mark.kind === 'pin') return site ? siteName(words, site) : item.key;
  const mix = STATUS_ORDER.filter((status) => (item.counts?.[status] ?? 0) > 0).map(
    (status) => `${format.number(item.counts![status])} ${t(`status.${status}`)}`,
  );
  return `${t('name.group', { count: item.mark.sites.length })}: ${mix.join(', ')}`;
}

/** A site inside a ring: read, selected by click, not a stop of its own. */
function MemberName({ id }: { readonly id: string }) {
  const words = useCalmWords();
  const { nav } = useStores();
  const site = useFleet((picture) => picture.tables.sites[id]);
  if (!site) return null;
  return (
    <li>
      <button type="button" tabIndex={-1} onClick={() => nav.select(site.id, { reveal: true })}>
        {siteName(words, site)}
      </button>
    </li>
  );
}
