import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClientBuild } from './tunnel-runtime.ts';

/**
 * The tunnel's client as the build or the package left it in `folder`. It is built beside the window; until then
 * `build.json` says that it is under way, or why it failed. Without any of that there is no client on this computer.
 */
export const readClientBuild = (folder: string): ClientBuild => {
  const file = (name: string): string | undefined => {
    const path = join(folder, name);
    return existsSync(path) ? path : undefined;
  };
  const wasm = file('tunnel.wasm');
  const wasmExec = file('wasm_exec.js');
  const native = file(process.platform === 'win32' ? 'tunnelcore.exe' : 'tunnelcore');
  const hasWasm = wasm !== undefined && wasmExec !== undefined;
  if (hasWasm || native !== undefined) {
    return {
      state: 'built',
      artefacts: { ...(hasWasm ? { wasm, wasmExec } : {}), ...(native === undefined ? {} : { native }) },
    };
  }
  const { state, why } = readState(join(folder, 'build.json'));
  return state === 'building' ? { state } : { state: 'failed', why: why ?? 'This build has no tunnel client.' };
};

const readState = (file: string): { readonly state?: unknown; readonly why?: string } => {
  try {
    const body = JSON.parse(readFileSync(file, 'utf8')) as { state?: unknown; why?: unknown };
    return { state: body.state, ...(typeof body.why === 'string' ? { why: body.why.slice(0, 500) } : {}) };
  } catch {
    return {};
  }
};
