import { useId } from 'react';

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly value?: string;
  readonly secret?: boolean;
}

export function TunnelField({ name, label, hint, value = '', secret }: FieldProps) {
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
          maxLength={200}
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
