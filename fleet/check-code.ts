import type { SiteId } from './ids.ts';

/*
 * Four digits that an installer and headquarters compare by telephone: both ends make them of the same message, the site's
 * last `state/agent`, which the site sends anew for every check. No secret and no proof of identity: the certificate is that.
 */

const OFFSET = 2_166_136_261;
const PRIME = 16_777_619;

/** `boot` and `seq` are those of the envelope of `state/agent` (contract §3). */
export const checkCode = (site: SiteId, boot: number, seq: number): string => {
  let hash = OFFSET;
  for (const character of `${site} ${boot} ${seq}`) hash = Math.imul(hash ^ character.charCodeAt(0), PRIME) >>> 0;
  // The low digits of FNV-1a hang together in messages that follow each other.
  hash = Math.imul(hash ^ (hash >>> 15), 2_246_822_519) >>> 0;
  return String(((hash ^ (hash >>> 13)) >>> 0) % 10_000).padStart(4, '0');
};
