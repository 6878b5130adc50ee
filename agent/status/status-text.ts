import type { HubStatus, SiteStatus } from './site-status.ts';

/*
 * The status as lines for a terminal.
 */

const HEADLINE: Readonly<Record<SiteStatus['state'], string>> = {
  good: 'Everything is fine.',
  warning: 'Something needs attention.',
  critical: 'Something is wrong.',
};

type NvrHealth = NonNullable<NonNullable<SiteStatus['health']>['nvrs']>[number];

const count = (figure: number | undefined): string => (figure === undefined ? '?' : String(figure));

const NVR_WORDS: Readonly<Record<string, string>> = {
  up: 'runs',
  stale: 'answers, but its statistics are old',
  down: 'does not answer',
  safe_mode: 'runs in safe mode: its configuration is invalid',
  unknown: 'was not heard of yet',
};

/** `nvr: runs (0.17.2), 8 of 8 cameras, 8 recording` */
export const nvrLine = ({ id, state, version, cameras }: NvrHealth): string => {
  const figures = cameras ? `, ${count(cameras.online)} of ${count(cameras.total)} cameras, ${count(cameras.recording)} recording` : '';
  return `${id}: ${NVR_WORDS[state ?? 'unknown'] ?? 'unknown'}${version === undefined ? '' : ` (${version})`}${figures}`;
};

/** `hub-a: connected (hub.example:8883)` */
export const hubLine = ({ name, host, port, connected }: HubStatus): string =>
  `${name}: ${connected === undefined ? 'not known' : connected ? 'connected' : 'not connected'} (${host}:${port})`;

const isOffline = (camera: NonNullable<SiteStatus['cameras']>['cameras'][number]): boolean => camera.detect === 'offline' || camera.record === 'offline';

/** Whole status, most urgent first; ends with a line break. */
export const statusText = (status: SiteStatus): string => {
  const { health, cameras, queue } = status;
  const dark = cameras?.cameras.filter(isOffline) ?? [];
  const lines = [
    `${status.site}${status.name === undefined ? '' : ` ${status.name}`}: ${HEADLINE[status.state]}`,
    ...status.problems.flatMap(({ severity, text, advice }) => [`  ${severity}: ${text}`, `    ${advice}`]),
    '',
    `Broker of this router: ${status.broker.connected ? 'connected' : 'not connected'}`,
    ...status.hubs.map((hub) => `Hub ${hubLine(hub)}`),
    ...(health?.nvrs ?? []).map((nvr) => `NVR ${nvrLine(nvr)}`),
    ...dark.map(({ nvr, id, name }) => `  not working: ${nvr}/${id}${name === undefined ? '' : ` (${name})`}`),
    `Waiting for the hub: ${queue.depth} events${queue.dropped > 0 ? `; lost: ${queue.dropped}` : ''}`,
    `Agent ${status.agent.version}${status.code === undefined ? '' : `, code ${status.code}`}`,
  ];
  return `${lines.join('\n')}\n`;
};
