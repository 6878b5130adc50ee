import type { Outbox } from '../outbox.ts';
import type { SiteAgentDeps } from '../site-agent-deps.ts';
import { createEmbeddingSource } from './embedding-source.ts';
import type { EmbeddingDeps, EmbeddingSource } from './embedding-source.ts';

/** The vectors of a site that opted in and runs where they can be read; else undefined. */
export const openEmbeddings = (
  { settings, vectors, frigateHttp, now }: SiteAgentDeps,
  outbox: Outbox,
  telling: Pick<EmbeddingDeps, 'tell' | 'settle'>,
): EmbeddingSource | undefined =>
  vectors &&
  createEmbeddingSource(settings, {
    ...{ ...vectors, ...telling },
    http: (nvr) => frigateHttp?.(nvr),
    monoMs: () => now().monoMs,
    eventsAfter: (seq) => outbox.after(seq, Infinity),
    lastSeq: () => outbox.lastSeq,
    provenSeq: () => outbox.provenSeq,
  });
