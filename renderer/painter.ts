import type { Painter } from './fleet-store.ts';

/**
 * A hidden window paints nothing: it takes the engine's frames at this pace, so that the picture is there when it
 * comes back.
 */
const HIDDEN_PACE_MS = 250;

/**
 * A frame that cost this much is followed by a rest before the next one is asked for: however many records change, the
 * window's thread has half of its time for the operator. Cheap frames follow each other at once.
 */
const RESTLESS_MS = 8;
/** Rest by cost: what a frame brings besides (its message, garbage, words) takes about half as much again. */
const REST_SHARE = 1.5;
/** A slow computer still shows a change within a tenth of a second. */
const LONGEST_REST_MS = 24;

/**
 * The browser's frames: `beforePaint` runs inside the next animation frame, `afterPaint` in the first task after it,
 * which is after the pixels of that frame were produced.
 */
export function createWindowPainter(): Painter {
  const channel = new MessageChannel();
  let queue: (() => void)[] = [];
  let beganMs = 0;
  const runQueue = (): void => {
    const tasks = queue;
    queue = [];
    for (const task of tasks) task();
  };
  channel.port1.onmessage = () => {
    const costMs = performance.now() - beganMs;
    if (costMs < RESTLESS_MS) runQueue();
    else window.setTimeout(runQueue, Math.min(costMs * REST_SHARE, LONGEST_REST_MS));
  };
  const begin = (task: () => void): void => {
    beganMs = performance.now();
    task();
  };
  return {
    beforePaint(task) {
      if (document.hidden) {
        window.setTimeout(() => begin(task), HIDDEN_PACE_MS);
        return;
      }
      // A window can become hidden between the request and its frame: whichever comes first runs the task, once.
      let done = false;
      const once = (): void => {
        if (done) return;
        done = true;
        window.clearTimeout(timer);
        begin(task);
      };
      const timer = window.setTimeout(once, 1_000);
      window.requestAnimationFrame(once);
    },
    afterPaint(task) {
      queue.push(task);
      channel.port2.postMessage(null);
    },
  };
}
