import { useEffect, useId, useRef, useState, type FormEvent, type KeyboardEvent, type RefObject } from 'react';
import { invoke } from '../bridge.ts';
import { useWords } from '../use-fleet.ts';
import { SeverityGlyph } from './glyph.tsx';
import { TextField } from './text-field.tsx';

const ADDRESS = /^(?:mqtts?|wss?):\/\/[^\s/:@]+(?::\d{1,5})?(?:\/\S*)?$/;

type Outcome =
  { readonly state: 'editing' | 'busy' | 'kept-for-session' } | { readonly state: 'refused'; readonly text: string };

interface Wish {
  readonly name: string;
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

function wishOf(form: HTMLFormElement): Wish {
  const data = new FormData(form);
  const text = (name: string): string => String(data.get(name) ?? '').trim();
  return { name: text('name'), url: text('url'), user: text('user'), password: String(data.get('password') ?? '') };
}

type Answer =
  | { readonly added: true; readonly secretKept: 'keychain' | 'session' | 'none' }
  | { readonly added: false; readonly why: string };

async function addHub({ name, url, user, password }: Wish): Promise<Answer> {
  try {
    const result = await invoke('add-hub', {
      name,
      url,
      ...(user === '' ? {} : { user }),
      ...(password === '' ? {} : { password }),
    });
    return result.ok ? { added: true, secretKept: result.secretKept } : { added: false, why: result.text };
  } catch (error) {
    return { added: false, why: error instanceof Error ? error.message : String(error) };
  }
}

/** Asks for a hub and hands it to main, which keeps the password; nothing of it stays in this window. */
export function ConnectDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useWords();
  const [outcome, setOutcome] = useState<Outcome>({ state: 'editing' });
  const title = useId();
  const panel = useRef<HTMLDivElement>(null);
  useFocusInside(panel);

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const wish = wishOf(event.currentTarget);
    if (wish.name === '') return setOutcome({ state: 'refused', text: t('connect.needName') });
    if (!ADDRESS.test(wish.url)) return setOutcome({ state: 'refused', text: t('connect.badUrl') });
    setOutcome({ state: 'busy' });
    const answer = await addHub(wish);
    if (!answer.added) setOutcome({ state: 'refused', text: t('connect.failed', { text: answer.why }) });
    else if (answer.secretKept === 'session') setOutcome({ state: 'kept-for-session' });
    else onClose();
  }

  return (
    <div className="scrim">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a dialog owns Escape and Tab */}
      <div
        ref={panel}
        className="dlg"
        role="dialog"
        aria-modal="true"
        aria-labelledby={title}
        onKeyDown={(event) => keepInside(event, panel.current, onClose)}
      >
        <h2 id={title}>{t('connect.title')}</h2>
        <p className="t2">{t('connect.intro')}</p>
        <form noValidate onSubmit={(event) => void submit(event)}>
          {outcome.state !== 'kept-for-session' && <Fields />}
          <div aria-live="polite">
            {outcome.state === 'refused' && <Refusal text={outcome.text} />}
            {outcome.state === 'kept-for-session' && <p className="errline t2">{t('connect.secretSession')}</p>}
          </div>
          <Buttons state={outcome.state} onClose={onClose} />
        </form>
      </div>
    </div>
  );
}

function Fields() {
  const { t } = useWords();
  return (
    <>
      <TextField name="name" label={t('connect.name')} hint={t('connect.nameHint')} />
      <TextField name="url" label={t('connect.url')} hint={t('connect.urlHint')} />
      <TextField name="user" label={t('connect.user')} />
      <TextField name="password" label={t('connect.password')} hint={t('connect.passwordHint')} secret />
    </>
  );
}

function Buttons({ state, onClose }: { readonly state: Outcome['state']; readonly onClose: () => void }) {
  const { t } = useWords();
  if (state === 'kept-for-session') {
    return (
      <div className="row end">
        <button type="button" className="btn primary" onClick={onClose}>
          {t('card.close')}
        </button>
      </div>
    );
  }
  return (
    <div className="row end">
      <button type="button" className="btn" onClick={onClose}>
        {t('connect.cancel')}
      </button>
      <button type="submit" className="btn primary" disabled={state === 'busy'}>
        {state === 'busy' ? t('connect.busy') : t('connect.go')}
      </button>
    </div>
  );
}

function Refusal({ text }: { readonly text: string }) {
  const { t } = useWords();
  return (
    <p className="errline">
      <SeverityGlyph severity="critical" handled={false} label={t('status.err')} />
      <span>{text}</span>
    </p>
  );
}

/** The first field takes the focus; closing gives it back to where it was. */
function useFocusInside(panel: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const before = document.activeElement;
    panel.current?.querySelector('input')?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, [panel]);
}

/** Escape closes; Tab goes round inside, so that nothing behind the dialog is reached by keyboard. */
function keepInside(event: KeyboardEvent, panel: HTMLElement | null, onClose: () => void): void {
  if (event.key === 'Escape') {
    event.stopPropagation();
    onClose();
  }
  if (event.key !== 'Tab' || !panel) return;
  const stops = [...panel.querySelectorAll<HTMLElement>('input, button:not(:disabled)')];
  const first = stops[0];
  const last = stops.at(-1);
  if (event.shiftKey && document.activeElement === first) {
    event.preventDefault();
    last?.focus();
  } else if (!event.shiftKey && document.activeElement === last) {
    event.preventDefault();
    first?.focus();
  }
}
