import type { TFunction } from 'i18next';
import { useEffect, useId, useState } from 'react';
import type { ConsoleRecord, ConsoleRecordEvent } from '../../../fleet/tunnel/window.ts';
import { invoke } from '../../bridge.ts';
import type { WordTools } from '../../i18n/alert-words.ts';
import { ageWords } from '../../i18n/format.ts';
import { bytesWords } from '../../i18n/tunnel-words.ts';
import { useTunnel } from '../../use-tunnel.ts';
import { useWords } from '../../use-fleet.ts';
import { useRealNow } from '../console/use-real-now.ts';

const COLUMNS = ['ts', 'who', 'site', 'console', 'what'] as const;

/** Who opened which console on this computer, newest first. */
export function TunnelRecord() {
  const words = useWords();
  const { t, format } = words;
  const title = useId();
  const now = useRealNow();
  const record = useRecord();
  if (record === undefined) return null;
  return (
    <section aria-labelledby={title}>
      <h3 id={title}>{t('tunnel.record')}</h3>
      <p className={record.state === 'whole' ? 't2 s tunnel-file' : 'c-err tunnel-file'}>
        {t(`tunnel.recordState.${record.state}`, { file: record.file })}
      </p>
      {record.lines.length === 0 ? (
        <p className="t2">{t('tunnel.recordNone')}</p>
      ) : (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard
        <div className="set-scroll" role="region" aria-labelledby={title} tabIndex={0}>
          <table className="set-table selectable" aria-labelledby={title}>
            <thead>
              <tr>
                {COLUMNS.map((column) => (
                  <th key={column} scope="col">
                    {t(`tunnel.column.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {record.lines.map(({ n, ts, who, site, console, what }) => (
                <tr key={n}>
                  <td className="nw">{format.time(ts, now)}</td>
                  <td>{who}</td>
                  <td className="id">{site}</td>
                  <td>{console}</td>
                  <td>{didWords(words, what)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** Asked anew when a console opens or closes. */
function useRecord(): ConsoleRecord | undefined {
  const [record, setRecord] = useState<ConsoleRecord | undefined>();
  const phases = useTunnel((state) => state.consoles.map(({ key, phase }) => key + phase).join());
  useEffect(() => {
    let current = true;
    void invoke('console-record', undefined).then((answer) => current && setRecord(answer));
    return () => {
      current = false;
    };
  }, [phases]);
  return record;
}

const SHOWN_OF_FINGERPRINT = 16;

function didWords(words: WordTools, what: ConsoleRecordEvent): string {
  const t: TFunction = words.t;
  switch (what.type) {
    case 'opened':
      return t('tunnel.did.opened');
    case 'failed':
      return t('tunnel.did.failed', { why: t(`consoles.failure.${what.code}.what`, { defaultValue: what.code }) });
    case 'closed': {
      const figures = { received: bytesWords(words, what.receivedBytes), sent: bytesWords(words, what.sentBytes) };
      return t('tunnel.did.closed', { age: ageWords(t, what.openMs), ...figures });
    }
    case 'download':
      return t(`tunnel.did.download.${what.outcome}`, { file: what.file, size: bytesWords(words, what.bytes) });
    case 'certificate':
      return t('tunnel.did.certificate', { accepted: what.accepted.slice(0, SHOWN_OF_FINGERPRINT) });
    case 'signed_in':
      return t(`tunnel.did.signed_in.${what.outcome}`, { user: what.user });
  }
}
