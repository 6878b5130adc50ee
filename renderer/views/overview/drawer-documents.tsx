import { useMemo } from 'react';
import { checkCode } from '../../../fleet/check-code.ts';
import type { SiteRecord } from '../../../fleet/model/site.ts';
import type { WordTools } from '../../i18n/alert-words.ts';
import { camerasWords, seenWords } from '../../i18n/fact-words.ts';
import { ageWords } from '../../i18n/format.ts';
import {
  camerasInTrouble,
  freePct,
  typedDocuments,
  worstDisksFirst,
  type SiteDocuments,
} from '../../selectors/site-facts.ts';
import { useWords } from '../../use-fleet.ts';
import { useSiteDocuments } from '../../use-site-documents.ts';
import { FactLines, Section, type FactLine } from './drawer-parts.tsx';

/** What the site itself said last. Until the engine has answered: that it is being asked; never an empty figure. */
export function DocumentSections({ site }: { readonly site: SiteRecord }) {
  const words = useWords();
  const { t } = words;
  const { documents, failed } = useSiteDocuments(site.id);
  const told = useMemo(() => (documents === undefined ? undefined : typedDocuments(documents)), [documents]);
  if (told === undefined) {
    return (
      <p className="drawer-part t2" role="status">
        {t(failed ? 'drawer.failed' : 'drawer.asking')}
      </p>
    );
  }
  const part = { words, site, told };
  return (
    <>
      {failed && (
        <p className="drawer-part c-unknown" role="status">
          {t('drawer.failed')}
        </p>
      )}
      <Cameras {...part} />
      <Disks {...part} />
      <Certificate {...part} />
      <Configuration {...part} />
      <Versions {...part} />
    </>
  );
}

interface Part {
  readonly words: WordTools;
  readonly site: SiteRecord;
  readonly told: SiteDocuments;
}

/** Figures of a site that can't be asked are old: they say of when. */
const asOf = ({ t, format, now }: WordTools, site: SiteRecord): string | undefined =>
  site.healthTs === undefined ? undefined : t('drawer.asOf', { time: format.time(site.healthTs, now) });

const HOUR_MS = 3_600_000;

/** Cameras named at most; the rest is counted. */
const MOST_CAMERAS = 8;

function Cameras({ words, site, told }: Part) {
  const { t, format } = words;
  const trouble = camerasInTrouble(told.cameras?.cameras ?? []);
  const named = trouble.slice(0, MOST_CAMERAS).join(', ');
  const rest = trouble.length - MOST_CAMERAS;
  const nvrs = (told.health?.nvrs ?? []).map((nvr): FactLine => {
    const state = t(`drawer.nvr.${nvr.state}`);
    const { online, total, disabled = 0 } = nvr.cameras ?? {};
    const seen =
      online === undefined || total === undefined
        ? undefined
        : t('card.camerasOf', { online, total: total - disabled });
    return [t('alert.nvr', { nvr: nvr.id }), [state, seen].filter((words) => words !== undefined).join(', ')];
  });
  const recording = site.cameras?.recording;
  return (
    <Section title={t('drawer.cameras')} note={asOf(words, site)}>
      <FactLines
        lines={[
          [t('card.cameras'), camerasWords(words, site)],
          [t('drawer.recording'), recording === undefined ? undefined : format.number(recording)],
          ...nvrs,
          ...(trouble.length === 0
            ? []
            : [[t('drawer.notOk'), rest > 0 ? `${named}, ${t('drawer.more', { count: rest })}` : named] as const]),
        ]}
      />
    </Section>
  );
}

/** With a tenth where it counts: a disk of 0.4 % is not yet full. */
const nearly = (percent: number): number => (percent < 10 ? percent : Math.round(percent));

function Disks({ words, site, told }: Part) {
  const { t, format } = words;
  const lines = worstDisksFirst(told.health?.disks ?? []).map((disk): FactLine => {
    const free =
      disk.free_mb === undefined || !disk.total_mb
        ? undefined
        : t('drawer.free', {
            pct: format.number(nearly(freePct(disk))),
            gb: format.number(Math.round(disk.free_mb / 1_000)),
          });
    const full =
      disk.full_in_h === undefined ? undefined : t('drawer.fullIn', { age: ageWords(t, disk.full_in_h * HOUR_MS) });
    return [disk.path, [full, free].filter((words) => words !== undefined).join(', ') || undefined];
  });
  return (
    <Section title={t('drawer.disks')} note={asOf(words, site)}>
      {lines.length === 0 ? <p className="t3 s">{t('drawer.untold')}</p> : <FactLines lines={lines} />}
    </Section>
  );
}

function Certificate({ words, told }: Part) {
  const { t, format, now } = words;
  const until = told.cert?.not_after_ts;
  const renewal = told.cert?.renewal;
  return (
    <Section title={t('drawer.certificate')}>
      <FactLines
        lines={[
          [
            t('drawer.validUntil'),
            until === undefined
              ? undefined
              : until <= now
                ? t('alert.certificate.ended')
                : t('drawer.ends', { date: format.date(until), age: ageWords(t, until - now) }),
          ],
          [t('drawer.renewal'), renewal?.planned_ts === undefined ? undefined : format.time(renewal.planned_ts, now)],
          ...(renewal?.result === 'failed'
            ? [[t('drawer.renewalResult'), t('alert.certificate.failed')] as const]
            : []),
        ]}
      />
    </Section>
  );
}

const SHOWN_OF_COMMIT = 8;

function Configuration({ words, told }: Part) {
  const { t, format, now } = words;
  const { reconcile } = told;
  const commit = (id: string | undefined): string | undefined => id?.slice(0, SHOWN_OF_COMMIT);
  const status = reconcile && t(`drawer.config.${reconcile.status}`);
  const since =
    reconcile?.since_ts === undefined ? undefined : t('alerts.since', { time: format.time(reconcile.since_ts, now) });
  return (
    <Section title={t('drawer.configuration')} note={since}>
      <FactLines
        lines={[
          [t('drawer.configStatus'), status],
          [t('drawer.fleetCommit'), commit(reconcile?.commits?.fleet?.applied)],
          [t('drawer.siteCommit'), commit(reconcile?.commits?.site?.applied)],
        ]}
      />
    </Section>
  );
}

function Versions({ words, site, told: { agent, inventory, health } }: Part) {
  const { t } = words;
  const versions = inventory?.versions;
  return (
    <Section title={t('drawer.versions')}>
      <FactLines
        lines={[
          [t('drawer.agent'), agent?.version ?? site.agentVersion ?? versions?.agent],
          ['Frigate', site.frigateVersions?.join(', ')],
          [t('drawer.broker'), versions?.mosquitto],
          [t('drawer.system'), versions?.os],
          [t('drawer.hardware'), inventory?.hardware?.model],
          // The installer at the site reads the same four digits to headquarters: `blocao-agent doctor`.
          [t('drawer.checkCode'), agent && agent.seq !== undefined ? checkCode(site.id, agent.boot, agent.seq) : undefined],
          [t('drawer.weSee'), seenWords(words, health?.nvrs)],
        ]}
      />
    </Section>
  );
}
