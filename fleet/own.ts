/** The record's own member: ids come from outside, and `constructor` is a valid one (contract §7). */
export const own = <V>(record: Readonly<Record<string, V>> | undefined, key: string): V | undefined =>
  record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
