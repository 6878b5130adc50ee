/** What a failing test shows besides its error. `scripts/test/reporter.mjs` reads it in the same process. */
interface Evidence {
  /** What is waited for now; `sinceMs` of performance.now(). */
  readonly waits: Set<{ readonly what: string | (() => string); readonly sinceMs: number }>;
  /** All that a child process wrote so far, by its name. */
  readonly logs: Map<string, () => string>;
}

const mostLogs = 8;

declare global {
  // oxlint-disable-next-line no-var -- only `var` declares a property of globalThis
  var blocaoTestEvidence: Evidence | undefined;
}

export const evidence: Evidence = (globalThis.blocaoTestEvidence ??= { waits: new Set(), logs: new Map() });

/** Only the latest few are kept: property tests start many. */
export const noteLog = (name: string, log: () => string): void => {
  evidence.logs.delete(name);
  evidence.logs.set(name, log);
  const [oldest] = evidence.logs.keys();
  if (evidence.logs.size > mostLogs && oldest !== undefined) evidence.logs.delete(oldest);
};
