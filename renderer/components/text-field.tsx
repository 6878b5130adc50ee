import { useId, type ChangeEvent } from 'react';

/** Names, addresses and keys: characters. */
export const SHORT_TEXT_MAX = 200;

interface FieldProps {
  /** For a form that is read by name. */
  readonly name?: string;
  readonly label: string;
  readonly hint?: string;
  readonly value?: string | undefined;
  readonly secret?: boolean;
  readonly maxLength?: number;
  /** For a form that keeps what is typed itself; without it `value` is only where typing starts. */
  readonly onValue?: (value: string) => void;
}

/** One line of text of a form. */
export function TextField({ name, label, hint, value = '', secret, maxLength, onValue }: FieldProps) {
  const id = useId();
  return (
    <div className="fl">
      <label htmlFor={id}>{label}</label>
      <span className="inp">
        <input
          id={id}
          name={name}
          type={secret ? 'password' : 'text'}
          {...(onValue
            ? { value, onChange: (event: ChangeEvent<HTMLInputElement>) => onValue(event.currentTarget.value) }
            : { defaultValue: value })}
          autoComplete="off"
          spellCheck={false}
          maxLength={maxLength}
          {...(hint === undefined ? {} : { 'aria-describedby': `${id}-hint` })}
        />
      </span>
      {hint !== undefined && (
        <span className="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
    </div>
  );
}
