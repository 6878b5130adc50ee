import { useEffect, useId, useRef, useState, type FormEvent } from 'react';
import type { HubForm, HubSetting } from '../../../fleet/ipc.ts';
import type { HubTest } from '../../../fleet/model/hub-test.ts';
import { invoke } from '../../bridge.ts';
import { useWords } from '../../use-fleet.ts';
import { HubFields, type HubPaths } from './hub-fields.tsx';
import { HubTestReport } from './hub-test-report.tsx';

interface EditorProps {
  readonly hub?: HubSetting;
  readonly onCancel: () => void;
  readonly onSaved: (words: string) => void;
}

type Doing = 'nothing' | 'saving' | 'testing';

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function formOf(element: HTMLFormElement, hub: HubSetting | undefined, paths: HubPaths): HubForm {
  const data = new FormData(element);
  const text = (name: string): string => String(data.get(name) ?? '');
  const login = { name: text('name'), url: text('url'), user: text('user'), password: text('password') };
  const proxy = { proxyUrl: text('proxyUrl'), proxyUser: text('proxyUser'), proxyPassword: text('proxyPassword') };
  return { ...(hub === undefined ? {} : { id: hub.id }), ...login, ...proxy, ...paths };
}

/** One hub's form. The password goes to main with "Save" or "Test" and stays nowhere in this window. */
export function HubEditor({ hub, onCancel, onSaved }: EditorProps) {
  const { t } = useWords();
  const title = useId();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  const [paths, setPaths] = useState<HubPaths>({
    caFile: hub?.caFile ?? '',
    certFile: hub?.certFile ?? '',
    keyFile: hub?.keyFile ?? '',
  });
  const [doing, setDoing] = useState<Doing>('nothing');
  const [refusal, setRefusal] = useState('');
  const [report, setReport] = useState<HubTest | undefined>();

  async function run(what: Exclude<Doing, 'nothing'>, task: (wish: HubForm) => Promise<void>): Promise<void> {
    if (!form.current || doing !== 'nothing') return;
    setRefusal('');
    setReport(undefined);
    setDoing(what);
    const failed = what === 'saving' ? 'settings.hubs.failed' : 'settings.test.broken';
    const refuse = (error: unknown): void => setRefusal(t(failed, { text: textOf(error) }));
    await task(formOf(form.current, hub, paths)).catch(refuse);
    setDoing('nothing');
  }

  async function save(wish: HubForm): Promise<void> {
    const saved = await invoke('add-hub', wish);
    if (!saved.ok) return setRefusal(t('settings.hubs.failed', { text: saved.text }));
    const name = wish.name.trim() || wish.url.trim();
    if (saved.secretKept === 'session') onSaved(t('settings.hubs.keptSession', { name }));
    else onSaved(t('settings.hubs.saved', { name }));
  }

  async function test(wish: HubForm): Promise<void> {
    setReport(await invoke('test-hub', wish));
  }

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    void run('saving', save);
  }

  return (
    <form ref={form} className="set-card" aria-labelledby={title} noValidate onSubmit={submit}>
      <h3 id={title}>
        {hub === undefined ? t('settings.hubs.titleAdd') : t('settings.hubs.titleEdit', { name: hub.name })}
      </h3>
      <HubFields hub={hub} paths={paths} onPaths={setPaths} />
      <p className="errline" role="alert">
        {refusal}
      </p>
      <Buttons doing={doing} onCancel={onCancel} onTest={() => void run('testing', test)} />
      <div role="status">{report && <HubTestReport test={report} />}</div>
    </form>
  );
}

interface ButtonsProps {
  readonly doing: Doing;
  readonly onCancel: () => void;
  readonly onTest: () => void;
}

function Buttons({ doing, onCancel, onTest }: ButtonsProps) {
  const { t } = useWords();
  return (
    <div className="row end wrap">
      <button type="button" className="btn" onClick={onCancel}>
        {t('settings.hubs.cancel')}
      </button>
      <button type="button" className="btn" onClick={onTest}>
        {doing === 'testing' ? t('settings.hubs.testing') : t('settings.hubs.test')}
      </button>
      <button type="submit" className="btn primary">
        {doing === 'saving' ? t('settings.hubs.saving') : t('settings.hubs.save')}
      </button>
    </div>
  );
}
