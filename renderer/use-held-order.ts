import { useState, type PointerEvent } from 'react';
import { heldOrder } from './selectors/order.ts';

/** Keeps rows where they are while the pointer rests on their list; `held` says that sorting waits. */
export function useHeldOrder<K>(wanted: readonly K[]): {
  readonly order: readonly K[];
  readonly held: boolean;
  readonly handlers: { readonly onPointerEnter: (event: PointerEvent) => void; readonly onPointerLeave: () => void };
} {
  const [inside, setInside] = useState(false);
  const [shown, setShown] = useState(wanted);
  const order = inside ? heldOrder(shown, wanted) : wanted;
  // Settles at once: what is held is its own held order.
  if (order !== shown) setShown(order);
  return {
    order,
    held: inside && !sameOrder(order, wanted),
    handlers: {
      onPointerEnter: (event) => setInside(event.pointerType === 'mouse'),
      onPointerLeave: () => setInside(false),
    },
  };
}

const sameOrder = <K>(a: readonly K[], b: readonly K[]): boolean =>
  a === b || (a.length === b.length && a.every((key, index) => key === b[index]));
