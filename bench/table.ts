import type { Result } from './result.ts';

const goalText = ({ goal, met }: Result): string => {
  if (goal === undefined) return '';
  return ` (goal ${'atLeast' in goal ? `≥ ${goal.atLeast}` : `≤ ${goal.atMost}`}: ${met ? 'met' : 'missed'})`;
};

const unitText = ({ unit }: Result): string => (unit === 'ratio' || unit === 'share' ? '' : ` ${unit}`);

const loadText = ({ load }: Result): string => `${load.messagesPerTurn} messages × ${load.rounds}, load ${load.loadavgBefore[0]}–${load.loadavgAfter[0]}`;

const figuresText = ({ figures }: Result): string => Object.entries(figures).map(([name, value]) => `${name} ${value}`).join(', ');

/** Results as lines for people: what over what, on which runtime, under which load. */
export const tableOf = (results: readonly Result[]): string =>
  results
    .map((result) => [
      `${result.name}: ${result.pair.join(' over ')}`,
      `  ${result.value}${unitText(result)}${goalText(result)}   ${result.runtime}`,
      `  ${figuresText(result)}`,
      `  ${result.load.sites} sites, ${loadText(result)}`,
    ].join('\n'))
    .join('\n');
