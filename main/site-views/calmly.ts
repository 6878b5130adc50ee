/** At most this often a window hears of consoles: a page may change its title as often as it likes. */
const TELL_EVERY_MS = 40;

/** Runs at once, then at the end of each interval in which it was asked for again. */
export const calmly = (run: () => void): (() => void) => {
  let timer: NodeJS.Timeout | undefined;
  let again = false;
  return () => {
    again = timer !== undefined;
    if (again) return;
    run();
    const next = (): void => {
      timer = again ? setTimeout(next, TELL_EVERY_MS) : undefined;
      if (again) run();
      again = false;
    };
    timer = setTimeout(next, TELL_EVERY_MS);
  };
};
