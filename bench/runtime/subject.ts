import type { SinkTotals } from './window-sink.ts';
import type { Watch } from '../subjects/contestant.ts';

/** One process under measurement, as the bench sees it. */
export interface SubjectHandle {
  readonly pid: number;
  /** Settles with the exit code. */
  readonly exited: Promise<number>;
  post(message: unknown): void;
  /** The next message of this type; one that came before is answered at once. Rejects when the process ends. */
  messages(type: string): Promise<unknown>;
  /** Tells the sink at its port what to wait for. */
  expect(totals: SinkTotals): Promise<Watch>;
  look(): Promise<SinkTotals>;
}
