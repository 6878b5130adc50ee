import { CornerDownLeft, Search } from 'lucide-react';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import { showOverlay } from '../overlay-store.ts';
import { rowAfterKey } from '../selectors/palette.ts';
import { useModalFocus } from '../use-modal-focus.ts';
import { useWords } from '../use-fleet.ts';
import { PaletteLine } from './palette-line.tsx';
import { usePaletteGroups, type PaletteGroup, type PaletteRow } from './use-palette-rows.ts';

/** Sites, alerts, commands and screens by a few letters; the focus stays in the box, arrows choose. */
export function Palette({ onConnect }: { readonly onConnect: () => void }) {
  const { t } = useWords();
  const [query, setQuery] = useState('');
  const [{ at, byKey }, setChosen] = useState({ at: 0, byKey: true });
  const groups = usePaletteGroups(query, onConnect);
  const rows = groups.flatMap((group) => group.rows);
  const row = rows[Math.min(at, rows.length - 1)];
  const input = useRef<HTMLInputElement>(null);
  useModalFocus(input);

  function onKey(event: KeyboardEvent): void {
    // Nothing behind the palette may take these for its own.
    event.stopPropagation();
    const to = rowAfterKey(event.key, at, rows.length);
    const again = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k';
    if (to !== undefined) setChosen({ at: to, byKey: true });
    else if (event.key === 'Escape' || again) showOverlay(undefined);
    // An input method's Enter ends its own word.
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing && row) runRow(row);
    else if (event.key !== 'Tab') return;
    event.preventDefault();
  }

  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- Escape does the same
    <div className="scrim pal-scrim" onClick={(event) => event.target === event.currentTarget && showOverlay(undefined)}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a dialog owns its keys */}
      <div className="pal" role="dialog" aria-modal="true" aria-label={t('palette.title')} onKeyDown={onKey}>
        <PaletteBox
          input={input}
          query={query}
          row={row}
          onQuery={(text) => {
            setQuery(text);
            setChosen({ at: 0, byKey: true });
          }}
        />
        <PaletteList
          groups={groups}
          chosen={row}
          byKey={byKey}
          onPoint={(one) => setChosen({ at: rows.indexOf(one), byKey: false })}
        />
        <p className="vh" role="status">
          {t('palette.found', { count: rows.length })}
        </p>
      </div>
    </div>
  );
}

/** Closed first, so that the focus is back where it was and what the row opens can give it back there in turn. */
function runRow(row: PaletteRow): void {
  flushSync(() => showOverlay(undefined));
  row.run();
}

const LIST_ID = 'palette-list';

function PaletteBox({
  input,
  query,
  row,
  onQuery,
}: {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly query: string;
  readonly row: PaletteRow | undefined;
  readonly onQuery: (text: string) => void;
}) {
  const { t } = useWords();
  return (
    <div className="pal-box">
      <Search className="i" aria-hidden="true" />
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label={t('palette.placeholder')}
        aria-autocomplete="list"
        aria-expanded={row !== undefined}
        aria-controls={LIST_ID}
        {...(row ? { 'aria-activedescendant': row.id } : {})}
        placeholder={t('palette.placeholder')}
        autoComplete="off"
        spellCheck={false}
        maxLength={100}
        value={query}
        onChange={(event) => onQuery(event.target.value)}
      />
      <span className="kbd" aria-hidden="true">
        Esc
      </span>
    </div>
  );
}

function PaletteList({
  groups,
  chosen,
  byKey,
  onPoint,
}: {
  readonly groups: readonly PaletteGroup[];
  readonly chosen: PaletteRow | undefined;
  readonly byKey: boolean;
  readonly onPoint: (row: PaletteRow) => void;
}) {
  const { t, format } = useWords();
  const heads = useId();
  if (groups.length === 0) return <p className="pal-none t2">{t('palette.none')}</p>;
  return (
    <div id={LIST_ID} className="pal-list" role="listbox" aria-label={t('palette.title')}>
      {groups.map(({ name, rows, total }) => (
        <div key={name} role="group" aria-labelledby={heads + name}>
          <p id={heads + name} className="pal-head" role="presentation">
            {t(`palette.group.${name}`)}
            {total > rows.length && (
              <span>{t('palette.of', { n: format.number(rows.length), total: format.number(total) })}</span>
            )}
          </p>
          {rows.map((row) => (
            <Option key={row.id} row={row} chosen={row === chosen} byKey={byKey} onPoint={onPoint} />
          ))}
        </div>
      ))}
    </div>
  );
}

interface OptionProps {
  readonly row: PaletteRow;
  readonly chosen: boolean;
  readonly byKey: boolean;
  readonly onPoint: (row: PaletteRow) => void;
}

/**
 * Pointer moves choose, a list that comes up beneath a resting pointer does not. Only keys scroll: nothing moves away
 * from under a pointer.
 */
function Option({ row, chosen, byKey, onPoint }: OptionProps) {
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (chosen && byKey) line.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen, byKey]);
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the box has the focus and its keys
    <div
      ref={line}
      id={row.id}
      role="option"
      aria-selected={chosen}
      className={chosen ? 'pal-row on' : 'pal-row'}
      onMouseDown={(event) => event.preventDefault()}
      onMouseMove={() => chosen || onPoint(row)}
      onClick={() => runRow(row)}
    >
      <PaletteLine row={row} />
      {chosen && <CornerDownLeft className="i i-14" aria-hidden="true" />}
    </div>
  );
}
