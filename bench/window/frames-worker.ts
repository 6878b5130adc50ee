import type { EngineFrame, WindowFrame } from '../../fleet/ipc.ts';
import type { SiteRecord } from '../../fleet/model/site.ts';

/*
 * Stands at the engine's end of a window's port, in a worker of the page, so that its work is not the window's: it tells a
 * fleet and then changes of status at a steady rate, each frame when the one before was drawn.
 */

export type WorkerOrder =
  | { readonly type: 'fleet'; readonly sites: readonly SiteRecord[] }
  /** `perS` changes a second, of one site after the other. */
  | { readonly type: 'rate'; readonly perS: number; readonly keys: readonly string[] }
  /** These sites get this status, once. */
  | { readonly type: 'status'; readonly keys: readonly string[]; readonly status: SiteRecord['status'] };

/** How many changes were sent since the last 'rate', and for how long, ms. */
export interface WorkerReport {
  readonly changes: number;
  readonly ms: number;
}

/** Its text becomes the worker; nothing outside it exists there. */
export const framesWorker = (): void => {
  const RECORDS_PER_FRAME = 1_200;
  const STATUSES = ['err', 'ok', 'warn', 'ok', 'offline', 'maintenance'] as const;
  const scope = globalThis as unknown as Worker & { onmessage: (event: MessageEvent<WorkerOrder>) => void };
  let port: MessagePort | undefined;
  let sites: Record<string, SiteRecord> = {};
  let untold: string[] = [];
  let seq = 0;
  let rate = { perS: 0, keys: [] as readonly string[], beginMs: 0, done: 0 };
  let once: Record<string, SiteRecord> = {};
  let idle: ReturnType<typeof setTimeout> | undefined;

  const post = (updated: Record<string, SiteRecord>, added: Record<string, SiteRecord>): void => {
    clearTimeout(idle);
    const meter = { messagesPerS: rate.perS, inboxDepth: 0, clockTs: Date.now() };
    seq += 1;
    const delta = { sites: { added, updated, removed: [] } };
    port?.postMessage({ type: 'frame', epoch: 1, seq, delta, live: true, meter } satisfies EngineFrame);
  };
  const pick = (keys: readonly string[]): Record<string, SiteRecord> => Object.fromEntries(keys.map((key) => [key, sites[key] as SiteRecord]));
  const withStatus = (key: string, status: SiteRecord['status']): SiteRecord =>
    (sites[key] = { ...(sites[key] as SiteRecord), status, statusSinceTs: Date.now(), lastLifeTs: Date.now() });
  const changed = (): Record<string, SiteRecord> => {
    const due = Math.floor(((performance.now() - rate.beginMs) * rate.perS) / 1_000) - rate.done;
    const updated: Record<string, SiteRecord> = {};
    for (let n = 0; n < Math.min(due, RECORDS_PER_FRAME); n += 1) {
      const key = rate.keys[rate.done % rate.keys.length] as string;
      const round = Math.floor(rate.done / rate.keys.length);
      updated[key] = withStatus(key, STATUSES[(round + rate.done) % STATUSES.length] ?? 'ok');
      rate.done += 1;
    }
    return updated;
  };
  const next = (): void => {
    const told = untold.splice(0, RECORDS_PER_FRAME);
    const updated = { ...(rate.perS > 0 ? changed() : {}), ...once };
    once = {};
    if (told.length > 0 || Object.keys(updated).length > 0) post(updated, pick(told));
    else idle = setTimeout(next, 4);
  };
  const subscribed = (): void => {
    untold = Object.keys(sites);
    seq += 1;
    const tables = { sites: pick(untold.splice(0, RECORDS_PER_FRAME)), alerts: {}, hubs: {}, notices: {}, counters: {} };
    port?.postMessage({ type: 'snapshot', epoch: 1, seq, tables, live: true, clock: { speed: 1, baseMs: Date.now() } } satisfies EngineFrame);
  };
  scope.onmessage = ({ data, ports }) => {
    if (data.type === 'fleet') {
      sites = Object.fromEntries(data.sites.map((site: SiteRecord) => [site.id, site]));
      port = ports[0] as MessagePort;
      port.onmessage = ({ data: frame }: MessageEvent<WindowFrame>) => {
        if (frame.type === 'subscribe') subscribed();
        else if (frame.type === 'drawn') next();
      };
    } else if (data.type === 'rate') {
      scope.postMessage({ changes: rate.done, ms: performance.now() - rate.beginMs });
      rate = { perS: data.perS, keys: data.keys, beginMs: performance.now(), done: 0 };
    } else once = Object.fromEntries(data.keys.map((key: string) => [key, withStatus(key, data.status)]));
  };
};
