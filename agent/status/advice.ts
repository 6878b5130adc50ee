import type { AgentAlertKind } from '../site/rules/rule.ts';

/*
 * What an installer who stands before the router can do about it. English: the tools at the site speak one language.
 */

export const ADVICE: Readonly<Record<AgentAlertKind, string>> = {
  camera_offline: 'Check its power and network cable, then its stream in Frigate.',
  camera_frozen: 'Restart the camera; if it returns, look at the detector load in Frigate.',
  no_recordings: 'Look into Frigate whether recording is on and its disk is mounted and not full.',
  recording_path_missing: 'The recording disk is not mounted: check the disk and its mount, then restart Frigate.',
  disk_low: 'Free space, shorten the retention, or fit a larger disk.',
  nvr_down: 'Check that the box has power and network and that Frigate runs; check its address in the settings.',
  nvr_stale: 'Check that Frigate has MQTT switched on and reaches the broker of this router.',
  nvr_safe_mode: "Open Frigate's configuration: it names the line that is wrong.",
  detector_slow: 'Too many cameras or a missing accelerator: check the detector in Frigate.',
  hot: 'Clear the vents, move the router away from other heat, check its fan.',
  clock_unset: 'Allow time synchronisation (NTP, UDP port 123) to the internet or to a server in the network.',
  queue_dropping: 'The site was cut off for too long or says too much: check the uplink, then the hub.',
  bridge_refused: 'Run `blocao-agent doctor`: it tells whether the certificate, the address or the hub is the reason.',
  config_failed: 'Read the error at headquarters or in the log of the agent.',
  config_rolled_back: 'The last configuration cut the site off and was taken back: tell headquarters.',
  config_drift: 'Somebody changed files by hand: tell headquarters before changing more.',
  config_refused: 'Some settings are beyond what the fleet allows: tell headquarters.',
  config_stale: 'Check the way to the configuration server.',
  config_frozen: 'Tell headquarters: the release branch went back.',
  trust_broken: 'Stop here and tell headquarters: a configuration is not signed by a trusted key.',
};
