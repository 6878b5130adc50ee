import http from 'node:http';
import { answerApi } from '../../agent/testing/frigate/frigate-api.ts';
import { statsBytes } from '../../agent/testing/frigate/frigate-bytes.ts';
import { createTruth } from '../../agent/testing/frigate/frigate-truth.ts';
import { openMqttSession } from '../../agent/site/mqtt-session.ts';

/*
 * STAND-IN, test code: the box with Frigate of docs/site-installer.md, eight cameras, at 10.0.0.5:5000. A program of its
 * own, because it lives in the network of the machines. The broker's password comes by the environment.
 */

const CAMERAS = ['door', 'yard', 'till', 'dock', 'hall', 'roof', 'gate', 'lane'];
const STATS_MS = 3_000;
const nowS = (): number => Date.now() / 1_000;
const truth = createTruth('0.17', CAMERAS, nowS());

http
  .createServer((request, response) => {
    const reply = answerApi(truth, undefined, { method: request.method ?? '', url: request.url ?? '', body: '' }, nowS());
    response.writeHead(reply.status, reply.headers).end(reply.body);
  })
  .listen(5000, '10.0.0.5');

const login = { user: 'frigate', password: process.env['BROKER_PASSWORD'] ?? '' };
const session = openMqttSession(
  {
    ...{ url: 'mqtt://10.0.0.1:1883', clientId: 'frigate', keepaliveS: 60, clean: true, random: Math.random, ...login },
    will: () => ({ topic: 'frigate/available', payload: 'offline', qos: 1, retain: true }),
  },
  { onConnected: () => undefined, onDisconnected: () => undefined, onFailed: () => undefined, onMessage: () => undefined },
);

setInterval(() => {
  for (const camera of truth.cameras) {
    camera.newestSegment = nowS() - 5;
    for (const role of ['detect', 'record', 'audio']) session.publish(`frigate/${camera.id}/status/${role}`, 'online', { qos: 0, retain: false });
  }
  session.publish('frigate/stats', statsBytes(truth, nowS()), { qos: 0, retain: false });
}, STATS_MS);
