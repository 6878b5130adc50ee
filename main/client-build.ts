import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClientBuild } from './tunnel-runtime.ts';

/**
 * The tunnel's client in `folder` (tunnel/PROTOCOL.md §4). A clone builds it beside the window and says so in
 * `status.json`, which is not there before; a package holds what is ready.
 */
export const readClientBuild = (folder: string, packaged: boolean): ClientBuild => {
  const { state, reason } = packaged ? { state: 'ready' } : readStatus(join(folder, 'status.json'));
  if (state === 'failed') return { state, why: reason ?? 'The tunnel client could not be built.' };
  if (state !== 'ready') return { state: 'building' };
  const file = (name: string): string | undefined => {
    const path = join(folder, name);
    return existsSync(path) ? path : undefined;
  };
  const wasm = file('tunnel.wasm');
  const wasmExec = file('wasm_exec.js');
  const native = file(process.platform === 'win32' ? 'tunnelcore.exe' : 'tunnelcore');
  const hasWasm = wasm !== undefined && wasmExec !== undefined;
  if (!hasWasm && native === undefined) return { state: 'failed', why: 'This package has no tunnel client.' };
  return {
    state: 'built',
    artefacts: { ...(hasWasm ? { wasm, wasmExec } : {}), ...(native === undefined ? {} : { native }) },
  };
};

const LONGEST_REASON = 500;

const readStatus = (file: string): { readonly state?: unknown; readonly reason?: string } => {
  try {
    const body = JSON.parse(readFileSync(file, 'utf8')) as { state?: unknown; reason?: unknown };
    return { state: body.state, ...(typeof body.reason === 'string' ? { reason: body.reason.slice(0, LONGEST_REASON) } : {}) };
  } catch {
    return {};
  }
};
