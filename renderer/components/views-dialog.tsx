import { Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { SAVED_VIEWS_MAX, VIEW_NAME_MAX, type SavedView } from '../../fleet/saved-view.ts';
import { firstClick } from '../first-click.ts';
import { showOverlay } from '../overlay-store.ts';
import { cleanName, renamed, withView } from '../selectors/saved-views.ts';
import { useConsole, useStores, useWords } from '../use-fleet.ts';
import { useModalFocus } from '../use-modal-focus.ts';
import { OverlayDialog } from './overlay-dialog.tsx';

/** Saves what is shown under a name; renames and takes away what was saved. Escape closes. */
export function ViewsDialog() {
  const { t } = useWords();
  const { console } = useStores();
  const views = useConsole((state) => state.settings.views);
  const first = useRef<HTMLInputElement>(null);
  const [before, setBefore] = useState<readonly SavedView[]>();
  const [gone, setGone] = useState('');
  useModalFocus(first);
  const save = (next: readonly SavedView[]): void => void console.save({ views: next });
  function remove(view: SavedView): void {
    setBefore(views);
    setGone(view.name);
    save(views.filter(({ id }) => id !== view.id));
    first.current?.focus();
  }
  return (
    <OverlayDialog title={t('views.title')}>
      <SaveForm first={first} views={views} onSave={save} />
      {views.length > 0 && (
        <ul className="vlist" aria-label={t('views.saved')}>
          {views.map((view) => (
            <ViewLine key={view.id} view={view} views={views} onSave={save} onRemove={() => remove(view)} />
          ))}
        </ul>
      )}
      <Removed
        name={before && gone}
        onUndo={() => {
          save(before ?? views);
          setBefore(undefined);
          first.current?.focus();
        }}
      />
    </OverlayDialog>
  );
}

/** What was taken away, while it can come back; a live region, so it stands empty before. */
function Removed({ name, onUndo }: { readonly name: string | undefined; readonly onUndo: () => void }) {
  const { t } = useWords();
  return (
    <div className="row wrap" role="status">
      {name !== undefined && (
        <>
          <span className="t2">{t('views.removed', { name })}</span>
          <button type="button" className="btn sm" onClick={onUndo}>
            {t('views.undo')}
          </button>
        </>
      )}
    </div>
  );
}

interface SaveFormProps {
  readonly first: React.RefObject<HTMLInputElement | null>;
  readonly views: readonly SavedView[];
  readonly onSave: (views: readonly SavedView[]) => void;
}

function SaveForm({ first, views, onSave }: SaveFormProps) {
  const { t } = useWords();
  const { nav } = useStores();
  const [name, setName] = useState('');
  const known = views.some((view) => view.name === cleanName(name));
  const full = views.length >= SAVED_VIEWS_MAX && !known;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const next = withView(views, name, nav.state());
        if (next === views) return first.current?.focus();
        onSave(next);
        showOverlay(undefined);
      }}
    >
      <label className="fl">
        <span>{t('views.name')}</span>
        <span className="inp">
          <input
            ref={first}
            value={name}
            maxLength={VIEW_NAME_MAX}
            spellCheck={false}
            onChange={({ target }) => setName(target.value)}
          />
        </span>
        <span className="hint">{t(full ? 'views.full' : 'views.hint')}</span>
      </label>
      <div className="row end">
        <button type="submit" className="btn primary" aria-disabled={full || cleanName(name) === ''}>
          {t(known ? 'views.replace' : 'views.save')}
        </button>
      </div>
    </form>
  );
}

interface ViewLineProps {
  readonly view: SavedView;
  readonly views: readonly SavedView[];
  readonly onSave: (views: readonly SavedView[]) => void;
  readonly onRemove: () => void;
}

/** The name is changed in place: with Enter, or by going elsewhere. One that is taken goes back to what it was. */
function ViewLine({ view, views, onSave, onRemove }: ViewLineProps) {
  const { t } = useWords();
  const [name, setName] = useState(view.name);
  const take = (): void => {
    const next = renamed(views, view.id, name);
    if (next === views) setName(view.name);
    else if (cleanName(name) !== view.name) onSave(next);
  };
  return (
    <li className="row">
      <label className="inp grow">
        <span className="vh">{t('views.rename', { name: view.name })}</span>
        <input
          value={name}
          maxLength={VIEW_NAME_MAX}
          spellCheck={false}
          onChange={({ target }) => setName(target.value)}
          onBlur={take}
          onKeyDown={(event) => event.key === 'Enter' && take()}
        />
      </label>
      <button
        type="button"
        className="btn quiet icon"
        aria-label={t('views.remove', { name: view.name })}
        // The next view comes to the same place.
        onClick={firstClick(onRemove)}
      >
        <Trash2 className="i" aria-hidden="true" />
      </button>
    </li>
  );
}
