import { ADOPT_SITES_MAX } from '../../fleet/desk/adoption.ts';
import type { EngineDiagnostics } from '../../fleet/engine-diagnostics.ts';
import type { AdoptOutcome, EngineAnswers, EngineFrame, EngineRequest } from '../../fleet/ipc.ts';
import { decodeBody } from '../../fleet/decode.ts';
import { isSiteId, type SiteId } from '../../fleet/ids.ts';
import type { StateKind } from '../../fleet/wire/catalogue.ts';
import type { RequestFrame } from './delta-outbox.ts';
import type { HubSource } from './hub-source.ts';
import type { Quarantine } from './quarantine.ts';
import type { SharedRuleBook } from './shared-rules.ts';
import type { Reader } from './store/reader.ts';

export interface RequestParts {
  readonly reader: Reader;
  readonly quarantine: Quarantine;
  readonly hubs: () => readonly HubSource[];
  readonly diagnostics: () => Promise<EngineDiagnostics>;
  readonly statusHistory: () => EngineAnswers['status-history'];
  readonly acceptRouter: (site: SiteId) => Promise<AdoptOutcome>;
  readonly rules: SharedRuleBook;
  readonly adopt: (request: AdoptRequest) => Promise<AdoptOutcome>;
}

export type AdoptRequest = Extract<EngineRequest, { name: 'adopt' }>;

type Failure = { readonly code: string; readonly text: string };
type Answer = { readonly value: EngineAnswers[EngineRequest['name']] } | Failure;

/** As the fold reads them: no nulls, words of newer agents as `unknown`. A last will is no document and stays out. */
const readDocuments = (reader: Reader, site: SiteId): EngineAnswers['site-documents'] =>
  Object.fromEntries(
    Object.entries(reader.siteDocuments(site)).flatMap(([kind, stored]) => {
      const read = decodeBody(kind as StateKind, stored);
      return read.ok ? [[kind, read.body] as const] : [];
    }),
  );

const isAdopt = ({ sites, state }: AdoptRequest): boolean =>
  Array.isArray(sites) && sites.length <= ADOPT_SITES_MAX && sites.every(isSiteId) && (state === 'adopted' || state === 'ignored');

const answer = async (parts: RequestParts, request: EngineRequest): Promise<Answer> => {
  switch (request.name) {
    case 'site-documents':
      return isSiteId(request.site) ? { value: readDocuments(parts.reader, request.site) } : { code: 'bad_request', text: 'not a site id' };
    case 'quarantine':
      return { value: parts.quarantine.samples() };
    case 'diagnostics':
      return { value: await parts.diagnostics() };
    case 'retry-hubs':
      for (const hub of parts.hubs()) hub.nudge();
      return { value: null };
    case 'status-history':
      return { value: parts.statusHistory() };
    case 'accept-router':
      return isSiteId(request.site) ? { value: await parts.acceptRouter(request.site) } : { code: 'bad_request', text: 'not a site id' };
    case 'rules':
      return { value: parts.rules.read() };
    case 'set-rule':
      return { value: await parts.rules.set(request) };
    case 'adopt':
      return isAdopt(request) ? { value: await parts.adopt(request) } : { code: 'bad_request', text: 'not a list of sites and a decision' };
    default:
      request satisfies never;
      return { code: 'unknown_request', text: 'this engine does not know the request' };
  }
};

/** Answers a window's question; a failure crosses with its code and never takes the engine down. */
export const answerRequest = async (parts: RequestParts, frame: RequestFrame): Promise<EngineFrame> => {
  try {
    const result = await answer(parts, frame);
    return 'code' in result ? { type: 'failure', id: frame.id, ...result } : { type: 'reply', id: frame.id, value: result.value };
  } catch (error) {
    return { type: 'failure', id: frame.id, code: 'failed', text: error instanceof Error ? error.message : 'unknown' };
  }
};
