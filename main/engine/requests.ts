import type { EngineAnswers, EngineDiagnostics, EngineFrame, EngineRequest } from '../../fleet/ipc.ts';
import { isSiteId } from '../../fleet/ids.ts';
import type { RequestFrame } from './delta-outbox.ts';
import type { HubSource } from './hub-source.ts';
import type { Quarantine } from './quarantine.ts';
import type { Reader } from './store/reader.ts';

export interface RequestParts {
  readonly reader: Reader;
  readonly quarantine: Quarantine;
  readonly hubs: () => readonly HubSource[];
  readonly diagnostics: () => EngineDiagnostics;
}

type Failure = { readonly code: string; readonly text: string };
type Answer = { readonly value: EngineAnswers[EngineRequest['name']] } | Failure;

const answer = (parts: RequestParts, request: EngineRequest): Answer => {
  switch (request.name) {
    case 'site-documents':
      return isSiteId(request.site) ? { value: parts.reader.siteDocuments(request.site) } : { code: 'bad_request', text: 'not a site id' };
    case 'quarantine':
      return { value: parts.quarantine.samples() };
    case 'diagnostics':
      return { value: parts.diagnostics() };
    case 'retry-hubs':
      for (const hub of parts.hubs()) hub.nudge();
      return { value: null };
    default:
      request satisfies never;
      return { code: 'unknown_request', text: 'this engine does not know the request' };
  }
};

/** Answers a window's question; a failure crosses with its code and never takes the engine down. */
export const answerRequest = (parts: RequestParts, frame: RequestFrame): EngineFrame => {
  try {
    const result = answer(parts, frame);
    return 'code' in result ? { type: 'failure', id: frame.id, ...result } : { type: 'reply', id: frame.id, value: result.value };
  } catch (error) {
    return { type: 'failure', id: frame.id, code: 'failed', text: error instanceof Error ? error.message : 'unknown' };
  }
};
