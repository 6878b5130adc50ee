import { useId, useState, type FormEvent } from 'react';
import type { TunnelSaved, ViewerAccount } from '../../../fleet/tunnel/window.ts';
import { invoke } from '../../bridge.ts';
import { useConsole, useWords } from '../../use-fleet.ts';
import { SHORT_TEXT_MAX, TextField } from '../../components/text-field.tsx';

/** Accounts that the console signs in with at sites; passwords are in the keychain. */
export function TunnelViewers() {
  const { t } = useWords();
  const title = useId();
  const viewers = useConsole((state) => state.settings.tunnel.viewers);
  const [outcome, setOutcome] = useState<TunnelSaved | undefined>();

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const text = (name: string): string => String(data.get(name) ?? '').trim();
    const wish = { site: text('site') as ViewerAccount['site'], user: text('user'), password: text('password') };
    void invoke('save-viewer', wish).then((saved) => {
      setOutcome(saved);
      if (saved.ok) form.reset();
    });
  }

  return (
    <section aria-labelledby={title}>
      <h3 id={title}>{t('tunnel.viewers')}</h3>
      <p className="t2">{t('tunnel.viewersHint')}</p>
      {viewers.length === 0 ? <p className="t2 s">{t('tunnel.viewerNone')}</p> : <Viewers viewers={viewers} />}
      <form className="set-card" aria-labelledby={title} noValidate onSubmit={submit}>
        <div className="set-grid">
          <TextField maxLength={SHORT_TEXT_MAX} name="site" label={t('tunnel.viewerSite')} />
          <TextField maxLength={SHORT_TEXT_MAX} name="user" label={t('tunnel.viewerUser')} />
          <TextField maxLength={SHORT_TEXT_MAX} name="password" label={t('tunnel.viewerPassword')} secret />
        </div>
        <p className="errline" role="alert">
          {outcome?.ok === false ? t(`tunnel.error.${outcome.code}`, { text: outcome.text }) : ''}
        </p>
        <div className="row end">
          <button type="submit" className="btn">
            {t('tunnel.viewerAdd')}
          </button>
        </div>
      </form>
    </section>
  );
}

function Viewers({ viewers }: { readonly viewers: readonly ViewerAccount[] }) {
  const { t } = useWords();
  return (
    <ul className="set-list">
      {viewers.map(({ site, user }) => {
        const name = site === '*' ? t('tunnel.viewerAll') : site;
        return (
          <li key={site} className="row set-row">
            <span className={site === '*' ? '' : 'id'}>{name}</span>
            <span className="grow ell">{user}</span>
            <button
              type="button"
              className="btn sm"
              aria-label={t('tunnel.viewerRemove', { site: name })}
              onClick={() => void invoke('save-viewer', { site, user })}
            >
              {t('tunnel.remove')}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
