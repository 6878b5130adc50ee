import { useLayoutEffect, type RefObject } from 'react';
import { stillScroll } from './selectors/still-scroll.ts';
import { watchTop } from './watch-top.ts';

/**
 * Keeps the rows of a scrolled list where they are on the screen while `still`, though what stands above the list comes,
 * goes or grows: a banner, say, that tells of a lost hub. A click would else meet another site's row.
 */
export function useStillRows(scroll: RefObject<HTMLElement | null>, still: boolean): void {
  useLayoutEffect(() => {
    const list = scroll.current;
    if (!still || !list) return undefined;
    // What fills the window changes its size by what it is moved. In a narrow window the list keeps its height and what
    // holds it gives way.
    const sized = list.parentElement ? [list, list.parentElement] : [list];
    const stop = watchTop(list, sized, (movedPx) => keepRows(list, movedPx));
    return () => {
      stop();
      setPads(list, 0, 0);
    };
  }, [scroll, still]);
}

function keepRows(list: HTMLElement, movedPx: number): void {
  const contentPx = [...list.children].reduce((sum, child) => sum + child.getBoundingClientRect().height, 0);
  const offsetPx = list.scrollTop - (Number.parseFloat(list.style.paddingTop) || 0) + movedPx;
  const { scrollTopPx, padTopPx, padBottomPx } = stillScroll(offsetPx, contentPx, list.clientHeight);
  setPads(list, padTopPx, padBottomPx);
  list.scrollTop = scrollTopPx;
}

function setPads(list: HTMLElement, topPx: number, bottomPx: number): void {
  list.style.paddingTop = topPx > 0 ? `${topPx}px` : '';
  list.style.paddingBottom = bottomPx > 0 ? `${bottomPx}px` : '';
}
