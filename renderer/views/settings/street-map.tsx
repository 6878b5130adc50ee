import { useId, useState } from 'react';
import type { StreetsOutcome } from '../../../fleet/ipc.ts';
import { invoke } from '../../bridge.ts';
import { useConsole, useWords } from '../../use-fleet.ts';

const nameOf = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

/** Streets from a file of the customer's choice. What is no street map is told why, and the map stays as it was. */
export function StreetMap() {
  const { t } = useWords();
  const file = useConsole((state) => state.settings.streetsFile);
  const [said, setSaid] = useState<StreetsOutcome>({ outcome: 'cancelled' });
  const id = useId();
  const choose = (): void => void invoke('choose-streets', undefined).then(setSaid);
  const forget = (): void => void invoke('forget-streets', undefined).then(() => setSaid({ outcome: 'cancelled' }));
  return (
    <div className="fl" role="group" aria-labelledby={id}>
      <span id={id}>{t('streets.title')}</span>
      <div className="row wrap">
        <span className={file === undefined ? 't2' : 'mono s'} style={{ overflowWrap: 'anywhere' }}>
          {file === undefined ? t('streets.none') : nameOf(file)}
        </span>
        <button type="button" className="btn sm" onClick={choose}>
          {t('streets.choose')}
        </button>
        {file !== undefined && (
          <button type="button" className="btn quiet sm" onClick={forget}>
            {t('streets.forget')}
          </button>
        )}
      </div>
      <span className="hint">{t('streets.hint')}</span>
      <p role="status" className={said.outcome === 'failed' ? 'c-err' : 't2'}>
        {said.outcome === 'failed' && t(`streets.fault.${said.fault}`, { name: said.name })}
        {said.outcome === 'taken' && t('streets.taken', { name: said.name })}
      </p>
    </div>
  );
}
