import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { RuleDraft } from '../../../fleet/desk/rule-draft.ts';
import type { SharedRules } from '../../../fleet/ipc.ts';
import type { DeskRule } from '../../../fleet/wire/desk-rule.ts';
import type { WordTools } from '../../i18n/alert-words.ts';
import { EMPTY_RULE, formOfRule, scopeParts } from '../../selectors/rule-form.ts';
import { useFleet, useStores, useWords } from '../../use-fleet.ts';
import { RuleEditor } from './rule-editor.tsx';

/** Other consoles change them too: what is shown is asked again at this pace while the part is open. */
const ASK_EVERY_MS = 2_000;

type Work = { readonly kind: 'none' | 'add' } | { readonly kind: 'edit'; readonly id: string; readonly rule: DeskRule };

/** `North, South: after 15 min, critical`. */
function ruleWords({ t, format }: WordTools, rule: DeskRule): string {
  const { way, names } = scopeParts(rule);
  const who = way === 'all' ? t('rules.ways.all') : `${t(`rules.ways.${way}`)}: ${names}`;
  const what = [
    ...(rule.off === true ? [t('rules.isOff')] : []),
    ...(rule.after_s === undefined ? [] : [t('rules.after', { n: format.number(rule.after_s / 60) })]),
    ...(rule.steps_d === undefined ? [] : [t('rules.atDays', { days: rule.steps_d.join(', ') })]),
    ...(rule.severity === undefined || rule.severity === 'unknown' ? [] : [t(`severity.${rule.severity}`)]),
  ];
  return `${who} – ${what.length === 0 ? t('rules.usual') : what.join(', ')}`;
}

function useRules(): { readonly book: SharedRules | undefined; readonly ask: () => void } {
  const { fleet } = useStores();
  const [book, setBook] = useState<SharedRules | undefined>();
  const ask = useCallback(() => {
    // An engine that restarts answers the next time.
    fleet.request({ name: 'rules' }).then(setBook, () => undefined);
  }, [fleet]);
  useEffect(() => {
    ask();
    const timer = window.setInterval(ask, ASK_EVERY_MS);
    return () => window.clearInterval(timer);
  }, [ask]);
  return { book, ask };
}

function useKnownNames(): { readonly regions: readonly string[]; readonly tags: readonly string[] } {
  const { fleet } = useStores();
  return useMemo(() => {
    const sites = Object.values(fleet.picture().tables.sites);
    const sorted = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();
    return {
      regions: sorted(sites.flatMap(({ region }) => (region === undefined ? [] : [region]))),
      tags: sorted(sites.flatMap(({ tags }) => [...tags])),
    };
  }, [fleet]);
}

interface Sending {
  readonly said: string;
  readonly busy: boolean;
  readonly send: (draft: RuleDraft | 'gone', id?: string) => Promise<void>;
}

/** `onDone`: it is kept, and goes to the hubs. */
function useSending(onDone: () => void, ask: () => void): Sending {
  const { t } = useWords();
  const { fleet } = useStores();
  const [said, setSaid] = useState('');
  const [busy, setBusy] = useState(false);
  async function send(draft: RuleDraft | 'gone', id?: string): Promise<void> {
    setBusy(true);
    try {
      const outcome = await fleet.request({ name: 'set-rule', draft, ...(id === undefined ? {} : { rule: id }) });
      const done = draft === 'gone' ? 'rules.takenBack' : 'rules.saved';
      setSaid(t(outcome.ok ? done : `rules.refused.${outcome.code}`));
      if (outcome.ok) onDone();
    } catch (error) {
      setSaid(t('rules.failed', { text: error instanceof Error ? error.message : String(error) }));
    }
    setBusy(false);
    ask();
  }
  return { said, busy, send };
}

