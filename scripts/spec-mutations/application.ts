import { within, type SpecMutation } from '../spec/mutation.ts';

/* Screens, settings and diagnostics of the console. */

const fleet = within('fleet');

export const mutations: readonly SpecMutation[] = [
  fleet('FS-730', 'hub-health', "text !== '' && Number.isFinite(n) && n >= 0", "text !== ''"),
];
