import { useRef } from 'react';
import { PALETTE_KEY } from '../overlay-store.ts';
import { SCREENS } from '../screen-store.ts';
import { useWords } from '../use-fleet.ts';
import { useModalFocus } from '../use-modal-focus.ts';
import { OverlayDialog } from './overlay-dialog.tsx';

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
  const close = useRef<HTMLButtonElement>(null);
  useModalFocus(close);
  return (
    <OverlayDialog title={t('palette.keys.title')} className="keys" close={close} onlyClose>
      <dl>
        {SCREENS.map(({ screen, key }) => (
          <Line key={screen} name={key} words={t(`rail.${screen}`)} />
        ))}
        {KEYS.map(([key, what]) => (
          <Line key={key} name={key} words={t(`palette.keys.${what}`)} />
        ))}
      </dl>
    </OverlayDialog>
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
