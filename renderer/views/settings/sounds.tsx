import { useId } from 'react';
import { MUTE_MOST_MS, type SoundSettings } from '../../../fleet/sound-settings.ts';
import type { Sounding } from '../../sounds/alarm-book.ts';
import { tickMs } from '../../ticker.ts';
import { useConsole, useSound, useStores, useWords } from '../../use-fleet.ts';

const SOUNDING = ['critical', 'warning'] as const satisfies readonly Sounding[];
const HOUR_MS = 3_600_000;
/** The longest is a shift, and no longer than main allows. */
const MUTES_H = [0.5, 1, 4, MUTE_MOST_MS / HOUR_MS] as const;

/** What this computer sounds for; each change counts at once. */
export function Sounds() {
  const { t } = useWords();
  const { console, sound } = useStores();
  const sounds = useConsole((state) => state.settings.sounds);
  const { device, problem } = useSound();
  const save = (part: Partial<SoundSettings>): void => void console.save({ sounds: { ...sounds, ...part } });
  return (
    <div className="set-form">
      <p className="t2">{t('sounds.intro')}</p>
      {device === 'none' && (
        <p className="c-warn b" role="alert">
          {t('sounds.noDevice')}
        </p>
      )}
      {problem !== undefined && (
        <p className="c-err" role="alert">
          {t('sounds.problem', { text: problem })}
        </p>
      )}
      {SOUNDING.map((severity) => (
        <div key={severity} className="row wrap set-check">
          <label className="row grow">
            <input
              type="checkbox"
              checked={sounds[severity]}
              onChange={(event) => save({ [severity]: event.currentTarget.checked })}
            />
            {t(`sounds.for.${severity}`)}
          </label>
          <button
            type="button"
            className="btn sm"
            aria-label={t('sounds.testOf', { severity: t(`severity.${severity}`) })}
            onClick={() => void sound.test(severity)}
          >
            {t('sounds.test')}
          </button>
        </div>
      ))}
      <Volume percent={sounds.volumePercent} onPercent={(volumePercent) => save({ volumePercent })} />
      <Mute untilTs={sounds.mutedUntilTs} onUntil={(mutedUntilTs) => save({ mutedUntilTs })} />
    </div>
  );
}

interface MuteProps {
  /** Real epoch ms. */
  readonly untilTs: number;
  readonly onUntil: (ts: number) => void;
}

function Mute({ untilTs, onUntil }: MuteProps) {
  const { t, format } = useWords();
  const nowMs = tickMs();
  const muted = untilTs > nowMs;
  return (
    <div className="row wrap set-check">
      <span className="grow" role="status">
        {muted ? t('sounds.mutedUntil', { time: format.time(untilTs, nowMs) }) : t('sounds.notMuted')}
      </span>
      {muted && (
        <button type="button" className="btn sm" onClick={() => onUntil(0)}>
          {t('sounds.unmute')}
        </button>
      )}
      {!muted &&
        MUTES_H.map((hours) => (
          <button key={hours} type="button" className="btn sm" onClick={() => onUntil(Date.now() + hours * HOUR_MS)}>
            {t('sounds.mute', { hours: format.number(hours) })}
          </button>
        ))}
    </div>
  );
}

interface VolumeProps {
  readonly percent: number;
  readonly onPercent: (percent: number) => void;
}

function Volume({ percent, onPercent }: VolumeProps) {
  const { t } = useWords();
  const id = useId();
  return (
    <div className="fl">
      <label htmlFor={id}>{t('sounds.volume', { n: percent })}</label>
      <input
        id={id}
        type="range"
        min={0}
        max={100}
        step={5}
        value={percent}
        onChange={(event) => onPercent(Number(event.currentTarget.value))}
      />
    </div>
  );
}
