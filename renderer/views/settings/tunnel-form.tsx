import { useId, useState, type FormEvent } from 'react';
import type { TunnelClientChoice } from '../../../fleet/tunnel/tailnet.ts';
import type { TunnelForm as Wish, TunnelSaved } from '../../../fleet/tunnel/window.ts';
import { invoke } from '../../bridge.ts';
import { useConsole, useWords } from '../../use-fleet.ts';
import { SHORT_TEXT_MAX, TextField } from '../../components/text-field.tsx';

const CLIENTS = ['auto', 'native', 'wasm'] as const satisfies readonly TunnelClientChoice[];

/** How this computer gets into the tailnet. The auth key goes to main with "Save" and stays nowhere in this window. */
export function TunnelForm() {
  const { t } = useWords();
  const title = useId();
  const { controlUrl, nodeName, caFile = '', client, wipeOnClose } = useConsole((state) => state.settings.tunnel);
  const [ca, setCa] = useState<string | undefined>();
  const [outcome, setOutcome] = useState<TunnelSaved | undefined>();

  // No field may be called like a property of the form's own element: it would hide that.
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: string): string => String(data.get(name) ?? '');
    const authKey = text('authKey');
    const wish: Wish = {
      controlUrl: text('controlUrl'),
      nodeName: text('ownName'),
      caFile: ca ?? caFile,
      client: CLIENTS.find((one) => one === text('client')) ?? 'auto',
      wipeOnClose: data.get('wipe') !== null,
      ...(authKey === '' ? {} : { authKey }),
    };
    void invoke('save-tunnel', wish).then(setOutcome);
  }

  return (
    <form className="set-card" aria-labelledby={title} noValidate onSubmit={submit}>
      <h3 id={title}>{t('tunnel.way')}</h3>
      <div className="set-grid">
        <TextField maxLength={SHORT_TEXT_MAX} name="controlUrl" label={t('tunnel.controlUrl')} hint={t('tunnel.controlUrlHint')} value={controlUrl} />
        <TextField maxLength={SHORT_TEXT_MAX} name="ownName" label={t('tunnel.nodeName')} hint={t('tunnel.nodeNameHint')} value={nodeName} />
        <TextField maxLength={SHORT_TEXT_MAX} name="authKey" label={t('tunnel.authKey')} hint={t('tunnel.authKeyHint')} secret />
        <label className="fl">
          <span>{t('tunnel.which')}</span>
          <select name="client" className="set-select" defaultValue={client}>
            {CLIENTS.map((one) => (
              <option key={one} value={one}>
                {t(`tunnel.choice.${one}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <CaFile path={ca ?? caFile} onPath={setCa} />
      <label className="row tunnel-check">
        <input type="checkbox" name="wipe" defaultChecked={wipeOnClose} />
        <span>{t('tunnel.wipe')}</span>
      </label>
      <Outcome outcome={outcome} />
      <div className="row end">
        <button type="submit" className="btn primary">
          {t('tunnel.save')}
        </button>
      </div>
    </form>
  );
}

/** Main shows the dialog; only the path comes here. */
function CaFile({ path, onPath }: { readonly path: string; readonly onPath: (path: string) => void }) {
  const { t } = useWords();
  const file = t('tunnel.ca');
  const choose = (): void => void invoke('choose-file', { purpose: 'ca' }).then((chosen) => chosen !== null && onPath(chosen));
  return (
    <div className="row wrap tunnel-check">
      <span className="set-file">{file}</span>
      <span className="grow t2 s mono ell" title={path}>
        {path === '' ? t('settings.hubs.noFile') : path}
      </span>
      <button type="button" className="btn sm" aria-label={t('settings.hubs.chooseOf', { file })} onClick={choose}>
        {t('settings.hubs.choose')}
      </button>
      {path !== '' && (
        <button type="button" className="btn sm" aria-label={t('settings.hubs.clearOf', { file })} onClick={() => onPath('')}>
          {t('settings.hubs.clear')}
        </button>
      )}
    </div>
  );
}

function Outcome({ outcome }: { readonly outcome: TunnelSaved | undefined }) {
  const { t } = useWords();
  return (
    <>
      <p className="errline" role="alert">
        {outcome?.ok === false ? t(`tunnel.error.${outcome.code}`, { text: outcome.text }) : ''}
      </p>
      <p className="s t2" role="status">
        {outcome?.ok ? t(outcome.secretKept === 'session' ? 'tunnel.savedSession' : 'tunnel.saved') : ''}
      </p>
    </>
  );
}
