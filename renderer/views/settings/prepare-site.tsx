import { useEffect, useId, useRef, useState, type FormEvent } from 'react';
import type { AgentPackage, SiteKitOutcome } from '../../../fleet/prepare-site.ts';
import { invoke } from '../../bridge.ts';
import { PlacePicker } from '../../map/place-picker.tsx';
import { useConsole, useWords } from '../../use-fleet.ts';
import { PrepareChoices, PrepareInput } from './prepare-site-fields.tsx';
import { checkFields, knownHubs, placeIn, type PrepareFaults, type PrepareFields } from './prepare-site-form.ts';
import { PrepareSheet } from './prepare-site-sheet.tsx';
import { stepsText } from './prepare-site-steps.ts';

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

interface Saved {
  readonly path: string;
  readonly site: string;
  readonly name: string | undefined;
  readonly pack: AgentPackage | undefined;
}

const emptyFields = (hubs: string): PrepareFields => ({
  ...{ site: '', name: '', address: '', region: '', lat: '', lon: '', contactName: '', contactPhone: '', hubs },
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
});

/** Settings: one file with everything that a new site's router needs. */
export function PrepareSite() {
  const { t } = useWords();
  const hubs = useConsole((state) => state.settings.hubs);
  const [fields, setFields] = useState(() => emptyFields(knownHubs(hubs)));
  const [faults, setFaults] = useState<PrepareFaults>({});
  const [packages, setPackages] = useState<readonly AgentPackage[]>([]);
  const [packageFile, setPackageFile] = useState('');
  const [caFile, setCaFile] = useState('');
  const [refusal, setRefusal] = useState('');
  const [saved, setSaved] = useState<Saved | undefined>();
  const tools = useWords();
  const form = useRef<HTMLFormElement>(null);
  const title = useId();

  useEffect(() => {
    void invoke('agent-packages', undefined).then((found) => {
      setPackages(found);
      setPackageFile(found[0]?.file ?? '');
    });
  }, []);

  const set = (change: Partial<PrepareFields>): void => setFields((before) => ({ ...before, ...change }));

  function told(outcome: SiteKitOutcome, done: Omit<Saved, 'path'>): void {
    if (outcome.outcome === 'saved') return setSaved({ ...done, path: outcome.path });
    if (outcome.outcome === 'cancelled') return;
    const known = outcome.code === 'no_authority' ? 'prepare.noAuthority' : 'prepare.failed';
    setRefusal(t(known, { text: outcome.text }));
  }

  async function save(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    setRefusal('');
    setSaved(undefined);
    const checked = checkFields(fields);
    setFaults(checked.ok ? {} : checked.faults);
    if (!checked.ok) {
      const first = Object.keys(checked.faults)[0];
      return form.current?.querySelector<HTMLInputElement>(`[name="${first}"]`)?.focus();
    }
    const pack = packages.find(({ file }) => file === packageFile);
    const done = { site: checked.form.site, name: checked.form.description.name, pack };
    const choices = { ...(caFile === '' ? {} : { caFile }), ...(pack === undefined ? {} : { packageFile: pack.file }) };
    try {
      told(await invoke('save-site-kit', { ...checked.form, ...choices, steps: stepsText(tools, done) }), done);
    } catch (error) {
      setRefusal(t('prepare.failed', { text: textOf(error) }));
    }
  }

  const place = placeIn(fields);
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
              place={place}
              onPlace={({ lat, lon }) => set({ lat: String(lat), lon: String(lon) })}
            />
            <p className="t2 s">{t('prepare.mapHint')}</p>
            <PlaceInputs fields={fields} faults={faults} set={set} />
          </div>
        </div>
        <PrepareChoices
          {...{ fields, faults, set, packages, packageFile, setPackageFile, caFile, setCaFile }}
          known={[...new Set(hubs.flatMap((hub) => hub.caFile ?? []))]}
        />
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
      <div className="set-grid prep-place">
        <PrepareInput {...props} field="lat" />
        <PrepareInput {...props} field="lon" />
      </div>
      <PrepareInput {...props} field="timeZone" options={Intl.supportedValuesOf('timeZone')} />
    </>
  );
}
