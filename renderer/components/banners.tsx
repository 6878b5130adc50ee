import { CircleAlert, DatabaseZap, Eye, History, Play, ShieldAlert, Unplug } from 'lucide-react';
import { useMemo, type MouseEvent, type ReactNode } from 'react';
import { invoke } from '../bridge.ts';
import { firstClick } from '../first-click.ts';
import { ageWords } from '../i18n/format.ts';
import { bannerOf, type Banner } from '../selectors/banner.ts';
import { useConsole, useFleet, useOverview, useStores, useWords } from '../use-fleet.ts';

/** What outranks everything else right now, or nothing. */
function useBanner(): Banner | undefined {
  const { start, process, dismissed } = useConsole((state) => state);
  const hubs = useFleet((picture) => picture.tables.hubs);
  const notices = useFleet((picture) => picture.tables.notices);
  // Asked only while it matters: it looks at every key of the table.
  const hasPicture = useFleet(({ live, tables }) => !live && Object.keys(tables.sites).length > 0);
  const live = useFleet((picture) => picture.live);
  const pictureTs = useFleet((picture) => picture.pictureTs);
  const hubsDownSinceTs = useOverview((state) => state.hubsDownSinceTs);
  const hubWasUp = useOverview((state) => state.hubWasUp);
  return useMemo(
    () =>
      bannerOf({
        process,
        dismissed,
        live,
        hubWasUp,
        hasPicture,
        hubs: Object.values(hubs),
        notices: Object.values(notices),
        ...(start ? { start } : {}),
        ...(pictureTs === undefined ? {} : { pictureTs }),
        ...(hubsDownSinceTs === undefined ? {} : { hubsDownSinceTs }),
      }),
    [start, process, dismissed, hubs, notices, hasPicture, live, pictureTs, hubsDownSinceTs, hubWasUp],
  );
}

/** One line under the header. `role="status"`: its change is spoken without taking the focus. */
export function Banners({ onConnect }: { readonly onConnect: () => void }) {
  const banner = useBanner();
  return <div role="status">{banner && <BannerLine banner={banner} onConnect={onConnect} />}</div>;
}

function BannerLine({ banner, onConnect }: { readonly banner: Banner; readonly onConnect: () => void }) {
  const { t } = useWords();
  switch (banner.kind) {
    case 'hubs-down':
      return <HubsDown banner={banner} />;
    case 'engine':
      return <EngineLine banner={banner} />;
    case 'old-picture':
      return <OldPicture banner={banner} />;
    case 'refused':
      return <RefusedLine banner={banner} />;
    case 'notice':
      return (
        <Line
          tone={banner.notice.kind === 'showing_all_as_adopted' ? 'adopted' : 'unknown'}
          icon={<DatabaseZap className="i" aria-hidden="true" />}
          action={<Dismiss id={banner.notice.id} />}
        >
          {t(`notice.${banner.notice.kind}`, banner.notice.values)}
        </Line>
      );
    case 'read-only':
      return (
        <Line
          tone="adopted"
          icon={<Eye className="i" aria-hidden="true" />}
          action={<Dismiss id={`read-only:${banner.hub.id}`} />}
        >
          {t('banner.readOnly', { hub: banner.hub.name })}
        </Line>
      );
    case 'demo':
      return (
        <Line
          tone="demo"
          icon={<Play className="i" aria-hidden="true" />}
          action={<ActionButton primary label={t('banner.connect')} onClick={onConnect} />}
        >
          <b className="b">{t('banner.demoLead')}</b>, {t('banner.demo', { count: banner.sites })}
          {banner.speed !== 1 && ` – ${t('banner.clock', { speed: banner.speed })}`}
        </Line>
      );
    case 'fast-clock':
      return (
        <Line tone="demo" icon={<Play className="i" aria-hidden="true" />}>
          {t('banner.fastClock', { speed: banner.speed })}
        </Line>
      );
    default:
      return banner satisfies never;
  }
}

