import { useEffect, useLayoutEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banners } from './components/banners.tsx';
import { ConnectDialog } from './components/connect-dialog.tsx';
import { Header } from './components/header.tsx';
import { Rail } from './components/rail.tsx';
import { useConsole } from './use-fleet.ts';
import { Overview } from './views/overview/overview.tsx';

/** The frame around every screen. */
export function App() {
  const [connecting, setConnecting] = useState(false);
  useAppearance();
  return (
    <>
      <div className="app" inert={connecting}>
        <Header />
        <Rail />
        <main className="main">
          <Banners onConnect={() => setConnecting(true)} />
          <Overview />
        </main>
      </div>
      {connecting && <ConnectDialog onClose={() => setConnecting(false)} />}
    </>
  );
}

/** Theme and language as the settings say, for the document as a whole. */
function useAppearance(): void {
  const { theme, language } = useConsole((state) => state.settings);
  const { i18n } = useTranslation();
  // Before any other effect: the map reads its colours from the document.
  useLayoutEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  useEffect(() => {
    document.documentElement.lang = language;
    void i18n.changeLanguage(language);
  }, [language, i18n]);
}
