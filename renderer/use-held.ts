import { useState, type PointerEvent } from 'react';

/**
 * What stood there when the pointer came, for as long as it rests there: where a click decides, nothing may come or go
 * beneath it. What is `over` meanwhile is for the caller to say, in its place.
 */
export function useHeld<T>(now: T): {
  readonly shown: T;
  readonly held: boolean;
  readonly handlers: { readonly onPointerEnter: (event: PointerEvent) => void; readonly onPointerLeave: () => void };
} {
  const [before, setBefore] = useState<{ readonly value: T }>();
  return {
    shown: before ? before.value : now,
    held: before !== undefined,
    handlers: {
      // Told again where what was under the pointer gave way to something else.
      onPointerEnter: ({ pointerType }) => pointerType === 'mouse' && setBefore((one) => one ?? { value: now }),
      onPointerLeave: () => setBefore(undefined),
    },
  };
}
