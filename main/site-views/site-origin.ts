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

const LONGEST_LINK = 2_000;

/** An address elsewhere as the operator is asked about it: of the web, and without a user name, which would look like a host. */
export const linkToAsk = (url: string): string | undefined => {
  if (!/^https?:\/\//.test(url) || url.length > LONGEST_LINK || !URL.canParse(url)) return undefined;
  const link = new URL(url);
  link.username = '';
  link.password = '';
  return link.href;
};
