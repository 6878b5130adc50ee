import type { EngineEnd, EngineProcessState } from '../fleet/ipc.ts';
import { createWatchdog, type BeatPlan, type Watchdog } from './watchdog.ts';

/** One life of a child process, however it is started. */
export interface ChildLife {
  /** Asks it to end; kills it when it is still there after `graceMs`. Settles when it is gone. */
  readonly end: (graceMs: number) => Promise<void>;
}

export interface ChildEvents {
  /** It answered that it works. */
  readonly onReady: () => void;
  /** A sign of life; for children that are watched (`beats`). */
  readonly onBeat: () => void;
  /** It is gone; `text` says how, for the operator. Once per life. */
  readonly onExit: (text: string) => void;
}

export interface SupervisorParts {
  readonly start: (events: ChildEvents) => ChildLife;
  readonly onState: (state: EngineProcessState) => void;
  /** Milliseconds until the nth restart in a row, n from 1, jittered. */
  readonly delayMs: (attempt: number) => number;
  readonly now: () => number;
  readonly setTimer: (run: () => void, ms: number) => () => void;
  /** A child that hangs is ended and started anew. Absent: nobody looks. */
  readonly beats?: BeatPlan;
}

/** Restarts in a row without one sign of life, after which the operator is told that it does not work. */
const HOPELESS_AFTER = 5;
/** A life this long ends a row: the next failure starts with a short delay again. */
const STEADY_MS = 60_000;
const GRACE_MS = 4_000;

/**
 * Keeps one child process alive: restarts it with growing, jittered delays and tells each change. It never gives up;
 * `failed` only says so more clearly. A restart asked for by the operator or by new settings comes at once.
 */
export class Supervisor {
  #parts: SupervisorParts;
  #life: ChildLife | undefined;
  #state: EngineProcessState = { state: 'starting' };
  #watchdog: Watchdog | undefined;
  #hung = false;
  #lastEnd: EngineEnd | undefined;
  #cancelTimer: (() => void) | undefined;
  #inRow = 0;
  #restarts = 0;
  #downSinceTs = 0;
  #wanted = false;
  #turn = 0;

  constructor(parts: SupervisorParts) {
    this.#parts = parts;
  }

  get state(): EngineProcessState {
    return this.#state;
  }

  start(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#begin();
  }

  /** Ends the present life and starts the next one at once. */
  async restart(): Promise<void> {
    await this.stop();
    this.#inRow = 0;
    this.start();
  }

  /** Settles when the process is gone. No restart follows. */
  async stop(): Promise<void> {
    this.#wanted = false;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#watchdog?.stop();
    const life = this.#life;
    this.#life = undefined;
    this.#turn += 1;
    await life?.end(GRACE_MS);
  }

  #begin(): void {
    this.#cancelTimer = undefined;
    const { now, start } = this.#parts;
    const startedTs = now();
    if (this.#inRow === 0) this.#tell({ state: 'starting' });
    // Events of a life that stop() has let go of must not touch the next one.
    const turn = (this.#turn += 1);
    const current = (): boolean => this.#turn === turn;
    this.#hung = false;
    this.#watchdog = this.#watch();
    this.#life = start({
      onReady: () => {
        if (current()) this.#tell({ state: 'running', ...(this.#lastEnd && { restarts: this.#restarts, last: this.#lastEnd }) });
      },
      onBeat: () => {
        if (current()) this.#watchdog?.beat();
      },
      onExit: (text) => {
        if (current()) this.#lost(text, now() - startedTs);
      },
    });
  }

  #watch(): Watchdog | undefined {
    const { beats, now, setTimer } = this.#parts;
    if (beats === undefined) return undefined;
    const onHung = (): void => {
      this.#hung = true;
      // It would not follow a request; its end comes back as an exit.
      void this.#life?.end(0);
    };
    return createWatchdog({ plan: beats, now, setTimer, onHung });
  }

  #lost(text: string, livedMs: number): void {
    const { now, delayMs, setTimer } = this.#parts;
    const wasRunning = this.#state.state === 'running';
    this.#watchdog?.stop();
    this.#life = undefined;
    this.#lastEnd = { ts: now(), text, hung: this.#hung };
    if (wasRunning || this.#inRow === 0) this.#downSinceTs = now();
    this.#inRow = wasRunning && livedMs >= STEADY_MS ? 1 : this.#inRow + 1;
    this.#restarts += 1;
    const waitMs = delayMs(this.#inRow);
    const common = { sinceTs: this.#downSinceTs, restarts: this.#restarts };
    if (!wasRunning && this.#inRow > HOPELESS_AFTER) this.#tell({ state: 'failed', ...common, text });
    else this.#tell({ state: 'restarting', ...common, nextTryTs: now() + waitMs, ...(this.#hung && { hung: true }) });
    this.#cancelTimer = setTimer(() => this.#begin(), waitMs);
  }

  #tell(state: EngineProcessState): void {
    this.#state = state;
    this.#parts.onState(state);
  }
}
