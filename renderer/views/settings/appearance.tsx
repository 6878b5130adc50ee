import { useId } from 'react';
import { isLanguage, LANGUAGES } from '../../i18n/index.ts';
import { StreetMap } from './street-map.tsx';
import { useConsole, useStores, useWords } from '../../use-fleet.ts';

const TEXT_SIZES = [90, 100, 110, 125, 150] as const;
const THEMES = ['dark', 'light'] as const;

/** How this console looks; each change counts at once. */
export function Appearance() {
  const { t } = useWords();
  const { console } = useStores();
  const { theme, language, textSizePercent } = useConsole((state) => state.settings);
  const id = useId();
  return (
    <div className="set-form">
      <CustomerName />
      <div className="fl">
        <span id={`${id}-theme`}>{t('settings.appearance.theme')}</span>
        <div className="seg" role="group" aria-labelledby={`${id}-theme`}>
          {THEMES.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={one === theme}
              onClick={() => void console.save({ theme: one })}
            >
              {t(`settings.appearance.${one}`)}
            </button>
          ))}
        </div>
      </div>
      <div className="fl">
        <label htmlFor={`${id}-language`}>{t('language.label')}</label>
        <select
          id={`${id}-language`}
          className="set-select"
          value={language}
          onChange={({ currentTarget: { value } }) => isLanguage(value) && void console.save({ language: value })}
        >
          {LANGUAGES.map((one) => (
            <option key={one} value={one}>
              {t(`language.${one}`)}
            </option>
          ))}
        </select>
      </div>
      <StreetMap />
      <TextSize size={textSizePercent} onSize={(size) => void console.save({ textSizePercent: size })} />
    </div>
  );
}

function CustomerName() {
  const { t } = useWords();
  const { console } = useStores();
  const customer = useConsole((state) => state.settings.customer);
  const id = useId();
  return (
    <div className="fl">
      <label htmlFor={id}>{t('settings.appearance.customer')}</label>
      <span className="inp">
        <input
          id={id}
          key={customer}
          defaultValue={customer}
          maxLength={200}
          spellCheck={false}
          aria-describedby={`${id}-hint`}
          onBlur={({ currentTarget }) => {
            const name = currentTarget.value.trim();
            // The demo shows a name that no setting holds: passing by must not store it.
            if (name !== customer) void console.save({ customer: name });
          }}
        />
      </span>
      <span className="hint" id={`${id}-hint`}>
        {t('settings.appearance.customerHint')}
      </span>
    </div>
  );
}

function TextSize({ size, onSize }: { readonly size: number; readonly onSize: (size: number) => void }) {
  const { t } = useWords();
  const id = useId();
  return (
    <div className="fl">
      <label htmlFor={id}>{t('settings.appearance.textSize')}</label>
      <select
        id={id}
        className="set-select"
        value={size}
        onChange={(event) => onSize(Number(event.currentTarget.value))}
      >
        {[...new Set([...TEXT_SIZES, size])].map((one) => (
          <option key={one} value={one}>
            {t('settings.appearance.percent', { n: one })}
          </option>
        ))}
      </select>
    </div>
  );
}
