import { Volume2, VolumeX } from 'lucide-react';
import { showSettingsTab } from '../screen-store.ts';
import { tickMs } from '../ticker.ts';
import { useConsole, useSound, useWords } from '../use-fleet.ts';

/** Whether alerts can be heard at this computer; a press leads to where that is decided. */
export function SoundButton() {
  const { t, format } = useWords();
  const { critical, warning, mutedUntilTs } = useConsole((state) => state.settings.sounds);
  const { device } = useSound();
  const muted = mutedUntilTs > tickMs();
  const off = !critical && !warning;
  const lost = device === 'none' && !off;
  const label = lost
    ? t('sounds.state.none')
    : off
      ? t('sounds.state.off')
      : muted
        ? t('sounds.state.muted', { time: format.time(mutedUntilTs, tickMs()) })
        : t('sounds.state.on');
  const silent = lost || off || muted;
  return (
    <button
      type="button"
      className={lost ? 'btn quiet lost' : 'btn quiet icon'}
      aria-label={label}
      title={label}
      data-testid="sound"
      onClick={() => showSettingsTab('sounds')}
    >
      {lost && <span className="hide-m">{t('sounds.state.short')}</span>}
      {silent ? <VolumeX className="i" aria-hidden="true" /> : <Volume2 className="i" aria-hidden="true" />}
    </button>
  );
}
