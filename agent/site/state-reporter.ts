import { localTopic } from '../../fleet/topics.ts';
import { CATALOGUE } from '../../fleet/wire/catalogue.ts';
import type { StateKind } from '../../fleet/wire/catalogue.ts';
import type { Report } from './documents.ts';
import { sealState } from './identity.ts';
import type { Identity } from './identity.ts';
import type { LocalMessage } from './local-broker.ts';
import { dueDocuments } from './report.ts';
import type { ReportMemory } from './report.ts';

/*
 * States leave here: those that are due, under one rising number per boot.
 */

export interface StateReporter {
  /** All documents are sent anew with the next report, or only one kind. */
  forget(kind?: StateKind): void;
  report(report: Report, by: Identity): void;
  /** Number of the last document of a kind in this boot. */
  lastSeq(kind: StateKind): number | undefined;
}

export const createStateReporter = (publish: (message: LocalMessage) => void): StateReporter => {
  let sent: ReportMemory = new Map();
  let seq = 0;
  const lastSeqs = new Map<StateKind, number>();
  return {
    forget: (kind) => {
      const rest = new Map(kind === undefined ? [] : sent);
      if (kind !== undefined) rest.delete(kind);
      sent = rest;
    },
    report: (report, by) => {
      const { memory, due } = dueDocuments(sent, report);
      sent = memory;
      for (const { kind, body } of due) {
        seq += 1;
        lastSeqs.set(kind, seq);
        const { qos, retained } = CATALOGUE[kind];
        publish({ topic: localTopic(kind), payload: sealState(kind, body, by, seq, report.look.at), qos, retain: retained });
      }
    },
    lastSeq: (kind) => lastSeqs.get(kind),
  };
};
