import i18next, { type i18n } from 'i18next';
import type { Language } from '../../fleet/ipc.ts';
import deAdopt from './adopt.de.json' with { type: 'json' };
import enAdopt from './adopt.en.json' with { type: 'json' };
import esAdopt from './adopt.es.json' with { type: 'json' };
import deBase from './de.json' with { type: 'json' };
import enBase from './en.json' with { type: 'json' };
import esBase from './es.json' with { type: 'json' };
import deOverview from './overview.de.json' with { type: 'json' };
import enOverview from './overview.en.json' with { type: 'json' };
import esOverview from './overview.es.json' with { type: 'json' };
import dePalette from './palette.de.json' with { type: 'json' };
import enPalette from './palette.en.json' with { type: 'json' };
import esPalette from './palette.es.json' with { type: 'json' };
import dePrepare from './prepare.de.json' with { type: 'json' };
import enPrepare from './prepare.en.json' with { type: 'json' };
import esPrepare from './prepare.es.json' with { type: 'json' };
import deReasons from './reasons.de.json' with { type: 'json' };
import enReasons from './reasons.en.json' with { type: 'json' };
import esReasons from './reasons.es.json' with { type: 'json' };
import deRules from './rules.de.json' with { type: 'json' };
import enRules from './rules.en.json' with { type: 'json' };
import esRules from './rules.es.json' with { type: 'json' };
import deSettings from './settings.de.json' with { type: 'json' };
import enSettings from './settings.en.json' with { type: 'json' };
import esSettings from './settings.es.json' with { type: 'json' };
import deTunnel from './tunnel.de.json' with { type: 'json' };
import enTunnel from './tunnel.en.json' with { type: 'json' };
import esTunnel from './tunnel.es.json' with { type: 'json' };
import deSounds from './sounds.de.json' with { type: 'json' };
import enSounds from './sounds.en.json' with { type: 'json' };
import esSounds from './sounds.es.json' with { type: 'json' };

export const LANGUAGES: readonly Language[] = ['en', 'de', 'es'];

export const isLanguage = (text: string): text is Language => (LANGUAGES as readonly string[]).includes(text);

/** A screen brings its own file; only the rail's words stand together. */
const en = { ...enBase, ...enAdopt, ...enOverview, ...enSettings, ...enRules, ...enSounds, ...enPalette, ...enPrepare, ...enTunnel, ...enReasons, rail: { ...enBase.rail, ...enSettings.rail, ...enTunnel.rail } };
const de = { ...deBase, ...deAdopt, ...deOverview, ...deSettings, ...deRules, ...deSounds, ...dePalette, ...dePrepare, ...deTunnel, ...deReasons, rail: { ...deBase.rail, ...deSettings.rail, ...deTunnel.rail } };
const es = { ...esBase, ...esAdopt, ...esOverview, ...esSettings, ...esRules, ...esSounds, ...esPalette, ...esPrepare, ...esTunnel, ...esReasons, rail: { ...esBase.rail, ...esSettings.rail, ...esTunnel.rail } };

/** All words of the console, by language. */
export const WORDS = { en, de, es } as const;

/** A translator of its own (tests use several); React escapes what it shows, so the library must not. */
export function createWords(language: Language): i18n {
  const words = i18next.createInstance();
  void words.init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: en }, de: { translation: de }, es: { translation: es } },
    interpolation: { escapeValue: false },
    initAsync: false,
    returnNull: false,
  });
  return words;
}
