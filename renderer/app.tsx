import { useEffect, useLayoutEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
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
import { useConsole } from './use-fleet.ts';
import { Overview } from './views/overview/overview.tsx';
import { Settings } from './views/settings/settings.tsx';

/** The frame around every screen. */
export function App() {
  const [connecting, setConnecting] = useState(false);
  const screen = useScreen();
  const overlay = useOverlay();
  useAppearance();
  useGlobalKeys();
  return (
    <>
      <div className="app" inert={connecting || overlay !== undefined}>
        <Header />
        <Rail />
        <main className="main">
          <Banners onConnect={() => setConnecting(true)} />
          {screen === 'settings' ? <Settings /> : <Overview />}
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

/** Theme, text size and language as the settings say, for the document as a whole. */
function useAppearance(): void {
  const { theme, language, textSizePercent } = useConsole((state) => state.settings);
  const { i18n } = useTranslation();
  // Before any other effect: the map reads its colours from the document.
  useLayoutEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  useLayoutEffect(() => {
    document.documentElement.style.fontSize = textSizePercent === 100 ? '' : `${textSizePercent}%`;
  }, [textSizePercent]);
  useEffect(() => {
    document.documentElement.lang = language;
    void i18n.changeLanguage(language);
  }, [language, i18n]);
}
