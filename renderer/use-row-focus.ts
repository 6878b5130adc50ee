import { useLayoutEffect, useRef, type FocusEvent, type KeyboardEvent, type RefObject } from 'react';

interface Focused {
  readonly row: string;
  readonly act: string;
  /** Rows as they stood then. */
  readonly rows: readonly string[];
}

/**
 * Keeps the focus in a list whose rows come and go: on the same row's button, or where that is gone on the same button of
 * the next row, of the one before, or on what comes `after` the last. Rows are marked `data-row`, their buttons
 * `data-act`. A key that is held down presses once: it would decide about row after row.
 */
export function useRowFocus(
  list: RefObject<HTMLElement | null>,
  after: RefObject<HTMLElement | null>,
): {
  readonly onFocus: (event: FocusEvent) => void;
  readonly onBlur: (event: FocusEvent) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
} {
  const focused = useRef<Focused | undefined>(undefined);
  // Each time it is drawn: a button that was off while a decision went out takes the focus again.
  useLayoutEffect(() => {
    if (!focused.current || !list.current || document.activeElement !== document.body) return;
    (buttonFor(list.current, focused.current) ?? after.current)?.focus();
  });
  return {
    onFocus: ({ target }) => {
      const row = target.closest<HTMLElement>('[data-row]')?.dataset['row'];
      const act = target instanceof HTMLElement ? target.dataset['act'] : undefined;
      focused.current = row === undefined || act === undefined ? undefined : { row, act, rows: rowsOf(list.current) };
    },
    onBlur: ({ relatedTarget, target }) => {
      const wasTaken = target instanceof HTMLButtonElement && target.disabled;
      if (relatedTarget !== null || !wasTaken) focused.current = undefined;
    },
    onKeyDown: (event) => event.repeat && event.key === 'Enter' && event.preventDefault(),
  };
}

const rowsOf = (list: HTMLElement | null): readonly string[] =>
  [...(list?.querySelectorAll<HTMLElement>('[data-row]') ?? [])].flatMap((row) => row.dataset['row'] ?? []);

function buttonFor(list: HTMLElement, { row, act, rows }: Focused): HTMLElement | undefined {
  const at = rows.indexOf(row);
  for (const one of [row, ...rows.slice(at + 1), ...rows.slice(0, at).toReversed()]) {
    const button = list.querySelector<HTMLElement>(`[data-row="${CSS.escape(one)}"] [data-act="${act}"]`);
    if (button) return button;
  }
  return undefined;
}
