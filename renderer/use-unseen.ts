import { useState } from 'react';
import { unseenOf } from './selectors/order.ts';

/**
 * Which of `now` came while the operator was `away` from the head of their list. What is asked for anew (`asked`, e.g. the
 * filter) is seen at once.
 */
export function useUnseen<K>(
  now: readonly K[],
  asked: unknown,
  away: boolean,
): { readonly unseen: readonly K[]; readonly see: () => void } {
  const [state, setState] = useState({ seen: now, unseen: [] as readonly K[], asked });
  const next = unseenOf(state, now, away && state.asked === asked);
  // Settles at once: the same question about its own answer changes nothing.
  if (next !== state || asked !== state.asked) setState({ ...next, asked });
  return { unseen: next.unseen, see: () => setState({ seen: now, unseen: [], asked }) };
}
