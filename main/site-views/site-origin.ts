import type { SiteConsole } from '../../fleet/tunnel/opening.ts';

export const originOf = ({ scheme, host, port }: SiteConsole): string =>
  new URL(`${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`).origin;

/** Whether an address is a page of one of these consoles; `blob:` addresses are of the page that made them. */
export const isWithin = (url: string, consoles: readonly SiteConsole[]): boolean => {
  try {
    const { origin } = new URL(url);
    return consoles.some((one) => originOf(one) === origin);
  } catch {
    return false;
  }
};
