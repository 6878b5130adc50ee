import { useId } from 'react';
import type { AgentPackage } from '../../../fleet/prepare-site.ts';
import { invoke } from '../../bridge.ts';
import { useWords } from '../../use-fleet.ts';
import type { PrepareFaults, PrepareField, PrepareFields } from './prepare-site-form.ts';

interface InputProps {
  readonly fields: PrepareFields;
  readonly faults: PrepareFaults;
  readonly set: (change: Partial<PrepareFields>) => void;
  readonly field: PrepareField;
  readonly hint?: 'siteHint' | 'hubsHint';
  /** What may be typed, offered but not demanded. */
  readonly options?: readonly string[];
}

export function PrepareInput({ fields, faults, set, field, hint, options }: InputProps) {
  const { t } = useWords();
  const id = useId();
  const fault = faults[field];
  const said = fault ?? hint;
  return (
    <div className="fl">
      <label htmlFor={id}>{t(`prepare.${field}`)}</label>
      <span className={fault === undefined ? 'inp' : 'inp bad'}>
        <input
          id={id}
          name={field}
          value={fields[field]}
          onChange={(event) => set({ [field]: event.target.value })}
          autoComplete="off"
          spellCheck={false}
          {...(options === undefined ? {} : { list: `${id}-list` })}
          {...(said === undefined ? {} : { 'aria-describedby': `${id}-said` })}
          {...(fault === undefined ? {} : { 'aria-invalid': true })}
        />
      </span>
      {options !== undefined && (
        <datalist id={`${id}-list`}>
          {options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </datalist>
      )}
      {said !== undefined && (
        <span className={fault === undefined ? 'hint' : 'errline'} id={`${id}-said`}>
          {t(`prepare.${said}`)}
        </span>
      )}
    </div>
  );
}

interface ChoicesProps extends Pick<InputProps, 'fields' | 'faults' | 'set'> {
  readonly packages: readonly AgentPackage[];
  readonly packageFile: string;
  readonly setPackageFile: (file: string) => void;
  readonly caFile: string;
  readonly setCaFile: (path: string) => void;
  /** Authorities of this console's own hubs. */
  readonly known: readonly string[];
}

/** Hubs, their authority, the router's platform. */
export function PrepareChoices({ packages, packageFile, setPackageFile, caFile, setCaFile, known, ...inputs }: ChoicesProps) {
  const { t } = useWords();
  const id = useId();
  async function choose(): Promise<void> {
    const path = await invoke('choose-file', { purpose: 'ca' });
    if (path !== null) setCaFile(path);
  }
  const authority = caFile !== '' ? caFile : known.join(', ');
  return (
    <fieldset className="prep-fields">
      <legend>{t('prepare.connection')}</legend>
      <PrepareInput {...inputs} field="hubs" hint="hubsHint" />
      <div className="row wrap prep-ca">
        <span>{t('prepare.authority')}</span>
        <span className="grow t2 s mono ell" title={authority}>
          {authority === '' ? t('prepare.authorityNone') : authority}
        </span>
        <button type="button" className="btn sm" onClick={() => void choose()}>
          {t('prepare.authorityChoose')}
        </button>
      </div>
      <div className="fl">
        <label htmlFor={id}>{t('prepare.router')}</label>
        <select id={id} className="set-select" value={packageFile} onChange={(event) => setPackageFile(event.target.value)}>
          {packages.map((pack) => (
            <option key={pack.file} value={pack.file}>
              {t(`prepare.package.${pack.form === 'deb' ? 'deb' : 'tar'}`, { arch: pack.arch, mb: Math.round(pack.bytes / 1e6) })}
            </option>
          ))}
          <option value="">{t('prepare.package.none')}</option>
        </select>
        {packages.length === 0 && <span className="hint">{t('prepare.noPackages')}</span>}
      </div>
    </fieldset>
  );
}
