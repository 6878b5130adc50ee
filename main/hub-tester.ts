import type { HubConfig } from '../fleet/ipc.ts';
import type { HubTest } from '../fleet/model/hub-test.ts';
import { startUtility } from './utility.ts';

/** More than all patience inside the test together. */
const LONGEST_TEST_MS = 60_000;

/** Tests a hub in a process that lives as long as the test: neither main nor the engine waits for a silent network. */
export const createHubTester =
  (entry: string, log: (source: string, text: string) => void) =>
  async (hub: HubConfig): Promise<HubTest> => {
    let timer: NodeJS.Timeout | undefined;
    let end: (graceMs: number) => Promise<void> = () => Promise.resolve();
    try {
      return await new Promise<HubTest>((resolve, reject) => {
        timer = setTimeout(() => reject(new Error('The test did not come to an end.')), LONGEST_TEST_MS);
        const utility = startUtility({
          ...{ entry, name: 'hub-test', log },
          onMessage: (message) => resolve(message as HubTest),
          onExit: (text) => reject(new Error(text)),
        });
        end = utility.end;
        utility.post(hub);
      });
    } finally {
      clearTimeout(timer);
      await end(0);
    }
  };
