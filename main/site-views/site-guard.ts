import type { WebContents } from 'electron';
import type { SiteConsole } from '../../fleet/tunnel/opening.ts';
import { isWithin } from './site-origin.ts';

/*
 * What a site's page may do to the console around it: nothing. The proxy decides what it reaches; here: where its view
 * may go, windows, dialogs, links.
 */

export interface SiteGuardParts {
  /** The console and the site's others: pages of the same site. */
  readonly consoles: readonly SiteConsole[];
  /** A page wants to go elsewhere: the operator is asked. */
  readonly onLink: (url: string) => void;
}

/** To be called before the first load. */
export const guardSitePage = (contents: WebContents, { consoles, onLink }: SiteGuardParts): void => {
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    // A window of the same site opens in its place; no page gets a window that it could dress up.
    if (isWithin(url, consoles)) void contents.loadURL(url).catch(() => undefined);
    else onLink(url);
    return { action: 'deny' };
  });
  const keepWithin = (event: { readonly url: string; readonly isMainFrame: boolean; preventDefault: () => void }): void => {
    if (!event.isMainFrame || isWithin(event.url, consoles)) return;
    event.preventDefault();
    onLink(event.url);
  };
  contents.on('will-frame-navigate', keepWithin);
  contents.on('will-redirect', keepWithin);
  // "Leave this page?" would be a dialog without a name; leaving is the operator's word.
  contents.on('will-prevent-unload', (event) => event.preventDefault());
};
