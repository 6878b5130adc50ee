import { useEffect, useRef } from 'react';
import type { ConsoleKey } from '../../../fleet/tunnel/opening.ts';
import { invoke } from '../../bridge.ts';

const place = (key: ConsoleKey, bounds: 'hidden' | { x: number; y: number; width: number; height: number }): void =>
  void invoke('place-console', { key, bounds }).catch(() => undefined);

/**
 * The empty place over which main lays the site's page. A page is above everything of this window, so it goes whenever
 * something of the console's own comes up (`covered`).
 */
export function ConsolePlace({ consoleKey, covered, label }: { readonly consoleKey: ConsoleKey; readonly covered: boolean; readonly label: string }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    if (covered) {
      place(consoleKey, 'hidden');
      return undefined;
    }
    const tell = (): void => {
      const { x, y, width, height } = element.getBoundingClientRect();
      place(consoleKey, { x, y, width, height });
    };
    // Size, position (banners come and go above it) and zoom.
    const observer = new ResizeObserver(tell);
    observer.observe(element);
    observer.observe(document.body);
    window.addEventListener('resize', tell);
    window.addEventListener('scroll', tell, true);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', tell);
      window.removeEventListener('scroll', tell, true);
      place(consoleKey, 'hidden');
    };
  }, [consoleKey, covered]);
  // A stop for the keyboard: from here the focus goes into the page.
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- see above
    <div
      ref={box}
      className="console-place"
      role="group"
      aria-label={label}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- see above
      tabIndex={0}
      onFocus={() => void invoke('console-command', { key: consoleKey, command: 'focus' }).catch(() => undefined)}
    />
  );
}
