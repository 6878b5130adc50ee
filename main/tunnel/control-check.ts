import { controlFetch } from './control-fetch.ts';

const CHECK_EVERY_MS = 5_000;
const TIMEOUT_MS = 5_000;
/** A join usually takes less; a check in it would say nothing new. */
const FIRST_AFTER_MS = 1_000;

export interface ControlCheck {
  /** Whether it is to be checked: only while the client is not in the tailnet. */
  readonly want: (wanted: boolean) => void;
  readonly stop: () => void;
}

/** Our own look at the control server: any HTTP answer shows that it is there. The client says of a lost one `NeedsLogin`. */
export const createControlCheck = (
  { controlUrl, ca }: { readonly controlUrl: string; readonly ca?: string },
  tell: (found: 'unknown' | 'reachable' | 'unreachable') => void,
): ControlCheck => {
  const ask = controlFetch(ca);
  let timer: NodeJS.Timeout | undefined;
  let wanted = false;
  let turn = 0;
  const check = async (mine: number): Promise<void> => {
    const found = await ask(`${controlUrl}/key?v=1`, { signal: AbortSignal.timeout(TIMEOUT_MS) }).then(
      () => 'reachable' as const,
      () => 'unreachable' as const,
    );
    if (mine !== turn) return;
    tell(found);
    timer = setTimeout(() => void check(mine), CHECK_EVERY_MS);
  };
  const end = (): void => {
    turn += 1;
    clearTimeout(timer);
  };
  return {
    want: (now) => {
      if (now === wanted) return;
      wanted = now;
      end();
      tell('unknown');
      const mine = turn;
      if (now) timer = setTimeout(() => void check(mine), FIRST_AFTER_MS);
    },
    stop: end,
  };
};
