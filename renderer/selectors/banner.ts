import type { EngineProcessState, StartInfo } from '../../fleet/ipc.ts';
import type { HubRecord } from '../../fleet/model/hub.ts';
import type { NoticeRecord } from '../../fleet/model/notice.ts';

/** What the line under the header says; one at a time, in the order of this union. */
export type Banner =
  | {
      readonly kind: 'hubs-down';
      readonly hubs: readonly HubRecord[];
      readonly sinceTs: number;
      readonly pictureTs?: number;
    }
  | {
      readonly kind: 'engine';
      readonly process: Exclude<EngineProcessState, { state: 'running' }>;
      readonly pictureTs?: number;
    }
  | { readonly kind: 'old-picture'; readonly pictureTs: number; readonly hubs: readonly HubRecord[] }
  | { readonly kind: 'refused'; readonly hub: HubRecord }
  | { readonly kind: 'notice'; readonly notice: NoticeRecord }
  | { readonly kind: 'read-only'; readonly hub: HubRecord }
  | { readonly kind: 'demo'; readonly sites: number; readonly speed: number }
  | { readonly kind: 'fast-clock'; readonly speed: number };

export interface BannerFacts {
  readonly start?: StartInfo;
  readonly process: EngineProcessState;
  readonly hubs: readonly HubRecord[];
  readonly notices: readonly NoticeRecord[];
  readonly dismissed: ReadonlySet<string>;
  /** Fleet time from which no hub is connected; absent while one is. */
  readonly hubsDownSinceTs?: number;
  readonly hubWasUp: boolean;
  readonly live: boolean;
  readonly hasPicture: boolean;
  /** Receive time of the newest thing on screen. */
  readonly pictureTs?: number;
}

/**
 * Rank: hub unreachable > engine restarting > old picture > what is refused or was lost > demo (visual §7 "Banner").
 */
export function bannerOf(facts: BannerFacts): Banner | undefined {
  const picture = facts.pictureTs === undefined ? {} : { pictureTs: facts.pictureTs };
  const engineUp = facts.process.state === 'running';
  if (engineUp && facts.hubsDownSinceTs !== undefined && (facts.hubWasUp || facts.hubs.some(isUnreachable))) {
    return { kind: 'hubs-down', hubs: facts.hubs, sinceTs: facts.hubsDownSinceTs, ...picture };
  }
  if (facts.process.state === 'restarting' || facts.process.state === 'failed')
    return { kind: 'engine', process: facts.process, ...picture };
  if (!facts.live && facts.hasPicture && facts.pictureTs !== undefined)
    return { kind: 'old-picture', pictureTs: facts.pictureTs, hubs: facts.hubs };
  const refused = facts.hubs.find((hub) => hub.refused.length > 0 && !facts.dismissed.has(`refused:${hub.id}`));
  if (refused) return { kind: 'refused', hub: refused };
  const notice = facts.notices.find((one) => !facts.dismissed.has(one.id));
  if (notice) return { kind: 'notice', notice };
  const readOnly = facts.hubs.find((hub) => hub.readOnly && !facts.dismissed.has(`read-only:${hub.id}`));
  if (readOnly) return { kind: 'read-only', hub: readOnly };
  return startBanner(facts.start);
}

function startBanner(start: StartInfo | undefined): Banner | undefined {
  if (start?.demo) return { kind: 'demo', sites: start.demo.sites, speed: start.clockSpeed };
  if (start && start.clockSpeed !== 1) return { kind: 'fast-clock', speed: start.clockSpeed };
  return undefined;
}

/** Still dialling for the first time is not "unreachable". */
const isUnreachable = (hub: HubRecord): boolean => hub.state === 'waiting' || hub.problem !== undefined;
