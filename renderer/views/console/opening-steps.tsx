import { Check, LoaderCircle, Minus, X } from 'lucide-react';
import type { OpenConsole, OpeningStep } from '../../../fleet/tunnel/opening.ts';
import { useWords } from '../../use-fleet.ts';
import { useRealNow } from './use-real-now.ts';

const STEPS = ['sign_in', 'join', 'find_site', 'connect', 'open'] as const satisfies readonly OpeningStep[];

type State = 'done' | 'now' | 'failed' | 'ahead';
const ICONS = { done: Check, now: LoaderCircle, failed: X, ahead: Minus } as const;

/** The way to the site, each step in words with its time. */
export function OpeningSteps({ console }: { readonly console: OpenConsole }) {
  const { t, format } = useWords();
  const now = useRealNow();
  const reached = console.steps.at(-1)?.step;
  // A way that was lost and found again repeats its steps.
  const latest = new Map(console.steps.map((one) => [one.step, one]));
  return (
    <ol className="csteps">
      {STEPS.map((step) => {
        const told = latest.get(step);
        const isLast = step === reached;
        const state: State = told === undefined ? 'ahead' : isLast && console.phase === 'failed' ? 'failed' : told.endTs === undefined ? 'now' : 'done';
        const Icon = ICONS[state];
        const tookMs = told === undefined ? 0 : Math.max(0, (told.endTs ?? console.failure?.ts ?? now) - told.startTs);
        const took = told === undefined ? t('consoles.step.ahead') : t('consoles.seconds', { s: format.number(Math.round(tookMs / 100) / 10) });
        return (
          <li key={step} className={state}>
            <Icon className="i i-14" aria-hidden="true" />
            <span>{t(`consoles.step.${step}`)}</span>
            <span className="t2">
              {state === 'failed' ? `${t('consoles.step.failed')} – ` : ''}
              {took}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