function RefusedLine({ banner: { hub } }: { readonly banner: Extract<Banner, { kind: 'refused' }> }) {
  const { t } = useWords();
  const topics = hub.refused.map(({ topic }) => topic).join(', ');
  return (
    <Line
      tone="unknown"
      icon={<ShieldAlert className="i" aria-hidden="true" />}
      action={<Dismiss id={`refused:${hub.id}`} />}
    >
      {t('banner.refused', { hub: hub.name, topics })}
    </Line>
  );
}

function HubsDown({ banner }: { readonly banner: Extract<Banner, { kind: 'hubs-down' }> }) {
  const { t, format, now } = useWords();
  const { fleet } = useStores();
  return (
    <Line
      tone="unknown"
      icon={<Unplug className="i" aria-hidden="true" />}
      action={
        <ActionButton
          label={t('banner.retry')}
          onClick={() => void fleet.request({ name: 'retry-hubs' }).catch(() => undefined)}
        />
      }
    >
      <b className="b">
        {t('banner.hubsDown', { time: format.time(banner.sinceTs, now), age: ageWords(t, now - banner.sinceTs) })}
      </b>
      {banner.pictureTs !== undefined && ` ${t('banner.picture', { time: format.seconds(banner.pictureTs) })}`}
    </Line>
  );
}

function EngineLine({ banner }: { readonly banner: Extract<Banner, { kind: 'engine' }> }) {
  const { t, format, now } = useWords();
  const { process, pictureTs } = banner;
  const picture =
    pictureTs === undefined
      ? ''
      : ` ${t('banner.pictureAge', { time: format.seconds(pictureTs), age: ageWords(t, now - pictureTs) })}`;
  const tries =
    'restarts' in process && process.restarts > 1 ? ` ${t('banner.engineTries', { count: process.restarts })}` : '';
  const failed = process.state === 'failed';
  const hung = process.state === 'restarting' && process.hung;
  return (
    <Line
      tone={failed ? 'unknown' : 'engine'}
      icon={failed ? <CircleAlert className="i" aria-hidden="true" /> : <span className="spin" aria-hidden="true" />}
      {...(failed
        ? {
            action: (
              <ActionButton label={t('banner.restart')} onClick={() => void invoke('restart-engine', undefined)} />
            ),
          }
        : {})}
    >
      <b className="b">{t(failed ? 'banner.engineFailed' : hung ? 'banner.engineHung' : 'banner.engineRestarts')}</b>
      {picture}
      {tries}
    </Line>
  );
}

function OldPicture({ banner }: { readonly banner: Extract<Banner, { kind: 'old-picture' }> }) {
  const { t, format, now } = useWords();
  const dialled = banner.hubs.filter((hub) => hub.state !== 'stopped').map((hub) => hub.name);
  return (
    <Line tone="unknown" icon={<History className="i" aria-hidden="true" />}>
      <b className="b">{t('banner.oldPicture')}</b>{' '}
      {t('banner.pictureAge', { time: format.time(banner.pictureTs, now), age: ageWords(t, now - banner.pictureTs) })}
      {dialled.length > 0 && ` ${t('banner.connecting', { hubs: dialled.join(', ') })}`}
    </Line>
  );
}

interface LineProps {
  readonly tone: 'unknown' | 'engine' | 'demo' | 'adopted';
  readonly icon: ReactNode;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

function Line({ tone, icon, action, children }: LineProps) {
  return (
    <div className={`banner ${tone}`} data-testid="banner">
      {icon}
      <span className="grow">{children}</span>
      {action}
    </div>
  );
}

function ActionButton({
  label,
  onClick,
  primary,
}: {
  readonly label: string;
  readonly onClick: (event: MouseEvent) => void;
  readonly primary?: boolean;
}) {
  return (
    <button type="button" className={primary ? 'btn sm primary' : 'btn sm'} onClick={onClick}>
      {label}
    </button>
  );
}

/** The next line's button comes to the same place. */
function Dismiss({ id }: { readonly id: string }) {
  const { t } = useWords();
  const { console } = useStores();
  return <ActionButton label={t('banner.dismiss')} onClick={firstClick(() => console.dismiss(id))} />;
}
