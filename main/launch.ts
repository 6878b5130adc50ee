import type { LocalSettings } from '../fleet/ipc.ts';
import { parseArguments, type LaunchArguments } from './arguments.ts';
import { planFleet, type HubSecret } from './engine-config.ts';
import { chooseSpeed } from './fleet-clock.ts';
import { filesOfEnvironment, type HubFiles } from './hub-files.ts';
import { createProfileDirs, keepConsoleId, profileAt, type Profile } from './profile.ts';
import { takeEnvironmentSecret } from './secrets.ts';
import { defaultSettings, loadSettings } from './settings.ts';

export interface LaunchInput {
  readonly argv: readonly string[];
  /** Hub credentials are taken out of it. */
  readonly env: NodeJS.ProcessEnv;
  readonly defaultProfileDir: string;
  readonly locale: string;
  readonly packaged: boolean;
}

/** Everything that a start depends on, read once and checked. */
export interface Launch {
  readonly args: LaunchArguments;
  readonly profile: Profile;
  readonly consoleId: string;
  readonly settings: LocalSettings;
  readonly environmentSecret: HubSecret;
  readonly environmentFiles: HubFiles;
  readonly speed: number;
  readonly baseMs: number | undefined;
}

export type LaunchOutcome =
  | { readonly ok: true; readonly launch: Launch }
  | { readonly ok: false; readonly text: string };

/** Reads arguments, environment and profile; the profile's folders exist afterwards. */
export const readLaunch = (input: LaunchInput): LaunchOutcome => {
  const { env, packaged } = input;
  const environmentSecret = takeEnvironmentSecret(env);
  const args = parseArguments(input.argv);
  if (!args.ok) return args;
  const profile = profileAt(env['BLOCAO_PROFILE'] || input.defaultProfileDir);
  const settings = loadSettings(profile.settingsFile, defaultSettings(input.locale));
  const demo = planFleet(args.value, settings).kind === 'demo';
  const clock = chooseSpeed({ demo, packaged, speed: env['BLOCAO_CLOCK_SPEED'], baseMs: env['BLOCAO_CLOCK_BASE_MS'] });
  if (!clock.ok) return clock;
  createProfileDirs(profile);
  const consoleId = keepConsoleId(profile);
  return {
    ok: true,
    launch: {
      args: args.value,
      profile,
      consoleId,
      settings,
      environmentSecret,
      environmentFiles: filesOfEnvironment(env),
      speed: clock.speed,
      baseMs: clock.baseMs,
    },
  };
};
