import { useId } from 'react';
import { PlacePicker } from '../../map/place-picker.tsx';
import { useWords } from '../../use-fleet.ts';
import { PrepareChoices, PrepareInput } from './prepare-site-fields.tsx';
import { placeIn, type PrepareFaults, type PrepareFields } from './prepare-site-form.ts';
import { PrepareSheet } from './prepare-site-sheet.tsx';
import { usePrepareSite } from './use-prepare-site.ts';

/** Settings: one file with everything that a new site's router needs. */
export function PrepareSite() {
  const { t } = useWords();
  const { form, fields, faults, set, choices, refusal, saved, save } = usePrepareSite();
  const title = useId();
  return (
    <>
      <p className="t2">{t('prepare.intro')}</p>
      <form ref={form} noValidate onSubmit={(event) => void save(event)} aria-labelledby={title}>
        <div className="prep">
          <div>
            <h3 id={title}>{t('prepare.who')}</h3>
            <SiteInputs fields={fields} faults={faults} set={set} />
          </div>
          <div>
            <h3>{t('prepare.where')}</h3>
            <PlacePicker
              label={t('prepare.map')}
              place={placeIn(fields)}
              onPlace={({ lat, lon }) => set({ lat: String(lat), lon: String(lon) })}
            />
            <p className="t2 s">{t('prepare.mapHint')}</p>
            <PlaceInputs fields={fields} faults={faults} set={set} />
          </div>
        </div>
        <PrepareChoices fields={fields} faults={faults} set={set} {...choices} />
        <p className="errline" role="alert">
          {refusal}
        </p>
        <div className="row end">
          <button type="submit" className="btn primary">
            {t('prepare.save')}
          </button>
        </div>
      </form>
      {saved && <PrepareSheet {...saved} />}
    </>
  );
}

interface InputsProps {
  readonly fields: PrepareFields;
  readonly faults: PrepareFaults;
  readonly set: (change: Partial<PrepareFields>) => void;
}

function SiteInputs(props: InputsProps) {
  return (
    <>
      <PrepareInput {...props} field="site" hint="siteHint" />
      <PrepareInput {...props} field="name" />
      <PrepareInput {...props} field="address" />
      <PrepareInput {...props} field="region" />
      <div className="set-grid">
        <PrepareInput {...props} field="contactName" />
        <PrepareInput {...props} field="contactPhone" />
      </div>
    </>
  );
}

function PlaceInputs(props: InputsProps) {
  return (
    <>
      <div className="prep-place">
        <PrepareInput {...props} field="lat" />
        <PrepareInput {...props} field="lon" />
      </div>
      <PrepareInput {...props} field="timeZone" options={Intl.supportedValuesOf('timeZone')} />
    </>
  );
}
