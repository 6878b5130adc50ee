const LOOK_EVERY_MS = 5_000;
const JUMP_MS = 3_000;

/**
 * Calls `onJump` when the wall clock moved against the monotonic one, or the process slept: what was known of sites may be
 * old then. Nothing in the tunnel's process reckons with wall time; only a key's end is one.
 */
export const watchClock = (onJump: () => void): { readonly stop: () => void } => {
  let [wallMs, monoMs] = [Date.now(), performance.now()];
  const timer = setInterval(() => {
    const [wall, mono] = [Date.now(), performance.now()];
    const passedMs = mono - monoMs;
    if (Math.abs(wall - wallMs - passedMs) > JUMP_MS || passedMs > LOOK_EVERY_MS + JUMP_MS) onJump();
    [wallMs, monoMs] = [wall, mono];
  }, LOOK_EVERY_MS);
  return { stop: () => clearInterval(timer) };
};
