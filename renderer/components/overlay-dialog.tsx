import { useId, type ReactNode, type RefObject } from 'react';
import { showOverlay } from '../overlay-store.ts';
import { useWords } from '../use-fleet.ts';

interface OverlayDialogProps {
  readonly title: string;
  /** Beside the usual looks. */
  readonly className?: string;
  /** Takes the button that closes, for the focus. */
  readonly close?: RefObject<HTMLButtonElement | null>;
  /** That button is all that can have the focus: Tab has nowhere else to go. */
  readonly onlyClose?: boolean;
  readonly children: ReactNode;
}

/** The frame of a dialog over the console: its title, what it holds, and a button that closes. Escape closes, too. */
export function OverlayDialog({ title, className, close, onlyClose = false, children }: OverlayDialogProps) {
  const { t } = useWords();
  const id = useId();
  return (
    <div className="scrim">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a dialog owns Escape and Tab */}
      <div
        className={className === undefined ? 'dlg' : `dlg ${className}`}
        role="dialog"
        aria-modal="true"
        aria-labelledby={id}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Escape') showOverlay(undefined);
          if (event.key === 'Tab' && onlyClose) event.preventDefault();
        }}
      >
        <h2 id={id}>{title}</h2>
        {children}
        <div className="row end">
          <button ref={close} type="button" className="btn" onClick={() => showOverlay(undefined)}>
            {t('card.close')}
          </button>
        </div>
      </div>
    </div>
  );
}
