/** What a site is, in the order in which the worst comes first (contract §4, last bullets). */
export const STATUS_ORDER = ['offline', 'err', 'warn', 'unknown', 'maintenance', 'ok'] as const;
export type SiteStatus = (typeof STATUS_ORDER)[number];

/** How bad an alert is, worst first (contract §1). */
export const SEVERITY_ORDER = ['critical', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITY_ORDER)[number];

/** Negative when `a` is worse than `b`; clusters, tables and the answer line all sort by it. */
export const compareStatus = (a: SiteStatus, b: SiteStatus): number => STATUS_ORDER.indexOf(a) - STATUS_ORDER.indexOf(b);

export const compareSeverity = (a: Severity, b: Severity): number => SEVERITY_ORDER.indexOf(a) - SEVERITY_ORDER.indexOf(b);
