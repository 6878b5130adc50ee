import type { HubConfig } from '../../../fleet/ipc.ts';
import type { HubTest, HubTestLine } from '../../../fleet/model/hub-test.ts';
import { isLinkUrl } from '../../../platform/mqtt-options.ts';
import { adviceFor } from './advice.ts';
import { tryToReach } from './reach.ts';
import { tryRights } from './rights.ts';

/** Goes the way to a hub step by step and says where it ends; leaves nothing behind there. */
export const testHub = async (hub: HubConfig): Promise<HubTest> => {
  if (!isLinkUrl(hub.url)) return report(hub.url, [{ step: 'address', result: 'failed' }]);
  const address: HubTestLine = { step: 'address', result: 'ok' };
  const way = [address, ...(await tryToReach(hub))];
  if (way.some(({ result }) => result === 'failed')) return report(hub.url, way);
  const { lines, protocol } = await tryRights(hub);
  // A late word on our certificate corrects the step that had seemed good.
  const before = lines.some(({ step }) => step === 'tls') ? way.filter(({ step }) => step !== 'tls') : way;
  return { ...report(hub.url, [...before, ...lines]), ...(protocol === undefined ? {} : { protocol }) };
};

const report = (url: string, lines: readonly HubTestLine[]): HubTest => ({
  ok: lines.every(({ result }) => result !== 'failed'),
  lines,
  advice: adviceFor(lines, url),
});
