import { useWords } from '../use-fleet.ts';

interface DecisionButtonProps {
  /** Finds the same button in another row, for the focus: `useRowFocus`. */
  readonly act: string;
  readonly words: string;
  /** With the site, for a screen reader. */
  readonly label: string;
  readonly quiet?: boolean;
  readonly disabled: boolean;
  readonly onClick: () => void;
}

/** Decides about the site of its row. */
export function DecisionButton({ act, words, label, quiet = false, disabled, onClick }: DecisionButtonProps) {
  return (
    <button
      type="button"
      className={quiet ? 'btn quiet sm' : 'btn sm'}
      data-act={act}
      disabled={disabled}
      aria-label={label}
      onClick={onClick}
    >
      {words}
    </button>
  );
}

/** In the place of buttons: nothing comes there that a second click could meet. */
export function Decided() {
  const { t } = useWords();
  return <span className="t2 nw">{t('adopt.decided')}</span>;
}
