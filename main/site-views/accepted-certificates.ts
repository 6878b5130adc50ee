import { readTextIfExists, writeFileAtomically } from '../../platform/atomic-file.ts';
import type { ConsoleKey } from '../../fleet/tunnel/opening.ts';

interface Accepted {
  readonly sha256: string;
  /** What the site's document pinned then; another pin since takes the decision back. */
  readonly pinned?: string;
}

/** What was accepted by hand on this computer, one certificate per console. */
export interface AcceptedCertificates {
  readonly of: (key: ConsoleKey, pinned: string | undefined) => readonly string[];
  /** Throws where the disk refuses. */
  readonly accept: (key: ConsoleKey, accepted: Accepted) => void;
}

const MOST = 2_000;
const HEX = /^[0-9a-f]{64}$/;

/** Kept in `file`; one that cannot be read counts as empty: the question is asked again. */
export const openAcceptedCertificates = (file: string): AcceptedCertificates => {
  const known = new Map(read(file));
  return {
    of: (key, pinned) => {
      const one = known.get(key);
      return one !== undefined && one.pinned === pinned ? [one.sha256] : [];
    },
    accept: (key, accepted) => {
      known.delete(key);
      known.set(key, accepted);
      for (const oldest of known.keys()) if (known.size > MOST) known.delete(oldest);
      writeFileAtomically(file, `${JSON.stringify({ v: 1, accepted: Object.fromEntries(known) })}\n`);
    },
  };
};

const read = (file: string): [ConsoleKey, Accepted][] => {
  try {
    const body = JSON.parse(readTextIfExists(file) ?? '{}') as { accepted?: Record<string, Partial<Accepted>> };
    return Object.entries(body.accepted ?? {}).flatMap(([key, { sha256, pinned }]): [ConsoleKey, Accepted][] =>
      typeof sha256 === 'string' && HEX.test(sha256) && (pinned === undefined || typeof pinned === 'string')
        ? [[key, { sha256, ...(pinned === undefined ? {} : { pinned }) }]]
        : [],
    );
  } catch {
    return [];
  }
};
