import { useId, useRef } from 'react';
import { PALETTE_KEY, showOverlay } from '../overlay-store.ts';
import { SCREENS } from '../screen-store.ts';
import { useWords } from '../use-fleet.ts';
import { useModalFocus } from '../use-modal-focus.ts';

/** Keys with the words of what they do, `palette.keys.<name>`. */
const KEYS = [
  [PALETTE_KEY, 'palette'],
  ['?', 'list'],
  ['/', 'filter'],
  ['M', 'map'],
  ['T', 'table'],
  ['V', 'views'],
  ['Alt 1 – 9', 'view'],
  ['↑ ↓ ← →', 'move'],
  ['+ −', 'zoom'],
  ['0', 'all'],
  ['Enter', 'open'],
  ['Esc', 'close'],
  ['Alt ←', 'back'],
  ['Alt →', 'forward'],
  ['Ctrl 1 – 9', 'console'],
  ['Ctrl Tab', 'nextConsole'],
  ['F6', 'frame'],
] as const;

/** All keys of the console. Escape closes. */
export function KeysDialog() {
  const { t } = useWords();
  const title = useId();
  const close = useRef<HTMLButtonElement>(null);
  useModalFocus(close);
  return (
    <div className="scrim">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a dialog owns Escape and Tab */}
      <div
        className="dlg keys"
        role="dialog"
        aria-modal="true"
        aria-labelledby={title}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Escape') showOverlay(undefined);
          // One button: the focus has nowhere else to go.
          if (event.key === 'Tab') event.preventDefault();
        }}
      >
        <h2 id={title}>{t('palette.keys.title')}</h2>
        <dl>
          {SCREENS.map(({ screen, key }) => (
            <Line key={screen} name={key} words={t(`rail.${screen}`)} />
          ))}
          {KEYS.map(([key, what]) => (
            <Line key={key} name={key} words={t(`palette.keys.${what}`)} />
          ))}
        </dl>
        <div className="row end">
          <button ref={close} type="button" className="btn" onClick={() => showOverlay(undefined)}>
            {t('card.close')}
          </button>
        </div>
      </div>
    </div>
  );
}

function Line({ name, words }: { readonly name: string; readonly words: string }) {
  return (
    <div>
      <dt>
        <span className="kbd">{name}</span>
      </dt>
      <dd>{words}</dd>
    </div>
  );
}
