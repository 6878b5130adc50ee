/**
 * Tells by how far something moved up or down on the screen without anybody scrolling, between layout and paint. That is
 * when watchers of sizes are called: what makes it move comes, goes or grows, so `sized` are things of which one does.
 * Answers how to stop.
 */
export function watchTop(element: HTMLElement, sized: Iterable<Element>, onMoved: (movedPx: number) => void): () => void {
  const top = (): number => element.getBoundingClientRect().top;
  let topPx = top();
  const resized = new ResizeObserver(() => {
    const movedPx = top() - topPx;
    if (movedPx !== 0) onMoved(movedPx);
    topPx = top();
  });
  // Where a whole column scrolls, the operator moves what stands in it.
  const scrolled = (): void => void (topPx = top());
  document.addEventListener('scroll', scrolled, true);
  for (const one of sized) resized.observe(one);
  return () => {
    resized.disconnect();
    document.removeEventListener('scroll', scrolled, true);
  };
}
