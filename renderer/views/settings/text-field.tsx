import { useId } from 'react';

/** Names, addresses and keys: characters. */
export const SHORT_TEXT_MAX = 200;

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly value?: string | undefined;
  readonly secret?: boolean;
  readonly maxLength?: number;
}

/** One line of text of a form, read from it by name. */
export function TextField({ name, label, hint, value = '', secret, maxLength }: FieldProps) {
  const id = useId();
  return (
    <div className="fl">
      <label htmlFor={id}>{label}</label>
      <span className="inp">
        <input
          id={id}
          name={name}
          type={secret ? 'password' : 'text'}
          defaultValue={value}
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
