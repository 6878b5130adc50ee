import { useAppearance } from '../../use-appearance.ts';
import { useOverlay } from '../../overlay-store.ts';
import { useTunnel } from '../../use-tunnel.ts';
import { ConsolePane } from './console-pane.tsx';

/** A window with one console: the same frame, nothing else. Closing the window closes the console. */
export function OwnWindow({ consoleKey }: { readonly consoleKey: string }) {
  useAppearance();
  const overlay = useOverlay();
  const console = useTunnel((state) => state.consoles.find(({ key }) => key === consoleKey));
  return <main className="own-window">{console && <ConsolePane console={console} covered={overlay !== undefined} own />}</main>;
}
