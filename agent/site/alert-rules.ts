import type { At } from '../../fleet/events.ts';
import { cameraView, nvrState } from './nvr-state.ts';
import type { Observed } from './observed.ts';
import { cameraRules } from './rules/camera-rules.ts';
import { configRules } from './rules/config-rules.ts';
import { diskRules } from './rules/disk-rules.ts';
import { nvrRules } from './rules/nvr-rules.ts';
import { routerRules } from './rules/router-rules.ts';
import type { OwnDrops } from './rules/router-rules.ts';
import type { Finding, Look } from './rules/rule.ts';
import type { AgentSettings } from './settings.ts';

/** Everything that rules look at, with what is concluded from each NVR. Pure. */
export const lookAt = (observed: Observed, settings: AgentSettings, at: At): Look => ({
  at,
  observed,
  settings,
  thresholds: settings.thresholds,
  nvrs: Array.from(observed.nvrs.values(), (nvr) => {
    const state = nvrState(nvr, observed.sinceMonoMs, at.monoMs, settings.thresholds);
    const cameras = Array.from(nvr.cameras.values(), (camera) => cameraView(nvr, camera, state, settings.thresholds));
    return { nvr, state, cameras };
  }),
});

/** The verdicts of all rules of contract §5 and §9 over every object of the site. Pure. */
export const findings = (look: Look, own: OwnDrops): readonly Finding[] => [
  ...nvrRules(look),
  ...cameraRules(look),
  ...diskRules(look),
  ...routerRules(look, own),
  ...configRules(look),
];
