import { CircleX, Copy } from 'lucide-react';
import { useState } from 'react';
import { isRetried } from '../../../fleet/tunnel/opening-rules.ts';
import type { OpenConsole } from '../../../fleet/tunnel/opening.ts';
import { invoke } from '../../bridge.ts';
import { ageWords } from '../../i18n/format.ts';
import { showScreen, showSettingsTab } from '../../screen-store.ts';
import type { NavStore } from '../../nav-store.ts';
import { useFleet, useStores, useWords } from '../../use-fleet.ts';
import { CertificateDecision } from './certificate-decision.tsx';
import { OpeningSteps } from './opening-steps.tsx';
import { useRealNow } from './use-real-now.ts';

type Failure = NonNullable<OpenConsole['failure']>;

/** Why a site's console does not open: which side, what is known, what still works, what to try. */
export function OpeningFailed({ console }: { readonly console: OpenConsole }) {
  const { t } = useWords();
  const { failure, site } = console;
  if (failure === undefined) return null;
  return (
    <div className="console-said selectable">
      <CircleX className="console-mark" aria-hidden="true" />
      <h2>{t('consoles.cannot', { site })}</h2>
      <p className="t2" role="alert">
        <b>{t(`consoles.side.${failure.side}`)}</b> {t(`consoles.failure.${wordsOf(failure)}.what`)} <Since failure={failure} />
      </p>
      <OpeningSteps console={console} />
      <h3>{t('consoles.stillWorks')}</h3>
      <p className="t2">{t('consoles.stillWorksWords')}</p>
      <h3>{t('consoles.tryThis')}</h3>
      <p className="t2">
        {t(`consoles.failure.${wordsOf(failure)}.try`)} <Contact console={console} />
      </p>
      {failure.certificate !== undefined && <CertificateDecision console={console} certificate={failure.certificate} />}
      <Actions console={console} failure={failure} />
      {failure.detail !== undefined && <p className="s t3 mono console-detail">{failure.detail}</p>}
    </div>
  );
}

/** While the engine is away nobody knows which consoles a site names: that is not the site's doing. */
const wordsOf = ({ code, detail }: Failure): string => (code === 'no_console' && detail === 'engine' ? 'engine_away' : code);

function Since({ failure }: { readonly failure: Failure }) {
  const { t, format, now } = useWords();
  const since = failure.offlineSinceTs;
  if (since === undefined) return null;
  return <>{t('consoles.offlineSince', { time: format.time(since, now), age: ageWords(t, now - since) })}</>;
}

/** Whom to call about what only somebody at the site can see. */
function Contact({ console }: { readonly console: OpenConsole }) {
  const { t } = useWords();
  const contact = useFleet((picture) => picture.tables.sites[console.site]?.contact);
  if (console.failure?.side !== 'site' || contact === undefined) return null;
  const who = [contact.name, contact.phone].filter(Boolean).join(', ');
  return who === '' ? null : <>{t('consoles.call', { who })}</>;
}

function Actions({ console, failure }: { readonly console: OpenConsole; readonly failure: Failure }) {
  const { t } = useWords();
  const { nav } = useStores();
  const now = useRealNow();
  const [copied, setCopied] = useState(false);
  const inSettings = failure.side === 'tailnet' || failure.code === 'client_unavailable';
  return (
    <>
      <p className="s t2" role="status">
        {failure.nextTryTs !== undefined
          ? t('consoles.nextTry', { age: ageWords(t, Math.max(0, failure.nextTryTs - now)) })
          : isRetried(failure.code)
            ? t('consoles.retried')
            : ''}
      </p>
      <div className="row wrap">
        <button
          type="button"
          className="btn primary"
          onClick={() => void invoke('console-command', { key: console.key, command: 'retry' }).catch(() => undefined)}
        >
          {t('consoles.retry')}
        </button>
        {failure.code === 'not_signed_in' && (
          <button type="button" className="btn" onClick={() => void invoke('sign-in', undefined)}>
            {t('tailnet.signIn')}
          </button>
        )}
        {inSettings && (
          <button type="button" className="btn" onClick={() => showSettingsTab('tunnel')}>
            {t('consoles.openSettings')}
          </button>
        )}
        <button type="button" className="btn" onClick={() => showSite(nav, console.site)}>
          {t('consoles.lastState')}
        </button>
        <button type="button" className="btn quiet" onClick={() => void copy(console).then(() => setCopied(true))}>
          <Copy className="i i-14" aria-hidden="true" />
          {t(copied ? 'consoles.copied' : 'consoles.copy')}
        </button>
      </div>
    </>
  );
}

function showSite(nav: NavStore, site: OpenConsole['site']): void {
  showScreen('overview');
  nav.openDrawer(site, { reveal: true });
}

/** For whoever mends it: steps with their times and the failure, in English, as programs say them. */
function copy(console: OpenConsole): Promise<null> {
  const { key, phase, steps, failure, path, refused, console: at } = console;
  const report = { key, host: at.host, port: at.port, phase, steps, failure, path, refused };
  return invoke('copy-text', { text: JSON.stringify(report, null, 2) });
}
