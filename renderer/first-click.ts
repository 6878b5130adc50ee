import type { MouseEvent } from 'react';

/**
 * A click's work, but for the second click of a double one: where something goes and the next comes to the same place, that
 * one is not what was meant. By keyboard each press counts.
 */
export const firstClick =
  (act: () => void) =>
  ({ detail }: MouseEvent): void => {
    if (detail < 2) act();
  };
