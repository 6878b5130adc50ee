import type { Duplex } from 'node:stream';
import type { TunnelStream } from '../engine.ts';

/**
 * Joins a CONNECT's two sides. Each direction ends on its own (half-close); an error or an abort of one side ends both, so
 * that the page sees a broken connection as broken. Piping carries back-pressure both ways.
 */
export const join = (page: Duplex, site: TunnelStream, head: Buffer): void => {
  const endBoth = (): void => {
    page.destroy();
    site.destroy();
  };
  for (const side of [page, site]) {
    side.on('error', endBoth);
    side.on('close', endBoth);
  }
  page.write('HTTP/1.1 200 Connection established\r\n\r\n');
  if (head.length > 0) site.write(head);
  page.pipe(site);
  site.pipe(page);
};
