import { useId, useState, type FormEvent } from 'react';
import type { OpenConsole } from '../../../fleet/tunnel/opening.ts';
import { invoke } from '../../bridge.ts';
import { useWords } from '../../use-fleet.ts';

interface DecisionProps {
  readonly console: OpenConsole;
  readonly certificate: { readonly pinned?: string; readonly shown: string };
}

/** A decision by hand: both fingerprints to compare, and the site's id to type. It is recorded. */
export function CertificateDecision({ console, certificate }: DecisionProps) {
  const { t } = useWords();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [refused, setRefused] = useState(false);
  const { key, site } = console;

  function submit(event: FormEvent): void {
    event.preventDefault();
    const wish = { key, shown: certificate.shown, typed };
    void invoke('accept-certificate', wish).then((accepted) => setRefused(!accepted));
  }

  return (
    <form className="set-card" onSubmit={submit} aria-label={t('consoles.certificate.title')}>
      <h3>{t('consoles.certificate.title')}</h3>
      <dl className="kv">
        <dt>{t('consoles.certificate.pinned')}</dt>
        <dd className="mono">{certificate.pinned === undefined ? t('consoles.certificate.none') : spaced(certificate.pinned)}</dd>
        <dt>{t('consoles.certificate.shown')}</dt>
        <dd className="mono">{spaced(certificate.shown)}</dd>
      </dl>
      <p className="s t2 console-gap">{t('consoles.certificate.warning')}</p>
      <div className="fl">
        <label htmlFor={id}>{t('consoles.certificate.type', { site })}</label>
        <span className="inp">
          <input id={id} value={typed} autoComplete="off" spellCheck={false} onChange={(event) => setTyped(event.target.value)} />
        </span>
      </div>
      <p className="errline" role="alert">
        {refused ? t('consoles.certificate.refused') : ''}
      </p>
      <div className="row end">
        <button type="submit" className="btn" aria-disabled={typed !== site}>
          {t('consoles.certificate.accept')}
        </button>
      </div>
    </form>
  );
}

/** Groups of four digits, to compare by ear. */
const spaced = (hex: string): string => hex.replaceAll(/(....)(?!$)/g, '$1 ');
