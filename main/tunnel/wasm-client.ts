/* The JavaScript side of `connectwasm`, as tunnel/PROTOCOL.md §1 has it. */

export interface WasmConn {
  readonly remote: string;
  readonly readInto: (target: Uint8Array) => Promise<number>;
  readonly write: (bytes: Uint8Array) => Promise<number>;
  readonly closeWrite: () => Promise<void>;
  readonly close: () => void;
}

export interface WasmIpnConfig {
  readonly controlURL: string;
  readonly authKey?: string;
  readonly hostname: string;
  readonly ephemeral: boolean;
  readonly acceptRoutes: boolean;
  readonly stateStorage: { readonly getState: (id: string) => string; readonly setState: (id: string, hex: string) => void };
  readonly log?: (line: string) => void;
}

export interface WasmCallbacks {
  readonly notifyState: (state: string) => void;
  readonly notifyNetMap: (json: string) => void;
  readonly notifyBrowseToURL: (url: string) => void;
  readonly notifyPanicRecover: (text: string) => void;
  readonly notifyError: (message: string, code: string) => void;
  readonly notifyHealth: (json: string) => void;
}

export interface WasmIpn {
  readonly run: (callbacks: WasmCallbacks) => Promise<void>;
  readonly login: () => Promise<void>;
  readonly logout: () => Promise<void>;
  readonly shutdown: () => Promise<void>;
  readonly dialTCP: (host: string, port: number, options: { readonly timeoutMs: number }) => Promise<WasmConn>;
  readonly path: (host: string) => Promise<string>;
}

export type CreateIpn = (config: WasmIpnConfig) => Promise<WasmIpn>;

/** As much of WebAssembly as is used here; Node's types leave it to those of browsers. */
export interface WasmModule {
  readonly wasmModule: never;
}
export interface WasmInstance {
  readonly wasmInstance: never;
}
export const webAssembly = (
  globalThis as unknown as {
    readonly WebAssembly: {
      readonly compile: (bytes: Uint8Array) => Promise<WasmModule>;
      readonly instantiate: (module: WasmModule, imports: object) => Promise<WasmInstance>;
    };
  }
).WebAssembly;

/** What `wasm_exec.js` puts into the global scope. */
export interface GoProgram {
  env: Record<string, string>;
  exit: (code: number) => void;
  exited: boolean;
  readonly importObject: object;
  readonly run: (instance: WasmInstance) => Promise<void>;
  _resume: () => void;
  readonly _scheduledTimeouts: Map<number, NodeJS.Timeout>;
}
