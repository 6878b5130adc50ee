import { useEffect, useId, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { RULED_KINDS } from '../../../fleet/desk/rules.ts';
import type { RuleDraft } from '../../../fleet/desk/rule-draft.ts';
import { SEVERITY_ORDER } from '../../../fleet/model/status.ts';
import { hasMinutes, readRuleForm, SCOPE_WAYS, type RuleFault, type RuleForm } from '../../selectors/rule-form.ts';
import { useWords } from '../../use-fleet.ts';
import { TextField } from '../../components/text-field.tsx';

interface EditorProps {
  readonly title: string;
  readonly start: RuleForm;
  /** Names that the fleet's sites have, to choose from. */
  readonly known: { readonly regions: readonly string[]; readonly tags: readonly string[] };
  readonly busy: boolean;
  readonly onCancel: () => void;
  readonly onSave: (draft: RuleDraft) => void;
}

/** One shared threshold. It is sent only when all of it is a rule. */
export function RuleEditor({ title, start, known, busy, onCancel, onSave }: EditorProps) {
  const { t } = useWords();
  const [form, setForm] = useState(start);
  const [fault, setFault] = useState<RuleFault | undefined>();
  const element = useRef<HTMLFormElement>(null);
  useEffect(() => element.current?.querySelector('select')?.focus(), []);
  const change = (part: Partial<RuleForm>): void => setForm({ ...form, ...part });

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const read = readRuleForm(form);
    setFault(read.ok ? undefined : read.fault);
    if (read.ok) onSave(read.draft);
  }

  return (
    <form ref={element} className="set-card" aria-label={title} noValidate onSubmit={submit}>
      <h3>{title}</h3>
      <div className="set-grid">
        <Choice label={t('rules.kind')} value={form.kind} onValue={(kind) => change({ kind })} options={RULED_KINDS}>
          {(kind) => t(`rules.kinds.${kind}`)}
        </Choice>
        <ScopeFields form={form} known={known} onChange={change} />
        <WhenFields form={form} onChange={change} />
        <Choice
          label={t('rules.severity')}
          value={form.severity}
          onValue={(severity) => change({ severity })}
          options={['', ...SEVERITY_ORDER] as const}
        >
          {(severity) => t(severity === '' ? 'rules.usual' : `severity.${severity}`)}
        </Choice>
      </div>
      <label className="row set-check">
        <input type="checkbox" checked={form.off} onChange={(event) => change({ off: event.currentTarget.checked })} />
        {t('rules.off')}
      </label>
      {fault && (
        <p className="c-err" role="alert">
          {t(`rules.fault.${fault}`)}
        </p>
      )}
      <div className="row end wrap">
        <button type="button" className="btn" onClick={onCancel}>
          {t('settings.hubs.cancel')}
        </button>
        <button type="submit" className="btn primary" disabled={busy}>
          {t('rules.save')}
        </button>
      </div>
    </form>
  );
}

function WhenFields({ form: { kind, minutes, steps }, onChange }: Pick<ScopeProps, 'form' | 'onChange'>) {
  const { t } = useWords();
  const silence = { label: t('rules.minutes'), hint: t('rules.minutesHint'), value: minutes };
  const left = { label: t('rules.steps'), hint: t('rules.stepsHint'), value: steps };
  if (hasMinutes(kind)) return <TextField {...silence} onValue={(next) => onChange({ minutes: next })} />;
  return kind === 'certificate' ? <TextField {...left} onValue={(next) => onChange({ steps: next })} /> : null;
}

interface ScopeProps {
  readonly form: RuleForm;
  readonly known: EditorProps['known'];
  readonly onChange: (part: Partial<RuleForm>) => void;
}

function ScopeFields({ form: { way, names }, known, onChange }: ScopeProps) {
  const { t } = useWords();
  const proposals = way === 'regions' ? known.regions : way === 'tags' ? known.tags : [];
  return (
    <>
      <Choice label={t('rules.scope')} value={way} onValue={(next) => onChange({ way: next })} options={SCOPE_WAYS}>
        {(one) => t(`rules.ways.${one}`)}
      </Choice>
      {way !== 'all' && (
        <TextField
          label={t(`rules.names.${way}`)}
          hint={
            proposals.length > 0
              ? t('rules.namesKnown', { names: proposals.slice(0, 12).join(', ') })
              : t('rules.namesHint')
          }
          value={names}
          onValue={(next) => onChange({ names: next })}
        />
      )}
    </>
  );
}

interface ChoiceProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly options: readonly V[];
  readonly onValue: (value: V) => void;
  readonly children: (value: V) => ReactNode;
}

function Choice<V extends string>({ label, value, options, onValue, children }: ChoiceProps<V>) {
  const id = useId();
  return (
    <div className="fl">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="set-select"
        value={value}
        onChange={({ currentTarget }) => {
          const chosen = options.find((option) => option === currentTarget.value);
          if (chosen !== undefined) onValue(chosen);
        }}
      >
        {options.map((option) => (
          <option key={option} value={option}>
            {children(option)}
          </option>
        ))}
      </select>
    </div>
  );
}
