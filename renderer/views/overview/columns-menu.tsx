import { Columns3 } from 'lucide-react';
import { useRef, useState, type FocusEvent, type KeyboardEvent } from 'react';
import { DEFAULT_COLUMNS, TABLE_COLUMNS } from '../../../fleet/saved-view.ts';
import { toggled } from '../../selectors/table-columns.ts';
import { useNav, useStores, useWords } from '../../use-fleet.ts';

/** Which columns the table has; kept for the next start. Escape, or going elsewhere, closes it. */
export function ColumnsMenu() {
  const { t } = useWords();
  const { console } = useStores();
  const columns = useNav((state) => state.columns);
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  // What the settings keep is shown at once, see main.tsx.
  const choose = (next: typeof columns): void => void console.save({ columns: next });
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !open) return;
    event.stopPropagation();
    setOpen(false);
    button.current?.focus();
  }
  function onBlur({ relatedTarget, currentTarget }: FocusEvent): void {
    if (relatedTarget instanceof Node && !currentTarget.contains(relatedTarget)) setOpen(false);
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- Escape for what is inside
    <div className="pop-holder" onKeyDown={onKeyDown} onBlur={onBlur}>
      <button
        ref={button}
        type="button"
        className="btn quiet sm"
        aria-expanded={open}
        onClick={() => setOpen((before) => !before)}
      >
        <Columns3 className="i i-14" aria-hidden="true" />
        {t('columns.title')}
      </button>
      {open && (
        <div className="pop" role="group" aria-label={t('columns.label')}>
          {TABLE_COLUMNS.map((column) => (
            <label key={column} className="pop-line">
              <input
                type="checkbox"
                checked={columns.includes(column)}
                onChange={() => choose(toggled(columns, column))}
              />
              {t(`columns.${column}`)}
            </label>
          ))}
          <button type="button" className="btn sm" onClick={() => choose(DEFAULT_COLUMNS)}>
            {t('columns.standard')}
          </button>
        </div>
      )}
    </div>
  );
}
