import { useState } from 'react';
import type { ExportOutcome, ImportOutcome } from '../../../fleet/ipc.ts';
import { invoke } from '../../bridge.ts';
import type { WordTools } from '../../i18n/alert-words.ts';
import { useWords } from '../../use-fleet.ts';

function said({ t }: WordTools, outcome: ExportOutcome | ImportOutcome): string {
  switch (outcome.outcome) {
    case 'cancelled':
      return '';
    case 'failed':
      return t('settings.transfer.failed', { text: outcome.text });
    case 'saved':
      return t('settings.transfer.saved', { path: outcome.path });
    case 'taken': {
      const names = outcome.withoutPassword.join(', ');
      const taken = t('settings.transfer.taken', { count: outcome.hubs });
      return names === '' ? taken : `${taken} ${t('settings.transfer.passwords', { names })}`;
    }
    default:
      return outcome satisfies never;
  }
}

/** Settings out of this console and into another, without secrets. */
export function Transfer() {
  const words = useWords();
  const { t } = words;
  const [result, setResult] = useState<ExportOutcome | ImportOutcome>({ outcome: 'cancelled' });

  async function run(task: Promise<ExportOutcome | ImportOutcome>): Promise<void> {
    try {
      setResult(await task);
    } catch (error) {
      setResult({ outcome: 'failed', text: error instanceof Error ? error.message : String(error) });
    }
  }

  return (
    <div className="set-form">
      <p className="t2">{t('settings.transfer.intro')}</p>
      <div className="row wrap">
        <button type="button" className="btn" onClick={() => void run(invoke('export-settings', undefined))}>
          {t('settings.transfer.export')}
        </button>
        <button type="button" className="btn" onClick={() => void run(invoke('import-settings', undefined))}>
          {t('settings.transfer.import')}
        </button>
      </div>
      <p className="t2 s">{t('settings.transfer.importHint')}</p>
      <p role="status" className="selectable">
        {said(words, result)}
      </p>
    </div>
  );
}
