import { invoke } from '../../bridge.ts';
import { daysToKeyEnd, tailnetWord } from '../../i18n/tunnel-words.ts';
import { useTunnel } from '../../use-tunnel.ts';
import { useConsole, useWords } from '../../use-fleet.ts';
import { useRealNow } from '../console/use-real-now.ts';
import { TunnelForm } from './tunnel-form.tsx';
import { TunnelRecord } from './tunnel-record.tsx';
import { TunnelViewers } from './tunnel-viewers.tsx';

/** The tunnel to sites: how the tailnet stands, how this computer gets in, accounts at sites, and who opened what. */
export function Tunnel() {
  const { t } = useWords();
  const demo = useConsole((state) => state.start?.demo !== undefined);
  return (
    <>
      {demo && <p className="t2">{t('tailnet.demo')}</p>}
      <TailnetFacts demo={demo} />
      <TunnelForm />
      <TunnelViewers />
      <TunnelRecord />
    </>
  );
}

function TailnetFacts({ demo }: { readonly demo: boolean }) {
  const { t, format } = useWords();
  const now = useRealNow();
  const status = useTunnel((state) => state.tailnet);
  if (status === undefined) return null;
  const { node, client, why, warnings, state } = status;
  const ends = node?.keyExpiryTs;
  const lines: readonly (readonly [string, string])[] = [
    [t('tunnel.state'), tailnetWord(t, status, now)],
    ...(client === undefined ? [] : [[t('tunnel.client'), t(`tailnet.client.${client}`)] as const]),
    ...(node === undefined ? [] : [[t('tunnel.node'), [node.name, ...node.addresses].join(', ')] as const]),
    ...(state === 'joined' ? [[t('tunnel.peers'), format.number(status.peers)] as const] : []),
    ...(node === undefined ? [] : [[t('tunnel.keyEnd'), ends === undefined ? t('tunnel.keyNever') : format.dateWithYear(ends)] as const]),
    ...warnings.map(({ title, text }) => [t('tunnel.warning'), `${title}: ${text}`] as const),
  ];
  const mayLeave = state === 'joined' || state === 'relay_gone' || state === 'key_expired';
  return (
    <section aria-label={t('tunnel.state')}>
      <p className={daysToKeyEnd(status, now) === undefined ? '' : 'c-warn'} role="status">
        {t(`tailnet.full.${state}`)}
        {why !== undefined && ` (${why})`}
      </p>
      {status.ephemeral && !demo && <p className="t2">{t('tailnet.ephemeral')}</p>}
      <dl className="kv selectable tunnel-facts">
        {lines.map(([name, value], index) => (
          <div key={`${name}-${index}`} className="kv-line">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className="row wrap">
        {state !== 'joined' && (
          <button type="button" className="btn" onClick={() => void invoke('sign-in', undefined)}>
            {t('tailnet.signIn')}
          </button>
        )}
        {mayLeave && (
          <button type="button" className="btn" onClick={() => void invoke('sign-out', undefined)}>
            {t('tailnet.signOut')}
          </button>
        )}
      </div>
    </section>
  );
}
