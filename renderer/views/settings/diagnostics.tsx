import { useCallback, useEffect, useState } from 'react';
import type { EngineDiagnostics, QuarantineSample } from '../../../fleet/engine-diagnostics.ts';
import { invoke } from '../../bridge.ts';
import { tableWords } from '../../i18n/reason-words.ts';
import { reportText } from '../../selectors/report.ts';
import { useConsole, useFleet, useStores, useWords } from '../../use-fleet.ts';
import { CounterTable, HubTable, QuarantineTable } from './diagnostics-tables.tsx';
import { HubHealthPart } from './hub-health.tsx';

interface Answers {
  readonly engine: EngineDiagnostics;
  readonly samples: readonly QuarantineSample[];
}

/** Asked once and at "Refresh": counting rows is not free. */
function useAnswers(): { readonly answers: Answers | undefined; readonly failure: string; readonly ask: () => void } {
  const { fleet } = useStores();
  const [answers, setAnswers] = useState<Answers | undefined>();
  const [failure, setFailure] = useState('');
  const ask = useCallback(() => {
    Promise.all([fleet.request({ name: 'diagnostics' }), fleet.request({ name: 'quarantine' })]).then(
      ([engine, samples]) => {
        setAnswers({ engine, samples });
        setFailure('');
      },
      (error: unknown) => setFailure(error instanceof Error ? error.message : String(error)),
    );
  }, [fleet]);
  useEffect(ask, [ask]);
  return { answers, failure, ask };
}

/** What this console knows about itself. */
export function Diagnostics() {
  const { t, now } = useWords();
  const { answers, failure, ask } = useAnswers();
  const tables = useFleet((picture) => picture.tables);
  const start = useConsole((state) => state.start);
  const [copied, setCopied] = useState(false);

  async function copy(): Promise<void> {
    const facts = { start, tables, engine: answers?.engine, samples: answers?.samples ?? [], nowTs: now };
    await invoke('copy-text', { text: reportText(facts) });
    setCopied(true);
  }

  return (
    <>
      <div className="row wrap">
        <button type="button" className="btn" onClick={() => void copy()}>
          {t('diagnostics.copy')}
        </button>
        <button type="button" className="btn" onClick={ask}>
          {t('diagnostics.refresh')}
        </button>
        <span role="status" className="t2">
          {failure === '' ? copied && t('diagnostics.copied') : t('diagnostics.failed', { text: failure })}
        </span>
      </div>
      <HubTable hubs={Object.values(tables.hubs)} engine={answers?.engine} />
      {Object.values(tables.hubs).map((hub) => (
        <HubHealthPart key={hub.id} hub={hub} figures={answers?.engine.hubs.find(({ id }) => id === hub.id)} />
      ))}
      <EngineLives />
      <Notices />
      <CounterTable counters={tables.counters} />
      <QuarantineTable samples={answers?.samples ?? []} />
      <Figures engine={answers?.engine} />
    </>
  );
}

/** How often the engine had to be started again, and why the last time: the picture had a gap then. */
function EngineLives() {
  const { t, format, now } = useWords();
  const process = useConsole((state) => state.process);
  const last = process.state === 'running' ? process.last : undefined;
  const restarts = 'restarts' in process ? (process.restarts ?? 0) : 0;
  return (
    <section>
      <h3>{t('diagnostics.engine')}</h3>
      <p>{restarts === 0 ? t('diagnostics.engineSteady') : t('diagnostics.engineRestarts', { count: restarts })}</p>
      {last && (
        <p className="selectable">
          {last.hung
            ? t('diagnostics.engineHung', { time: format.time(last.ts, now) })
            : t('diagnostics.engineEnded', { time: format.time(last.ts, now), text: last.text })}
        </p>
      )}
    </section>
  );
}

function Notices() {
  const { t, format, now } = useWords();
  const notices = Object.values(useFleet((picture) => picture.tables.notices));
  return (
    <section>
      <h3>{t('diagnostics.notices')}</h3>
      {notices.length === 0 && <p className="t2">{t('diagnostics.noNotices')}</p>}
      <ul>
        {notices.map(({ id, kind, ts, values }) => (
          <li key={id}>
            {format.time(ts, now)} {t(`notice.${kind}`, values)}
          </li>
        ))}
      </ul>
    </section>
  );
}

const MEGABYTE = 1_000_000;

function Figures({ engine }: { readonly engine: EngineDiagnostics | undefined }) {
  const { t, format } = useWords();
  const start = useConsole((state) => state.start);
  return (
    <section>
      <h3>{t('diagnostics.database')}</h3>
      <dl className="kv">
        <dt>{t('diagnostics.size')}</dt>
        <dd>{engine ? t('diagnostics.megabytes', { n: format.number(engine.database.bytes / MEGABYTE) }) : '–'}</dd>
        {engine?.database.rows.map(({ table, n }) => (
          <div key={table} className="set-pair">
            <dt>{tableWords(t, table) ?? t('diagnostics.rows', { table })}</dt>
            <dd>{format.number(n)}</dd>
          </div>
        ))}
      </dl>
      <h3>{t('diagnostics.versions')}</h3>
      <dl className="kv selectable">
        <dt>{t('diagnostics.console')}</dt>
        <dd>{start?.version ?? '–'}</dd>
        <dt>{t('diagnostics.consoleId')}</dt>
        <dd className="mono">{start?.consoleId ?? '–'}</dd>
        <dt>Node.js</dt>
        <dd>{engine?.versions.node ?? '–'}</dd>
        <dt>SQLite</dt>
        <dd>{engine?.versions.sqlite ?? '–'}</dd>
      </dl>
    </section>
  );
}
