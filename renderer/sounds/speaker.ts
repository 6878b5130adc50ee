import type { Sounding } from './alarm-book.ts';

/*
 * The two signals (visual §6), made here: no file, no network. Never longer than a second.
 */

interface Note {
  readonly hz: number;
  readonly fromS: number;
  readonly lengthS: number;
  /** Of full volume. */
  readonly level: number;
}

const NOTES: Readonly<Record<Sounding, readonly Note[]>> = {
  critical: [
    { hz: 660, fromS: 0, lengthS: 0.18, level: 1 },
    { hz: 880, fromS: 0.2, lengthS: 0.18, level: 1 },
  ],
  warning: [{ hz: 520, fromS: 0, lengthS: 0.2, level: 0.5 }],
};

/** Without it each end of a note clicks. */
const FADE_S = 0.012;
const START_S = 0.02;
/** Below full scale: a sine at 1 distorts on small speakers. */
const LOUDEST = 0.8;

export interface Speaker {
  /** Resolves once it is scheduled; rejects where the system gives no output. */
  play(severity: Sounding, volumePercent: number): Promise<void>;
}

/** One context for the life of the window, made at the first sound and asleep between them. */
export function createSpeaker(): Speaker {
  let context: AudioContext | undefined;
  let playing = 0;

  function addNote(audio: AudioContext, note: Note, volume: number): OscillatorNode {
    const { hz, fromS, lengthS, level } = note;
    const begin = audio.currentTime + START_S + fromS;
    const peak = LOUDEST * level * volume;
    const gain = new GainNode(audio, { gain: 0 });
    gain.gain.setValueAtTime(0, begin);
    gain.gain.linearRampToValueAtTime(peak, begin + FADE_S);
    gain.gain.setValueAtTime(peak, begin + lengthS - FADE_S);
    gain.gain.linearRampToValueAtTime(0, begin + lengthS);
    const tone = new OscillatorNode(audio, { frequency: hz, type: 'sine' });
    tone.connect(gain).connect(audio.destination);
    tone.start(begin);
    tone.stop(begin + lengthS);
    return tone;
  }

  return {
    async play(severity, volumePercent) {
      const audio = (context ??= new AudioContext({ latencyHint: 'interactive' }));
      await audio.resume();
      for (const note of NOTES[severity]) {
        playing += 1;
        addNote(audio, note, volumePercent / 100).addEventListener('ended', () => {
          playing -= 1;
          if (playing === 0) void audio.suspend();
        });
      }
    },
  };
}
