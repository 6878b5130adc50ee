/** Something about this console itself that the operator must know; shown as banner or in Diagnostics. */
export type NoticeKind = 'database_rebuilt' | 'database_unusable' | 'disk_full' | 'showing_all_as_adopted' | 'keychain_missing' | 'pending_full';

export interface NoticeRecord {
  readonly id: string;
  readonly kind: NoticeKind;
  readonly ts: number;
  readonly values: Readonly<Record<string, string | number>>;
}

/** A counter of what was dropped, refused or delayed; `id` is `reason` or `reason:SITE`. */
export interface CounterRecord {
  readonly id: string;
  readonly n: number;
  readonly lastTs: number;
}
