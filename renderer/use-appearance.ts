import { useEffect, useLayoutEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useConsole } from './use-fleet.ts';

/** Theme, text size and language as the settings say, for the document as a whole. */
export function useAppearance(): void {
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