/** Thresholds that all consoles share, apart from what belongs to this computer. */
export function Rules() {
  const { t } = useWords();
  const { book, ask } = useRules();
  const known = useKnownNames();
  const demo = useFleet((picture) => picture.tables.hubs['demo'] !== undefined);
  const [work, setWork] = useState<Work>({ kind: 'none' });
  const addButton = useRef<HTMLButtonElement>(null);
  const worked = useRef(false);
  // What had the focus is gone with the form.
  useEffect(() => {
    if (work.kind === 'none' && worked.current) addButton.current?.focus();
    worked.current = work.kind !== 'none';
  }, [work]);
  const close = (): void => setWork({ kind: 'none' });
  const { said, busy, send } = useSending(close, ask);

  if (book === undefined) return <p className="t2">{t('rules.asking')}</p>;
  const editor = { known, busy, onCancel: close };
  return (
    <>
      <p className="t2">{t('rules.intro')}</p>
      {demo && <p className="t2">{t('rules.demo')}</p>}
      {!book.mayWrite && <p role="note">{t('rules.viewer')}</p>}
      <RuleList
        book={book}
        busy={busy}
        onEdit={(id, rule) => setWork({ kind: 'edit', id, rule })}
        onGone={(id) => void send('gone', id)}
      />
      <p role="status">{said}</p>
      {work.kind === 'edit' && (
        <RuleEditor
          {...editor}
          key={work.id}
          title={t('rules.titleEdit')}
          start={formOfRule(work.rule)}
          onSave={(draft) => void send(draft, work.id)}
        />
      )}
      {work.kind === 'add' && (
        <RuleEditor {...editor} title={t('rules.titleAdd')} start={EMPTY_RULE} onSave={(draft) => void send(draft)} />
      )}
      {work.kind === 'none' && book.mayWrite && (
        <button ref={addButton} type="button" className="btn" onClick={() => setWork({ kind: 'add' })}>
          {t('rules.add')}
        </button>
      )}
      <BeatenVersions book={book} />
    </>
  );
}

interface ListProps {
  readonly book: SharedRules;
  readonly busy: boolean;
  readonly onEdit: (id: string, rule: DeskRule) => void;
  readonly onGone: (id: string) => void;
}

function RuleList({ book: { rules, mayWrite }, busy, onEdit, onGone }: ListProps) {
  const words = useWords();
  const { t, format, now } = words;
  if (rules.length === 0) return <p>{t('rules.none')}</p>;
  return (
    <ul className="set-list" aria-label={t('settings.tabs.rules')}>
      {rules.map(({ id, rule }) => {
        const text = ruleWords(words, rule);
        const kind = t(`rules.kinds.${formOfRule(rule).kind}`);
        return (
          <li key={id} className="row wrap set-row">
            <div className="grow">
              <div className="b">{kind}</div>
              <div>{text}</div>
              <div className="t2 s">{t('rules.by', { by: rule.by, time: format.time(rule.ts, now) })}</div>
            </div>
            {mayWrite && (
              <>
                <button
                  type="button"
                  className="btn sm"
                  aria-label={t('rules.editOf', { rule: `${kind}, ${text}` })}
                  onClick={() => onEdit(id, rule)}
                >
                  {t('settings.hubs.edit')}
                </button>
                <button
                  type="button"
                  className="btn sm"
                  disabled={busy}
                  aria-label={t('rules.takeBackOf', { rule: `${kind}, ${text}` })}
                  onClick={() => onGone(id)}
                >
                  {t('rules.takeBack')}
                </button>
              </>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** What another version beat: nobody's decision goes without a trace (contract §6). */
function BeatenVersions({ book: { beaten } }: { readonly book: SharedRules }) {
  const words = useWords();
  const { t, format, now } = words;
  if (beaten.length === 0) return null;
  return (
    <section>
      <h3>{t('rules.beaten')}</h3>
      <ul className="set-list">
        {beaten.map(({ id, rule, by, atOnce }) => (
          <li key={`${id} ${rule.n} ${rule.console}`}>
            <div>
              {t(`rules.kinds.${formOfRule(rule).kind}`)}: {ruleWords(words, rule)}
            </div>
            <div className="t2 s">
              {t('rules.by', { by: rule.by, time: format.time(rule.ts, now) })}{' '}
              {atOnce && <b className="b c-warn">{t('rules.atOnce', { by: by ?? '?' })}</b>}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
