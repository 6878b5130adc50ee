import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { Aedes } from 'aedes';
import type { Client } from 'aedes';
import { parseSiteId } from '../../fleet/ids.ts';
import { mayPublish, maySubscribe } from './hub-rights.ts';
import type { HubUser } from './hub-rights.ts';

/*
 * The broker of the demo: aedes on loopback, with credentials that live as long as the process. It exists only while no real
 * hub is configured.
 */

export interface RetainedDocument {
  readonly topic: string;
  readonly payload: string;
}

export interface DemoHub {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly viewer: { readonly user: string; readonly password: string };
  /** Password of a site's bridge; the user name is the site's id. */
  sitePassword(site: string): string;
  stop(): Promise<void>;
}

const OPERATOR = 'operator';
const VIEWER = 'viewer';
const MAX_PACKET_BYTES = 524_288;
/** mqtt.js hangs on a publish with an alias if the broker announces none. */
const TOPIC_ALIAS_MAXIMUM = 10;

const secret = (): string => randomBytes(24).toString('base64url');

const isEqual = (given: Uint8Array, wanted: string): boolean => {
  const bytes = Buffer.from(wanted);
  return given.length === bytes.length && timingSafeEqual(given, bytes);
};

interface Secrets {
  readonly operator: string;
  readonly viewer: string;
  readonly sites: string;
}

const sitePasswordOf = (secrets: Secrets, site: string): string =>
  createHmac('sha256', secrets.sites).update(site).digest('base64url');

const identify = (secrets: Secrets, name: string | undefined, given: Uint8Array | undefined): HubUser | undefined => {
  if (name === undefined || given === undefined) return undefined;
  if (name === OPERATOR) return isEqual(given, secrets.operator) ? { role: 'operator' } : undefined;
  if (name === VIEWER) return isEqual(given, secrets.viewer) ? { role: 'viewer' } : undefined;
  const site = parseSiteId(name);
  return site !== undefined && isEqual(given, sitePasswordOf(secrets, site)) ? { role: 'site', site } : undefined;
};

const refused = (message: string, returnCode?: number): Error => Object.assign(new Error(message), returnCode === undefined ? {} : { returnCode });

/** 4: bad user name or password; 2: a site's client id is its user name (contract §8 `use_username_as_clientid`). */
const installRights = (broker: Aedes, secrets: Secrets): void => {
  const users = new WeakMap<Client, HubUser>();
  broker.authenticate = (client, name, password, done) => {
    const user = identify(secrets, name, password);
    if (!user) return done(refused('bad user name or password', 4) as never, false);
    if (user.role === 'site' && client.id !== user.site) return done(refused('client id is not the user name', 2) as never, false);
    users.set(client, user);
    done(null, true);
  };
  broker.authorizePublish = (client, packet, done) => {
    const user = client ? users.get(client) : undefined;
    done(user && mayPublish(user, packet.topic) ? null : refused('not authorised'));
  };
  broker.authorizeSubscribe = (client, subscription, done) => {
    const user = users.get(client);
    // null: refused with reason 135 in MQTT 5, 128 in 3.1.1.
    done(null, user && maySubscribe(user, subscription.topic) ? subscription : null);
  };
};

const listen = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

const seedDocument = (broker: Aedes, { topic, payload }: RetainedDocument): Promise<void> =>
  new Promise((resolve, reject) => {
    const packet = { cmd: 'publish' as const, topic, payload, qos: 1 as const, retain: true, dup: false };
    broker.publish(packet, (error) => (error ? reject(error) : resolve()));
  });

/** Starts on a free port of 127.0.0.1; `documents` are retained before anyone can connect. */
export const startDemoHub = async (documents: readonly RetainedDocument[]): Promise<DemoHub> => {
  const secrets: Secrets = { operator: secret(), viewer: secret(), sites: secret() };
  const broker = await Aedes.createBroker({
    concurrency: 1_000,
    topicAliasMaximum: TOPIC_ALIAS_MAXIMUM,
    maximumPacketSize: MAX_PACKET_BYTES,
  });
  installRights(broker, secrets);
  for (const document of documents) await seedDocument(broker, document);
  const server = createServer(broker.handle);
  const port = await listen(server);
  return {
    url: `mqtt://127.0.0.1:${port}`,
    user: OPERATOR,
    password: secrets.operator,
    viewer: { user: VIEWER, password: secrets.viewer },
    sitePassword: (site) => sitePasswordOf(secrets, site),
    stop: async () => {
      server.close();
      await new Promise<void>((resolve) => broker.close(() => resolve()));
    },
  };
};
