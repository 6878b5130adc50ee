/** Why a message was dropped, in the order of the checks (contract §7). `version`: "needs a newer console". */
export const REJECT_REASONS = [
  'topic',
  'site_id',
  'too_large',
  'utf8',
  'json',
  'depth',
  'type',
  'version',
  'bad_unit',
  'schema',
  'lamport',
  'site_mismatch',
] as const;

export type RejectReason = (typeof REJECT_REASONS)[number];

/** Everything that is dropped, refused or delayed is counted under one of these (contract §7); Diagnostics has words for each. */
export const COUNTER_REASONS = [
  'rejected',
  'retired',
  'old_boot',
  'old_seq',
  'duplicate_event',
  'retained_cleared',
  'bridge_unknown_site',
  'embedding_unused',
  'alerts_full',
  'sites_full',
  'pending_full',
  'desk_full',
  'desk_expired',
  'desk_log_unreadable',
  'desk_log_invalid',
  'desk_sync_full',
  'desk_sync_too_large',
  'desk_sync_refused',
  'flood_delayed',
  'flood_dropped',
  'inbox_coalesced',
  'state_coalesced',
  'internal_error',
  'other',
] as const;

export type CounterReason = (typeof COUNTER_REASONS)[number];

/** `reason` or `reason.KIND`, with `:SITE` behind it where one site is to be named. */
export type CounterId = CounterReason | `${CounterReason}.${string}` | `${CounterReason}:${string}`;
