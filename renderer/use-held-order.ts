import { useState, type PointerEvent } from 'react';
import { heldOrder } from './selectors/order.ts';

/**
 * Keeps rows where they are while the pointer rests on their list; `held` says that sorting waits. What the operator asks
 * for anew (`asked`, e.g. the filter) is shown at once.
 */
export function useHeldOrder<K>(
  wanted: readonly K[],
  asked: unknown,
): {
  readonly order: readonly K[];
  readonly held: boolean;
  /** The pointer rests on the list. */
  readonly inside: boolean;
  /** Sorts once, whatever the pointer does. */
  readonly release: () => void;
  readonly handlers: { readonly onPointerEnter: (event: PointerEvent) => void; readonly onPointerLeave: () => void };
} {
  const [inside, setInside] = useState(false);
  const [shown, setShown] = useState({ order: wanted, asked });
  const order = inside && shown.asked === asked ? heldOrder(shown.order, wanted) : wanted;
  // Settles at once: what is held is its own held order.
  if (order !== shown.order || asked !== shown.asked) setShown({ order, asked });
  return {
    order,
    inside,
    release: () => setShown({ order: wanted, asked }),
    held: inside && !sameOrder(order, wanted),
    handlers: {
      onPointerEnter: (event) => setInside(event.pointerType === 'mouse'),
      onPointerLeave: () => setInside(false),
    },
  };
}

const sameOrder = <K>(a: readonly K[], b: readonly K[]): boolean =>
  a === b || (a.length === b.length && a.every((key, index) => key === b[index]));
