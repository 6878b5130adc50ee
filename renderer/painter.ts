import type { Painter } from './fleet-store.ts';

/**
 * A hidden window paints nothing: it takes the engine's frames at this pace, so that the picture is there when it
 * comes back.
 */
const HIDDEN_PACE_MS = 250;

/**
 * The browser's frames: `beforePaint` runs inside the next animation frame, `afterPaint` in the first task after it,
 * which is after the pixels of that frame were produced.
 */
export function createWindowPainter(): Painter {
  const channel = new MessageChannel();
  let queue: (() => void)[] = [];
  channel.port1.onmessage = () => {
    const tasks = queue;
    queue = [];
    for (const task of tasks) task();
  };
  return {
    beforePaint(task) {
      if (document.hidden) {
        window.setTimeout(task, HIDDEN_PACE_MS);
        return;
      }
      // A window can become hidden between the request and its frame: whichever comes first runs the task, once.
      let done = false;
      const once = (): void => {
        if (done) return;
        done = true;
        window.clearTimeout(timer);
        task();
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
