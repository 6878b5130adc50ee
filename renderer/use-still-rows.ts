import { useLayoutEffect, type RefObject } from 'react';
import { stillScroll } from './selectors/still-scroll.ts';

/**
 * Keeps the rows of a scrolled list where they are on the screen while `still`, though what stands above the list comes,
 * goes or grows: a banner, say, that tells of a lost hub. A click would else meet another site's row.
 *
 * What fills the window shrinks or grows by what it is moved: its size is watched, because a watcher of sizes is called
 * between layout and paint.
 */
export function useStillRows(scroll: RefObject<HTMLElement | null>, still: boolean): void {
  useLayoutEffect(() => {
    const list = scroll.current;
    if (!still || !list) return undefined;
    let topPx = list.getBoundingClientRect().top;
    const resized = new ResizeObserver(() => {
      const nowPx = list.getBoundingClientRect().top;
      if (nowPx !== topPx) keepRows(list, nowPx - topPx);
      topPx = nowPx;
    });
    // Where a whole column scrolls, the operator moves the list.
    const scrolled = (): void => void (topPx = list.getBoundingClientRect().top);
    document.addEventListener('scroll', scrolled, true);
    resized.observe(list);
    // In a narrow window the list keeps its height and what holds it gives way.
    if (list.parentElement) resized.observe(list.parentElement);
    return () => {
      resized.disconnect();
      document.removeEventListener('scroll', scrolled, true);
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
