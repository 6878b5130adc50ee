import type { SoundSettings } from '../../fleet/sound-settings.ts';
import type { FleetStore } from '../fleet-store.ts';
import { fleetTime } from '../fleet-clock.ts';
import { onTick } from '../ticker.ts';
import { AlarmBook, type Moment, type Sounding } from './alarm-book.ts';
import { createSpeaker } from './speaker.ts';

/** Whether the system has any sound output; `unknown` until it was asked. */
export type SoundDevice = 'unknown' | 'present' | 'none';

export interface SoundState {
  readonly device: SoundDevice;
  /** Why the last sound could not be played. */
  readonly problem?: string;
}

export interface SoundStore {
  state(): SoundState;
  subscribe(listener: () => void): () => void;
  /** The operator wants to hear it, muted or not. */
  test(severity: Sounding): Promise<void>;
}

/** Devices come and go without a word on some systems. */
const ASK_EVERY_TICKS = 30;
/** To ask starts two processes of the browser's: not while the window itself starts. */
const FIRST_ASK_TICK = 4;

export interface SoundParts {
  /** Read at each sound. */
  readonly settings: () => SoundSettings;
  /** Of several windows only one calls. */
  readonly audible: boolean;
}

/** Sounds for alerts of the picture, as the settings of this computer say. */
export function openSoundStore(fleet: FleetStore, { settings, audible }: SoundParts): SoundStore {
  const speaker = createSpeaker();
  const book = new AlarmBook();
  const listeners = new Set<() => void>();
  let state: SoundState = { device: 'unknown' };
  let ticks = 0;

  function set(next: SoundState): void {
    if (next.device === state.device && next.problem === state.problem) return;
    state = next;
    for (const listener of listeners) listener();
  }

  async function play(severity: Sounding): Promise<void> {
    try {
      await speaker.play(severity, settings().volumePercent);
      set({ device: state.device });
    } catch (error) {
      set({ device: state.device, problem: error instanceof Error ? error.message : String(error) });
    }
  }

  function call(severity: Sounding | undefined): void {
    if (severity === undefined || !audible || !settings()[severity] || settings().mutedUntilTs > Date.now()) return;
    void play(severity);
  }

  const now = (): Moment => ({ ts: fleetTime(fleet.picture().clock, Date.now()), ms: performance.now() });
  fleet.onChange((change) => {
    if (change.after.received) call(book.learn(change, now()));
  });
  onTick(() => {
    call(book.tick(fleet.picture().tables.alerts, now()));
    if (ticks % ASK_EVERY_TICKS === FIRST_ASK_TICK) void askDevice();
    ticks += 1;
  });
  navigator.mediaDevices?.addEventListener('devicechange', () => void askDevice());

  /** Names are not needed, so no permission is: without one each kind of device still has an entry. */
  async function askDevice(): Promise<void> {
    const devices = (await navigator.mediaDevices?.enumerateDevices().catch(() => undefined)) ?? undefined;
    if (devices === undefined) return;
    const present = devices.some(({ kind }) => kind === 'audiooutput');
    set({ ...state, device: present ? 'present' : 'none' });
  }

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    test: play,
  };
}
