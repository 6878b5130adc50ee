import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** Findings of axe that keep somebody from using the screen, one line each. */
export const seriousFindings = async (page: Page): Promise<readonly string[]> => {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
};

/**
 * Text that a reader cannot have: wider than its element without a way to the rest, out of its bar, or beyond the window.
 * A name that ends in an ellipsis must have all of it in a title; what scrolls is reached by scrolling.
 */
export const clippedTexts = (page: Page): Promise<readonly string[]> => page.evaluate(findClipped);

/** What is pressed but smaller than 24 × 24 px (WCAG 2.2, 2.5.8); a box is as large as its label. One line each kind. */
export const smallTargets = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const found = new Map<string, string>();
    for (const element of document.querySelectorAll<HTMLElement>('button, select, input, a[href], [role="button"], [role="tab"]')) {
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || element.closest('.vh, [inert]') !== null) continue;
      const target = element.closest('label') ?? element;
      const { width, height } = target.getBoundingClientRect();
      if (width > 0 && (width < 23.5 || height < 23.5))
        found.set(`<${element.tagName.toLowerCase()} class="${element.className}">`, `${Math.round(width)}×${Math.round(height)}`);
    }
    return [...found].map(([kind, size]) => `small: ${kind} ${size}`);
  });

/* Runs in the page: no names from outside. */
const findClipped = (): readonly string[] => {
  /** One finding for each kind of element. */
  const found = new Map<string, string>();
  const isShown = (element: Element): boolean =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    element.closest('.vh, .leaflet-container, [inert]') === null;
  const hasOwnText = (element: Element): boolean =>
    [...element.childNodes].some((node) => node.nodeType === 3 && (node.textContent ?? '').trim() !== '');
  const scrolls = (element: Element | null): boolean => {
    for (let one = element; one; one = one.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(one).overflowX) && one.scrollWidth > one.clientWidth) return true;
    }
    return false;
  };
  const note = (why: string, element: Element): void => {
    const kind = `${why}: <${element.tagName.toLowerCase()} class="${element.className}">`;
    found.set(kind, `${kind} ${element.textContent?.slice(0, 80)}`);
  };
  for (const element of document.querySelectorAll<HTMLElement>('body *')) {
    if (!isShown(element) || !hasOwnText(element)) continue;
    const style = getComputedStyle(element);
    const inline = style.display === 'inline';
    if (!inline && element.scrollWidth > element.clientWidth + 1 && style.overflowX !== 'visible') {
      const ellipsis = style.textOverflow === 'ellipsis';
      if (!(ellipsis && element.closest('[title], option, select') !== null) && !scrolls(element)) note('cut', element);
    }
    const box = element.getBoundingClientRect();
    if (box.width > 0 && (box.right > innerWidth + 1 || box.left < -1) && !scrolls(element)) note('outside', element);
  }
  for (const bar of document.querySelectorAll('.head, .fbar, .banner, .tfoot, .ph, .adopt-line, .rail, .facts')) {
    if (!isShown(bar)) continue;
    const { right, bottom } = bar.getBoundingClientRect();
    for (const child of bar.children) {
      const box = child.getBoundingClientRect();
      if (box.width > 0 && (box.right > right + 1 || box.bottom > bottom + 1) && !child.classList.contains('vh')) note('out of its bar', child);
    }
  }
  const pageScrolls = getComputedStyle(document.body).overflowX !== 'hidden';
  if (pageScrolls && document.documentElement.scrollWidth > innerWidth + 1) found.set('page', `the page scrolls sideways: ${document.documentElement.scrollWidth}`);
  return [...found.values()];
};
