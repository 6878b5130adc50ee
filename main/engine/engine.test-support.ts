import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { applyDelta } from '../../fleet/apply.ts';
import type { FleetTables } from '../../fleet/delta.ts';
import type { EngineConfig, EngineFrame, EngineRequest, HubConfig } from '../../fleet/ipc.ts';
import { silentLog } from '../../platform/log.ts';
import { waitFor } from '../../platform/wait-for.test-support.ts';
import { startEngine, type Engine, type EngineDeps } from './engine.ts';
import { nodeWindowPort } from './ports.ts';

/** A temporary profile directory. */
export const temporaryDir = (): { readonly path: string; remove(): void } => {
  const path = mkdtempSync(join(tmpdir(), 'fleet-engine-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};

export const testConfig = (dataDir: string, hubs: readonly HubConfig[], more: Partial<EngineConfig> = {}): EngineConfig => ({
  dataDir,
  consoleId: '0011aabb',
  hubs,
  clock: { speed: 1, baseMs: Date.now() },
  showAllAsAdopted: true,
  ...more,
});

export const testHub = (url: string, id = 'hub-1', more: Partial<HubConfig> = {}): HubConfig => ({ id, name: id, url, ...more });

const EMPTY: FleetTables = { sites: {}, alerts: {}, hubs: {}, notices: {}, counters: {} };

/** What a window does: subscribes, applies frames, says that they are drawn. */
export class TestWindow {
  tables: FleetTables = EMPTY;
  readonly frames: EngineFrame[] = [];
  live = false;
  pictureTs: number | undefined;
  /** While set, frames are received but not drawn, as by a window that hangs. */
  hangs = false;
  readonly #port: MessagePort;
  readonly #answers = new Map<number, (frame: EngineFrame) => void>();
  #asked = 0;

  constructor(port: MessagePort) {
    this.#port = port;
    port.on('message', (frame: EngineFrame) => this.#receive(frame));
    this.subscribe();
  }

  subscribe(): void {
    this.#port.postMessage({ type: 'subscribe' });
  }

  #receive(frame: EngineFrame): void {
    this.frames.push(frame);
    if (frame.type === 'reply' || frame.type === 'failure') return void this.#answers.get(frame.id)?.(frame);
    if (frame.type === 'snapshot') {
      this.tables = frame.tables;
      this.pictureTs = frame.pictureTs;
    } else this.tables = applyDelta(this.tables, frame.delta);
    this.live = frame.live;
    if (!this.hangs) this.#port.postMessage({ type: 'drawn', epoch: frame.epoch, seq: frame.seq });
  }

  ask(request: EngineRequest): Promise<EngineFrame> {
    const id = (this.#asked += 1);
    return new Promise((resolve) => {
      this.#answers.set(id, resolve);
      this.#port.postMessage({ type: 'request', id, ...request });
    });
  }

  until<T>(what: string, look: (tables: FleetTables) => T | undefined | false, timeoutMs?: number): Promise<T> {
    return waitFor(what, () => look(this.tables), timeoutMs);
  }

  close(): void {
    this.#port.close();
  }
}

export interface TestEngine {
  readonly engine: Engine;
  readonly window: TestWindow;
  readonly fatal: string[];
  openWindow(): TestWindow;
  stop(): Promise<void>;
}

/** An engine in this process with one window. */
export const runEngine = (config: EngineConfig, deps: Partial<EngineDeps> = {}): TestEngine => {
  const fatal: string[] = [];
  const engine = startEngine(config, { log: silentLog(), onFatal: (reason) => fatal.push(reason), backoff: { baseMs: 50, maxMs: 200 }, ...deps });
  const windows: TestWindow[] = [];
  let stopped: Promise<void> | undefined;
  const openWindow = (): TestWindow => {
    const { port1, port2 } = new MessageChannel();
    engine.connect(nodeWindowPort(port1));
    const window = new TestWindow(port2);
    windows.push(window);
    return window;
  };
  return {
    engine,
    window: openWindow(),
    fatal,
    openWindow,
    stop: () => {
      stopped ??= engine.stop().finally(() => windows.forEach((window) => window.close()));
      return stopped;
    },
  };
};
