/** One interval for every age on screen: they change together, once in a second of real time. */
const TICK_MS = 1_000;

const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

export function onTick(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const one of listeners) one();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Real epoch ms of the last tick; refreshed at once where nobody listened for a while. */
export function tickMs(): number {
  if (!timer) now = Date.now();
  return now;
}
