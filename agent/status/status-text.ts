import type { HubStatus, SiteStatus } from './site-status.ts';
import { restartLine } from './restart-words.ts';
import { fill } from './words.ts';
import type { NvrWord, Words } from './words-shape.ts';

/*
 * The status as lines for a terminal, and lines that the page has too.
 */

type NvrHealth = NonNullable<NonNullable<SiteStatus['health']>['nvrs']>[number];
type CameraLine = NonNullable<SiteStatus['cameras']>['cameras'][number];

const count = (figure: number | undefined): string => (figure === undefined ? '?' : String(figure));

const nvrWord = (state: string | undefined, { nvr }: Words): string => (Object.hasOwn(nvr, state ?? '') ? nvr[state as NvrWord] : nvr.unknown);

/** `nvr: runs (0.17.2), 8 of 8 cameras, 8 recording` */
export const nvrLine = ({ id, state, version, cameras }: NvrHealth, words: Words): string => {
  const { total, online, recording } = cameras ?? {};
  const line = online === undefined ? words.line.camerasUnmeasured : words.line.cameras;
  const figures = cameras ? `, ${fill(line, { online: count(online), total: count(total), recording: count(recording) })}` : '';
  return `${id}: ${nvrWord(state, words)}${version === undefined ? '' : ` (${version})`}${figures}`;
};

const connection = (connected: boolean | undefined, { line }: Words): string =>
  connected === undefined ? line.notKnown : connected ? line.connected : line.notConnected;

/** `Hub hub-a: connected (hub.example:8883)` */
export const hubLine = ({ name, host, port, connected }: HubStatus, words: Words): string =>
  fill(words.line.hub, { name, state: connection(connected, words), address: `${host}:${port}` });

export const brokerLine = ({ broker }: SiteStatus, words: Words): string => fill(words.line.ownBroker, { state: connection(broker.connected, words) });

/** `Waiting for the hub: 3 events; lost: 1` */
export const queueLine = ({ queue }: SiteStatus, { line }: Words): string =>
  `${fill(line.waiting, { count: queue.depth })}${queue.dropped > 0 ? `; ${fill(line.lost, { count: queue.dropped })}` : ''}`;

/** `Picture vectors of nvr: flow (120 sent)` */
export const vectorLines = ({ vectors = [] }: SiteStatus, { line, vector }: Words): readonly string[] =>
  vectors.map(({ nvr, state, told }) => fill(line.vectors, { nvr, state: Object.hasOwn(vector, state) ? vector[state] : line.notKnown, count: told }));

const isOffline = (camera: CameraLine): boolean => camera.detect === 'offline' || camera.record === 'offline';

const cameraName = ({ nvr, id, name }: CameraLine): string => `${nvr}/${id}${name === undefined ? '' : ` (${name})`}`;

/** Whole status, most urgent first; ends with a line break. */
export const statusText = (status: SiteStatus, words: Words): string => {
  const { site, name, state, problems, hubs, health, cameras, agent, code } = status;
  const { line, severity: severities } = words;
  const lines = [
    `${site}${name === undefined ? '' : ` ${name}`}: ${words.state[state]}`,
    ...problems.flatMap(({ severity, text, advice }) => [`  ${severities[severity]}: ${text}`, `    ${advice}`]),
    '',
    brokerLine(status, words),
    ...(status.broker.restarts ? [restartLine(status.broker.restarts, words)] : []),
    ...hubs.map((hub) => hubLine(hub, words)),
    ...(health?.nvrs ?? []).map((nvr) => `NVR ${nvrLine(nvr, words)}`),
    ...(cameras?.cameras ?? []).filter(isOffline).map((camera) => `  ${fill(line.notWorking, { name: cameraName(camera) })}`),
    queueLine(status, words),
    ...vectorLines(status, words),
    `${fill(line.agent, { version: agent.version })}${code === undefined ? '' : `, ${fill(line.code, { code })}`}`,
  ];
  return `${lines.join('\n')}\n`;
};
