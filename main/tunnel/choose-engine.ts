import type { TunnelConfig } from '../../fleet/tunnel/process.ts';
import type { TunnelClient } from '../../fleet/tunnel/tailnet.ts';
import type { EngineConfig, EngineEvents, TunnelEngine } from './engine.ts';
import { startNativeEngine } from './native-engine.ts';
import { startWasmEngine } from './wasm-engine.ts';

export type EngineChoice =
  | { readonly ok: true; readonly engine: TunnelEngine; /** Why it is not the one that was wanted first. */ readonly why?: string }
  | { readonly ok: false; /** There is nothing to start, now or later. */ readonly missing: boolean; readonly why: string };

/** A client that ends this often within this time is not taken again while there is another. */
const CRASHES = 3;
const CRASH_WINDOW_MS = 300_000;

export interface EngineChooser {
  readonly start: (config: EngineConfig, events: EngineEvents) => Promise<EngineChoice>;
  /** It ended by itself; `atMs` monotonic. */
  readonly crashed: (client: TunnelClient, atMs: number, text: string) => void;
}

/** `auto` takes native when its program is there, starts and stays, else wasm; a choice by hand takes nothing else. */
export const createChooser = ({ client, artefacts }: Pick<TunnelConfig, 'client' | 'artefacts'>): EngineChooser => {
  const wanted: readonly TunnelClient[] = client === 'auto' ? ['native', 'wasm'] : [client];
  const crashes: { readonly client: TunnelClient; readonly atMs: number }[] = [];
  let unsteady: { readonly client: TunnelClient; readonly text: string } | undefined;
  const { native, wasm, wasmExec } = artefacts;

  const startOne = (one: TunnelClient, config: EngineConfig, events: EngineEvents): Promise<TunnelEngine> | undefined => {
    if (one === 'native') return native === undefined ? undefined : startNativeEngine(native, config, events);
    return wasm === undefined || wasmExec === undefined ? undefined : startWasmEngine({ wasm, wasmExec }, config, events);
  };
  return {
    start: async (config, events) => {
      const reasons: string[] = [];
      let tried = 0;
      for (const one of wanted) {
        if (unsteady?.client === one && wanted.length > 1) {
          reasons.push(`${one}: ${unsteady.text}`);
          continue;
        }
        try {
          const engine = await startOne(one, config, events);
          if (engine !== undefined) return { ok: true, engine, ...(reasons.length === 0 ? {} : { why: reasons.join('; ') }) };
          reasons.push(`${one}: not built for this computer`);
        } catch (error) {
          tried += 1;
          reasons.push(`${one}: ${(error as Error).message}`);
        }
      }
      return { ok: false, missing: tried === 0, why: reasons.join('; ') };
    },
    crashed: (one, atMs, text) => {
      crashes.push({ client: one, atMs });
      const recent = crashes.filter((crash) => crash.client === one && crash.atMs > atMs - CRASH_WINDOW_MS);
      crashes.splice(0, crashes.length, ...recent);
      if (recent.length >= CRASHES) unsteady = { client: one, text };
    },
  };
};
