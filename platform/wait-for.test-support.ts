import { evidence } from './evidence.test-support.ts';

/** A guard against hanging, not a measure: what takes a second on a quiet machine may take twenty on a busy one. */
const LIMIT_MS = Number(process.env['BLOCAO_TEST_WAIT_MS'] ?? 60_000);

/**
 * Waits until `check` answers something other than undefined or false; throws with `what` after `timeoutMs`. A function
 * is asked at the end, so that it can tell what was there instead.
 */
export const waitFor = async <T>(
  what: string | (() => string),
  check: () => T | undefined | false | Promise<T | undefined | false>,
  timeoutMs = LIMIT_MS,
): Promise<T> => {
  const wait = { what, sinceMs: performance.now() };
  evidence.waits.add(wait);
  try {
    for (;;) {
      const found = await check();
      if (found !== undefined && found !== false) return found;
      if (performance.now() > wait.sinceMs + timeoutMs) throw new Error(`waited ${timeoutMs} ms in vain: ${typeof what === 'string' ? what : what()}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  } finally {
    evidence.waits.delete(wait);
  }
};
