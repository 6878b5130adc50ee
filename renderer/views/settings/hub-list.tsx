import { useEffect, useRef, useState } from 'react';
import type { HubSetting, KeychainState } from '../../../fleet/ipc.ts';
import { invoke } from '../../bridge.ts';
import { hubState } from '../../i18n/hub-words.ts';
import { useConsole, useFleet, useWords } from '../../use-fleet.ts';
import { HubEditor } from './hub-editor.tsx';

type Work =
  | { readonly kind: 'none' | 'add' }
  | { readonly kind: 'edit' | 'remove'; readonly hub: HubSetting };

/** The hubs of the settings, each with its link; one is added, changed or removed at a time. */
export function HubList() {
  const { t } = useWords();
  const hubs = useConsole((state) => state.settings.hubs);
  const [work, setWork] = useState<Work>({ kind: 'none' });
  const [said, setSaid] = useState('');
  const demo = useConsole((state) => state.start?.demo !== undefined);
  const addButton = useRef<HTMLButtonElement>(null);
  const worked = useRef(false);
  // What had the focus is gone with the form.
  useEffect(() => {
    if (work.kind === 'none' && worked.current) addButton.current?.focus();
    worked.current = work.kind !== 'none';
  }, [work]);

  function done(words: string): void {
    setSaid(words);
    setWork({ kind: 'none' });
  }

  const none = demo ? 'settings.hubs.none' : 'settings.hubs.noneLeft';
  const intro = hubs.length > 0 ? 'settings.hubs.intro' : none;

  async function remove(hub: HubSetting): Promise<void> {
    try {
      await invoke('remove-hub', { id: hub.id });
      done(t('settings.hubs.removed', { name: hub.name }));
    } catch (error) {
      done(t('settings.hubs.failed', { text: error instanceof Error ? error.message : String(error) }));
    }
  }

  return (
    <>
      <p className="t2">{t(intro)}</p>
      <KeychainNote />
      <ul className="set-list">
        {hubs.map((hub) => (
          <li key={hub.id}>
            <HubRow hub={hub} onWork={(kind) => setWork({ kind, hub })} />
            {work.kind === 'remove' && work.hub.id === hub.id && (
              <RemoveAsk hub={hub} onCancel={() => setWork({ kind: 'none' })} onRemove={() => void remove(hub)} />
            )}
            {work.kind === 'edit' && work.hub.id === hub.id && (
              <HubEditor hub={hub} onCancel={() => setWork({ kind: 'none' })} onSaved={done} />
            )}
          </li>
        ))}
      </ul>
      <p role="status">{said}</p>
      {work.kind === 'add' ? (
        <HubEditor onCancel={() => setWork({ kind: 'none' })} onSaved={done} />
      ) : (
        <button ref={addButton} type="button" className="btn" onClick={() => setWork({ kind: 'add' })}>
          {t('settings.hubs.add')}
        </button>
      )}
    </>
  );
}

/** Without a keychain each start asks for the passwords again: whoever sets this computer up has to know. */
function KeychainNote() {
  const { t } = useWords();
  const [state, setState] = useState<KeychainState | undefined>();
  useEffect(() => void invoke('keychain-state', undefined).then(setState), []);
  return state === 'missing' ? <p className="c-warn b">{t('settings.hubs.noKeychain')}</p> : null;
}

interface RowProps {
  readonly hub: HubSetting;
  readonly onWork: (kind: 'edit' | 'remove') => void;
}

function HubRow({ hub, onWork }: RowProps) {
  const words = useWords();
  const { t } = words;
  const record = useFleet((picture) => picture.tables.hubs[hub.id]);
  return (
    <div className="row wrap set-row">
      <div className="grow">
        <div className="b">{hub.name}</div>
        <div className="t2 s mono selectable">{hub.url}</div>
      </div>
      <span className="t2">{record === undefined ? '–' : hubState(words, record)}</span>
      <button
        type="button"
        className="btn sm"
        aria-label={t('settings.hubs.editName', { name: hub.name })}
        onClick={() => onWork('edit')}
      >
        {t('settings.hubs.edit')}
      </button>
      <button
        type="button"
        className="btn sm"
        aria-label={t('settings.hubs.removeName', { name: hub.name })}
        onClick={() => onWork('remove')}
      >
        {t('settings.hubs.remove')}
      </button>
    </div>
  );
}

interface AskProps {
  readonly hub: HubSetting;
  readonly onCancel: () => void;
  readonly onRemove: () => void;
}

function RemoveAsk({ hub, onCancel, onRemove }: AskProps) {
  const { t } = useWords();
  const cancel = useRef<HTMLButtonElement>(null);
  useEffect(() => cancel.current?.focus(), []);
  return (
    <div className="set-card" role="alert">
      <p>{t('settings.hubs.removeAsk', { name: hub.name })}</p>
      <div className="row end">
        <button ref={cancel} type="button" className="btn" onClick={onCancel}>
          {t('settings.hubs.cancel')}
        </button>
        <button type="button" className="btn primary" onClick={onRemove}>
          {t('settings.hubs.remove')}
        </button>
      </div>
    </div>
  );
}
