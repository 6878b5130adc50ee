import { useLayoutEffect, type RefObject } from 'react';
import { watchTop } from './watch-top.ts';

/**
 * Keeps something where it is on the screen while `still`, over what stands above it, though that comes, goes or grows: a
 * click would else meet another button. Only for what a few buttons fill; `useStillRows` is for lists.
 */
export function useStillPlace(box: RefObject<HTMLElement | null>, still: boolean): void {
  useLayoutEffect(() => {
    const element = box.current;
    if (!still || !element) return undefined;
    let shiftPx = 0;
    const stop = watchTop(element, element.parentElement?.children ?? [], (movedPx) => {
      shiftPx -= movedPx;
      element.style.transform = shiftPx === 0 ? '' : `translateY(${shiftPx}px)`;
    });
    return () => {
      stop();
      element.style.transform = '';
    };
  }, [box, still]);
}
