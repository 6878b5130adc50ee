import type { OpenAlertRecord } from '../alert-step.ts';
import type { Look } from './rule.ts';

/*
 * Whether an object that no rule names is gone, or only not looked at yet: an agent that has just started knows no disk, no
 * bridge and no camera, and what was open before must neither close nor get another id for that.
 */

/** An agent without a configuration loop closes what an earlier one left open, once that loop had time to speak. */
const CONFIG_WAIT_MS = 10 * 60_000;

const isHubGone = ({ settings, observed }: Look, object: string): boolean =>
  settings.hubs.length > 0 ? settings.hubs.every(({ name }) => object !== `hub:${name}`) : observed.bridges.size > 0;

/** Of an object that no finding is about. Pure. */
export const isGone = (look: Look, { object, nvr }: Pick<OpenAlertRecord, 'object' | 'nvr'>): boolean => {
  const { observed, at } = look;
  const owner = nvr && observed.nvrs.get(nvr);
  if (object === 'site') return observed.config !== undefined || at.monoMs - observed.sinceMonoMs > CONFIG_WAIT_MS;
  if (object.startsWith('hub:')) return isHubGone(look, object);
  if (object.startsWith('disk:')) return nvr === undefined ? observed.router?.disks !== undefined : owner?.stats !== undefined || owner === undefined;
  if (object.startsWith('camera:')) return owner?.settings.discover !== true || owner.cameras.size > 0;
  return true;
};
