/*
 * The names of contract §1. Each id is a branded string: only a parser makes one, so a value of the type is known to be
 * safe as a topic level, a file name and a key.
 */

/** `^[A-Z0-9]{2,8}(-[A-Z0-9]{1,12}){1,3}$`, at most 32 characters: CN of the certificate, MQTT user and client id. */
export type SiteId = string & { readonly __brand: 'SiteId' };
/** One box with Frigate at a site, `nvr` where there is only one. */
export type NvrId = string & { readonly __brand: 'NvrId' };
/** 8 hex digits, kept per console profile (contract §6). */
export type ConsoleId = string & { readonly __brand: 'ConsoleId' };

export const SITE_ID_MAX_LENGTH = 32;
/** Allows up to 47 characters: `isSiteId` checks the length too. */
export const SITE_ID_PATTERN = /^[A-Z0-9]{2,8}(?:-[A-Z0-9]{1,12}){1,3}$/;
export const NVR_ID_PATTERN = /^[a-z0-9][a-z0-9-]{0,15}$/;
export const CONSOLE_ID_PATTERN = /^[0-9a-f]{8}$/;
/** Ids of alerts, windows, rules, roll-outs and hand-overs as a topic level: a ULID, `site_offline.BOOT.SEQ`, a serial. */
export const DOCUMENT_ID_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;
/** Key of one desk operation: `CONSOLE-K`, K counted by that console (contract §6). */
export const OPERATION_ID_PATTERN = /^[0-9a-f]{8}-(?:0|[1-9][0-9]{0,9})$/;
/** The NVR of a site that has only one (contract §1). */
export const DEFAULT_NVR = 'nvr' as NvrId;

export const isSiteId = (value: unknown): value is SiteId =>
  typeof value === 'string' && value.length <= SITE_ID_MAX_LENGTH && SITE_ID_PATTERN.test(value);

/** The site id in `text`, or undefined; nothing is trimmed or changed in case (contract §1). */
export const parseSiteId = (text: string): SiteId | undefined => (isSiteId(text) ? text : undefined);

/** Name of the git repository with the site's own configuration: `site-config-bl-lab-1`. */
export const siteRepository = (site: SiteId): string => `site-config-${site.toLowerCase()}`;

export const isNvrId = (value: unknown): value is NvrId => typeof value === 'string' && NVR_ID_PATTERN.test(value);

export const parseNvrId = (text: string): NvrId | undefined => (isNvrId(text) ? text : undefined);

export const isConsoleId = (value: unknown): value is ConsoleId => typeof value === 'string' && CONSOLE_ID_PATTERN.test(value);

export const parseConsoleId = (text: string): ConsoleId | undefined => (isConsoleId(text) ? text : undefined);

export const isDocumentId = (value: unknown): value is string => typeof value === 'string' && DOCUMENT_ID_PATTERN.test(value);

export const isOperationId = (value: unknown): value is string => typeof value === 'string' && OPERATION_ID_PATTERN.test(value);

/** The console that wrote a desk operation. Only for ids that `isOperationId` accepts. */
export const consoleOfOperation = (operation: string): ConsoleId => operation.slice(0, 8) as ConsoleId;
