import { Moon, Search, Server, Sun } from 'lucide-react';
import type { HubRecord } from '../../fleet/model/hub.ts';
import { isLanguage, LANGUAGES } from '../i18n/index.ts';
import { hubSentence } from '../i18n/hub-words.ts';
import { PALETTE_KEY, showOverlay } from '../overlay-store.ts';
import { useConsole, useFleet, useStores, useWords } from '../use-fleet.ts';
import { SoundButton } from './sound-button.tsx';
import { Sparkline } from './sparkline.tsx';
import { TailnetState } from './tailnet-state.tsx';

export function Header() {
  const { t } = useWords();
  const customer = useConsole((state) => state.settings.customer);
  return (
    <header className="head">
      <div className="brand">
        <Mark />
        <b>{t('product')}</b>
        {customer !== '' && <span className="tenant hide-s ell" title={customer}>{customer}</span>}
      </div>
      <PaletteButton />
      <span className="grow" />
      <Hubs />
      <TailnetState />
      <Rate />
      <span className="hsep" />
      <Clock />
      <span className="hsep" />
      <SoundButton />
      <Preferences />
    </header>
  );
}

/** Looks like the box it opens. */
function PaletteButton() {
  const { t } = useWords();
  return (
    <button
      type="button"
      className="pal-open"
      aria-haspopup="dialog"
      aria-label={t('palette.placeholder')}
      title={t('palette.placeholder')}
      aria-keyshortcuts="Control+K Meta+K"
      onClick={() => showOverlay('palette')}
    >
      <Search className="i" aria-hidden="true" />
      <span className="ell grow">{t('palette.placeholder')}</span>
      <span className="kbd hide-m">{PALETTE_KEY}</span>
    </button>
  );
}

function Mark() {
  return (
    <svg viewBox="0 0 26 26" aria-hidden="true">
      <path
        d="M3 7.5 13 2l10 5.5v11L13 24 3 18.5z"
        fill="none"
        stroke="var(--text)"
        strokeWidth="1.8"
        strokeLinejoin="round"
      />
      <path d="M8.2 10.4 13 7.8l4.8 2.6v5.2L13 18.2l-4.8-2.6z" fill="var(--text)" />
    </svg>
  );
}

/** Plain text while all are connected; bold as soon as one is not. */
function Hubs() {
  const words = useWords();
  const { t } = words;
  const hubs = useFleet((picture) => picture.tables.hubs);
  const list: readonly HubRecord[] = Object.values(hubs);
  const connected = list.filter((hub) => hub.state === 'connected').length;
  const value = list.length === 0 ? t('header.noHub') : t('header.hubsOf', { connected, total: list.length });
  return (
    <div
      className={connected === list.length && list.length > 0 ? 'hstat' : 'hstat bad'}
      title={list.map((hub) => hubSentence(words, hub)).join('\n')}
    >
      <Server className="i" aria-hidden="true" />
      <span>
        {list.length > 0 && t('header.hubs')} <b data-testid="hubs">{value}</b>
      </span>
    </div>
  );
}

function Rate() {
  const { t, format } = useWords();
  const rates = useFleet((picture) => picture.rates);
  const meter = useFleet((picture) => picture.meter);
  if (!meter) return null;
  const rate = format.number(Math.round(meter.messagesPerS));
  return (
    <>
      <span className="hsep hide-m" />
      <div className="hstat hide-m" role="img" aria-label={t('header.rateLabel', { n: rate })}>
        <Sparkline values={rates} />
        <span aria-hidden="true">
          <b className="rate">{rate}</b> {t('header.rate')}
        </span>
      </div>
    </>
  );
}

function Clock() {
  const { t, format, now } = useWords();
  return (
    <div className="hstat" role="group" aria-label={t('header.clock')}>
      <span className="hide-m">{format.day(now)}</span>
      <time className="clock" dateTime={new Date(now).toISOString()}>
        {format.seconds(now)}
      </time>
      <span>{format.zone(now)}</span>
    </div>
  );
}

function Preferences() {
  const { t } = useWords();
  const { console } = useStores();
  const { language, theme } = useConsole((state) => state.settings);
  const other = theme === 'dark' ? 'light' : 'dark';
  const label = t(other === 'light' ? 'theme.toLight' : 'theme.toDark');
  return (
    <div className="row">
      <select
        className="lang"
        aria-label={t('language.label')}
        value={language}
        onChange={(event) => isLanguage(event.target.value) && void console.save({ language: event.target.value })}
      >
        {LANGUAGES.map((one) => (
          <option key={one} value={one} aria-label={t(`language.${one}`)}>
            {one.toUpperCase()}
          </option>
        ))}
      </select>
      <button
        type="button"
        className="btn quiet icon"
        aria-label={label}
        title={label}
        onClick={() => void console.save({ theme: other })}
      >
        {other === 'light' ? <Sun className="i" aria-hidden="true" /> : <Moon className="i" aria-hidden="true" />}
      </button>
    </div>
  );
}
