import { Check, CircleHelp, X } from 'lucide-react';
import type { HubTest, HubTestLine } from '../../../fleet/model/hub-test.ts';
import type { WordTools } from '../../i18n/alert-words.ts';
import { useWords } from '../../use-fleet.ts';

const ICONS = { ok: Check, failed: X, unknown: CircleHelp } as const;

function verdict({ t }: WordTools, { ok, lines }: HubTest): string {
  if (ok) return t('settings.test.good');
  const last = lines.find(({ result }) => result === 'failed');
  if (last === undefined || last.step === 'subscribe' || last.step === 'write') return t('settings.test.readOnly');
  return t('settings.test.stopped', { step: t(`settings.test.step.${last.step}`) });
}

function outcome({ t }: WordTools, line: HubTestLine): string {
  if (line.code !== undefined) return t('settings.test.refused', { code: line.code });
  const why = line.problem === undefined ? t(`settings.test.outcome.${line.result}`) : t(`hub.problem.${line.problem}`);
  return line.side === undefined ? why : `${why} (${t(`settings.test.side.${line.side}`)})`;
}

/** The way to the hub, step by step, and what to try where it ended. */
export function HubTestReport({ test }: { readonly test: HubTest }) {
  const words = useWords();
  const { t } = words;
  return (
    <div className="set-test" data-testid="hub-test">
      <p className="b">{verdict(words, test)}</p>
      <ol aria-label={t('settings.test.result')}>
        {test.lines.map((line) => (
          <TestLine key={`${line.step} ${line.topic ?? line.result}`} line={line} text={outcome(words, line)} />
        ))}
      </ol>
      {test.advice.length > 0 && (
        <>
          <p className="b">{t('settings.test.try')}</p>
          <ul className="set-advice">
            {test.advice.map((one) => (
              <li key={one}>{t(`settings.test.advice.${one}`)}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function TestLine({ line, text }: { readonly line: HubTestLine; readonly text: string }) {
  const { t } = useWords();
  const Icon = ICONS[line.result];
  return (
    <li className={line.result === 'failed' ? 'row wrap c-err' : 'row wrap'}>
      <Icon className="i" aria-hidden="true" />
      <span className="m">{t(`settings.test.step.${line.step}`)}</span>
      {line.topic !== undefined && <span className="mono s">{line.topic}</span>}
      <span>{text}</span>
      {line.detail !== undefined && <span className="t2 s selectable">{line.detail}</span>}
    </li>
  );
}
