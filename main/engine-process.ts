import { MessageChannelMain, type WebContents } from 'electron';
import type { SiteId } from '../fleet/ids.ts';
import type { EngineConfig, EngineControl, EngineNotice, EngineProcessState, SiteConsoles } from '../fleet/ipc.ts';
import { Supervisor } from './supervisor.ts';
import { startUtility, type Utility } from './utility.ts';
import { ENGINE_BEATS } from './watchdog.ts';

export interface EngineProcessParts {
  readonly entry: string;
  /** Asked at each start, while the process comes up: hubs and secrets may have changed since the last. */
  readonly config: () => Promise<EngineConfig>;
  readonly delayMs: (attempt: number) => number;
  readonly onState: (state: EngineProcessState) => void;
  readonly log: (source: string, text: string) => void;
}

export interface EngineProcess {
  readonly state: () => EngineProcessState;
  readonly start: () => void;
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** The window gets a port to the engine now, or as soon as it starts, and again at each restart. */
  readonly connect: (contents: WebContents) => void;
  /** The computer woke up; the engine restarts its silence clocks (contract §4 "Watched time"). */
  readonly resumed: () => void;
  /** Which consoles a site names; undefined while no engine answers. */
  readonly consoles: (site: SiteId) => Promise<SiteConsoles | undefined>;
}

/** An engine that folds a flood answers late; one that restarts does not. */
const ANSWER_WITHIN_MS = 5_000;

/** The engine as a supervised utility process. Its port goes straight to the window: main relays no fleet data. */
export const createEngineProcess = (parts: EngineProcessParts): EngineProcess => {
  let newest: Utility | undefined;
  /** The one that has its configuration: nothing else may come before it. */
  let engine: Utility | undefined;
  const windows = createWindows();
  const control = (message: EngineControl): void => engine?.post(message);
  const questions = createQuestions(control);
  const supervisor = new Supervisor({
    start: (events) => {
      const life = startUtility({
        entry: parts.entry,
        name: 'engine',
        log: parts.log,
        onExit: (text) => {
          if (engine === life) engine = undefined;
          events.onExit(text);
        },
        onMessage: (message) => {
          const notice = message as EngineNotice;
          if (notice.type === 'consoles') questions.answered(notice);
          if (notice.type === 'alive') events.onBeat();
          if (notice.type === 'ready') events.onReady();
        },
      });
      newest = life;
      void parts.config().then((config) => {
        if (newest !== life) return;
        engine = life;
        life.post(config);
        // What windows ask waits in their ports until the engine has read its picture.
        windows.connect(life);
      });
      return {
        end: (graceMs) => {
          life.post({ type: 'stop' } satisfies EngineControl);
          return life.end(graceMs);
        },
      };
    },
    onState: parts.onState,
    beats: ENGINE_BEATS,
    delayMs: parts.delayMs,
    now: Date.now,
    setTimer,
  });

  return {
    state: () => supervisor.state,
    start: () => supervisor.start(),
    restart: () => supervisor.restart(),
    stop: () => supervisor.stop(),
    connect: (contents) => {
      windows.add(contents);
      if (engine !== undefined) handPort(engine, contents);
    },
    resumed: () => control({ type: 'resumed' }),
    consoles: questions.ask,
  };
};

const setTimer = (run: () => void, ms: number): (() => void) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

/** Those that asked for the engine, as long as they are there. */
const createWindows = () => {
  const windows = new Set<WebContents>();
  return {
    add: (contents: WebContents): void => {
      if (windows.has(contents)) return;
      windows.add(contents);
      contents.once('destroyed', () => windows.delete(contents));
    },
    connect: (engine: Utility): void => windows.forEach((contents) => handPort(engine, contents)),
  };
};

/** One end to the engine, the other to the window; main keeps neither. */
const handPort = (engine: Utility, contents: WebContents): void => {
  if (contents.isDestroyed()) return;
  const { port1, port2 } = new MessageChannelMain();
  engine.post({ type: 'port' } satisfies EngineControl, [port1]);
  contents.postMessage('blocao-port', null, [port2]);
};

/** Questions to the engine and their answers; one that dies leaves them unanswered. */
const createQuestions = (control: (message: EngineControl) => void) => {
  const waiting = new Map<number, (answer: SiteConsoles | undefined) => void>();
  let asked = 0;
  return {
    ask: (site: SiteId): Promise<SiteConsoles | undefined> =>
      new Promise((resolve) => {
        const id = (asked += 1);
        const settle = (answer: SiteConsoles | undefined): void => {
          clearTimeout(timer);
          waiting.delete(id);
          resolve(answer);
        };
        const timer = setTimeout(() => settle(undefined), ANSWER_WITHIN_MS);
        waiting.set(id, settle);
        control({ type: 'consoles', id, site });
      }),
    answered: (notice: Extract<EngineNotice, { type: 'consoles' }>): void => waiting.get(notice.id)?.(notice),
  };
};
