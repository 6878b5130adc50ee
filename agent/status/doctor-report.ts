import { countCameras, uncountedNvrs } from '../../fleet/count-cameras.ts';
import type { StateBody } from '../site/identity.ts';

/*
 * What a check-up found, step by step.
 */

export interface Step {
  readonly area: 'settings' | 'clock' | 'disk' | 'certificate' | 'broker' | 'hub' | 'nvr' | 'headquarters';
  readonly state: 'good' | 'warning' | 'bad' | 'unknown';
  readonly text: string;
  readonly advice?: string;
}

export interface DoctorReport {
  readonly steps: readonly Step[];
  /** Headquarters sees the same four digits at this site, if everything up to there works. */
  readonly code?: string;
  /** What headquarters sees of the cameras; absent where it knows of none yet. */
  readonly seen?: string;
}

/** `8 of 8 cameras, recording`, by the rule of the console. Cameras that are switched off do not count. */
export const seenOf = (nvrs: StateBody<'state/health'>['nvrs']): Pick<DoctorReport, 'seen'> => {
  const counted = countCameras(nvrs);
  if (counted === undefined) return {};
  const { online, disabled, recording } = counted;
  const total = counted.total - disabled;
  const records = recording === undefined ? 'recording not known' : recording === total ? 'recording' : `${recording} recording`;
  const untold = uncountedNvrs(nvrs);
  return { seen: `${online} of ${total} cameras, ${records}${untold.length === 0 ? '' : `; of ${untold.join(', ')} nothing is known`}` };
};

export const good = (area: Step['area'], text: string): Step => ({ area, state: 'good', text });
export const bad = (area: Step['area'], text: string, advice: string): Step => ({ area, state: 'bad', text, advice });
export const warning = (area: Step['area'], text: string, advice: string): Step => ({ area, state: 'warning', text, advice });
export const unknown = (area: Step['area'], text: string, advice: string): Step => ({ area, state: 'unknown', text, advice });

const MARKS: Readonly<Record<Step['state'], string>> = { good: 'ok     ', warning: 'warning', bad: 'FAULT  ', unknown: '?      ' };

/** As lines for a terminal; ends with a line break. */
export const doctorText = ({ steps, code, seen }: DoctorReport): string => {
  const lines = steps.flatMap(({ state, text, advice }) => [
    `${MARKS[state]} ${text}`,
    ...(advice === undefined || state === 'good' ? [] : [`        ${advice}`]),
  ]);
  const closing =
    code === undefined
      ? ['', 'No code: headquarters cannot be told before the faults above are mended.']
      : [
          '',
          `Code ${code}. Headquarters finds it at this site under "Versions", and ${seen === undefined ? 'knows nothing of the cameras yet' : `sees: ${seen}`}.`,
          ...(seen === undefined ? ["The cameras' figures come with Frigate's statistics, each minute: run doctor again then."] : []),
        ];
  return `${[...lines, ...closing].join('\n')}\n`;
};

/** 0: all good or only warnings; 1: a fault. */
export const exitCodeOf = ({ steps, code }: DoctorReport): number => (code !== undefined && steps.every(({ state }) => state !== 'bad') ? 0 : 1);
