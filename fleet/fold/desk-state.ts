import type { LastWriterDocument } from '../desk/last-writer.ts';
import type { RulesById } from '../desk/rules.ts';
import type { WindowsById } from '../desk/windows.ts';
import type { HubId } from '../model/hub.ts';
import { emptyShardMap } from '../shard-map.ts';
import type { ShardMap } from '../shard-map.ts';
import type { DeskAlert } from '../wire/desk-alert.ts';
import type { DeskSite } from '../wire/desk-site.ts';

/** Operation sets of one site by alert id. */
export type SetsById = Readonly<Record<string, DeskAlert>>;

/** The desk documents that the fold knows, merged over all hubs (contract §6). */
export interface DeskState {
  readonly sites: ShardMap<DeskSite>;
  readonly alerts: ShardMap<SetsById>;
  readonly alertCount: number;
  readonly windows: WindowsById;
  readonly rules: RulesById;
  /** Roll-outs and hand-overs by topic; kept for the screens of their own. */
  readonly others: Readonly<Record<string, LastWriterDocument>>;
  /** Hubs whose `_desk/#` fell quiet since they connected. */
  readonly quiet: readonly HubId[];
  /** The absence of adoption documents was judged once: from then on it is a fact. */
  readonly judged: boolean;
}

export const emptyDesk = (): DeskState => ({
  sites: emptyShardMap(),
  alerts: emptyShardMap(),
  alertCount: 0,
  windows: {},
  rules: {},
  others: {},
  quiet: [],
  judged: false,
});
