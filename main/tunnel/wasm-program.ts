import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { runInThisContext } from 'node:vm';
import { webAssembly, type CreateIpn, type GoProgram, type WasmModule } from './wasm-client.ts';
import { controlFetch } from './control-fetch.ts';
import { wasmWebSocket, type WasmWebSocketParts } from './wasm-websocket.ts';

export interface WasmFiles {
  readonly wasm: string;
  readonly wasmExec: string;
}

interface HostGlobals {
  WebSocket?: unknown;
  Go?: new () => GoProgram;
  __tunnelHost?: unknown;
}

const scope = globalThis as unknown as HostGlobals;
const compiled = new Map<string, Promise<WasmModule>>();
const START_TIMEOUT_MS = 20_000;

/** Compiled once per process: a restart of the client costs no second compilation. */
const moduleOf = (file: string): Promise<WasmModule> => {
  let module = compiled.get(file);
  if (module === undefined) {
    module = readFile(file).then((bytes) => webAssembly.compile(bytes));
    compiled.set(file, module);
    module.catch(() => compiled.delete(file));
  }
  return module;
};

export interface WasmProgram {
  readonly createIpn: CreateIpn;
  /** Nothing of it runs after this: it has no end of its own. */
  readonly halt: () => void;
}

/**
 * Runs the client's program in this process. `onExit`: once, when it ended or trapped by itself; nothing of it runs after
 * that. Rejects where it does not come up.
 */
export const runWasmProgram = async (
  files: WasmFiles,
  parts: WasmWebSocketParts,
  onExit: (text: string) => void,
): Promise<WasmProgram> => {
  const module = await moduleOf(files.wasm);
  scope.WebSocket = wasmWebSocket(parts);
  if (scope.Go === undefined) runInThisContext(readFileSync(files.wasmExec, 'utf8'), { filename: 'wasm_exec.js' });
  if (scope.Go === undefined) throw new Error('wasm_exec.js defines no Go');
  const go = new scope.Go();
  go.env = { TS_NO_LOGS_NO_SUPPORT: 'true' };
  const instance = await webAssembly.instantiate(module, go.importObject);
  return new Promise<WasmProgram>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the client did not come up')), START_TIMEOUT_MS);
    const ended = (text: string): void => {
      clearTimeout(timer);
      reject(new Error(text));
      onExit(text);
    };
    const halt = guard(go, ended);
    scope.__tunnelHost = {
      fetch: controlFetch(parts.ca),
      ready: (createIpn: CreateIpn) => {
        clearTimeout(timer);
        resolve({ createIpn, halt });
      },
    };
    go.run(instance).catch((error: unknown) => ended(`the client stopped: ${String(error)}`));
  });
};

/**
 * An ended program throws at whoever calls into it: late timers, sockets and promises. And a trap inside such a call would be
 * an uncaught exception of this process. Both end the program for good, and its timers with it.
 */
const guard = (go: GoProgram, ended: (text: string) => void): (() => void) => {
  let over = false;
  const halt = (): void => {
    over = true;
    for (const timer of go._scheduledTimeouts.values()) clearTimeout(timer);
    go._scheduledTimeouts.clear();
  };
  const end = (text: string): void => {
    if (over) return;
    halt();
    ended(text);
  };
  go.exit = (code) => end(`the client ended with code ${code}`);
  const resume = go._resume.bind(go);
  go._resume = () => {
    if (over || go.exited) return;
    try {
      resume();
    } catch (error) {
      end(`the client trapped: ${String(error)}`);
    }
  };
  return halt;
};
