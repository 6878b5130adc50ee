import { useEffect, useState } from 'react';
import { Banners } from './components/banners.tsx';
import { ConnectDialog } from './components/connect-dialog.tsx';
import { Header } from './components/header.tsx';
import { IgnoredDialog } from './components/ignored-dialog.tsx';
import { KeysDialog } from './components/keys-dialog.tsx';
import { Palette } from './components/palette.tsx';
import { Rail } from './components/rail.tsx';
import { ViewsDialog } from './components/views-dialog.tsx';
import { overlayOfKey, showOverlay, useOverlay } from './overlay-store.ts';
import { screenOfKey, showScreen, useScreen } from './screen-store.ts';
import { useAppearance } from './use-appearance.ts';
import { ConsoleScreen, useConsoleKeys } from './views/console/console-screen.tsx';
import { Overview } from './views/overview/overview.tsx';
import { Settings } from './views/settings/settings.tsx';

/** The frame around every screen. */
export function App() {
  const [connecting, setConnecting] = useState(false);
  const screen = useScreen();
  const overlay = useOverlay();
  useAppearance();
  useGlobalKeys();
  useConsoleKeys();
  return (
    <>
      <div className="app" inert={connecting || overlay !== undefined}>
        <Header />
        <Rail />
        <main className="main">
          <Banners onConnect={() => setConnecting(true)} />
          {screen === 'settings' && <Settings />}
          {screen === 'site' && <ConsoleScreen covered={connecting || overlay !== undefined} />}
          {screen === 'overview' && <Overview />}
        </main>
      </div>
      {connecting && <ConnectDialog onClose={() => setConnecting(false)} />}
      {overlay === 'palette' && <Palette onConnect={() => setConnecting(true)} />}
      {overlay === 'keys' && <KeysDialog />}
      {overlay === 'views' && <ViewsDialog />}
      {overlay === 'ignored' && <IgnoredDialog />}
    </>
  );
}

/** Number keys show screens, Ctrl/⌘ K the palette, `?` the keys. */
function useGlobalKeys(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const screen = screenOfKey(event);
      if (screen !== undefined) showScreen(screen);
      const overlay = overlayOfKey(event);
      if (overlay === undefined) return;
      event.preventDefault();
      showOverlay(overlay);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}
