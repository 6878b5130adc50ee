import { useEffect, useRef, useState, type FormEvent } from 'react';
import type { AgentPackage, SiteKitOutcome } from '../../../fleet/prepare-site.ts';
import { invoke } from '../../bridge.ts';
import { useConsole, useWords } from '../../use-fleet.ts';
import { checkFields, knownHubs, type PrepareFaults, type PrepareFields } from './prepare-site-form.ts';
import { stepsText } from './prepare-site-steps.ts';

/** A file that was saved, and for which router. */
export interface SavedKit {
  readonly path: string;
  readonly site: string;
  readonly name: string | undefined;
  readonly pack: AgentPackage | undefined;
}

const emptyFields = (hubs: string): PrepareFields => ({
  ...{ site: '', name: '', address: '', region: '', lat: '', lon: '', contactName: '', contactPhone: '', hubs },
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
});

/** Packages, the one that goes along, and the authority: chosen, or known from this console's hubs. */
function useChoices() {
  const hubs = useConsole((state) => state.settings.hubs);
  const [packages, setPackages] = useState<readonly AgentPackage[]>([]);
  const [packageFile, setPackageFile] = useState('');
  const [caFile, setCaFile] = useState('');
  useEffect(() => {
    void invoke('agent-packages', undefined).then((found) => {
      setPackages(found);
      setPackageFile(found[0]?.file ?? '');
    });
  }, []);
  const known = [...new Set(hubs.flatMap((hub) => hub.caFile ?? []))];
  return { hubs, packages, packageFile, setPackageFile, caFile, setCaFile, known };
}

/** Fields, choices and what came of saving. */
export function usePrepareSite() {
  const words = useWords();
  const { t } = words;
  const { hubs, ...choices } = useChoices();
  const [fields, setFields] = useState(() => emptyFields(knownHubs(hubs)));
  const [faults, setFaults] = useState<PrepareFaults>({});
  const [refusal, setRefusal] = useState('');
  const [saved, setSaved] = useState<SavedKit | undefined>();
  const form = useRef<HTMLFormElement>(null);

  function told(outcome: SiteKitOutcome, done: Omit<SavedKit, 'path'>): void {
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
    const { caFile, packages, packageFile } = choices;
    const pack = packages.find(({ file }) => file === packageFile);
    const done = { site: checked.form.site, name: checked.form.description.name, pack };
    const chosen = { ...(caFile === '' ? {} : { caFile }), ...(pack === undefined ? {} : { packageFile }) };
    try {
      told(await invoke('save-site-kit', { ...checked.form, ...chosen, steps: stepsText(words, done) }), done);
    } catch (error) {
      setRefusal(t('prepare.failed', { text: error instanceof Error ? error.message : String(error) }));
    }
  }

  const set = (change: Partial<PrepareFields>): void => setFields((before) => ({ ...before, ...change }));
  return { form, fields, faults, set, choices, refusal, saved, save };
}
