import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { monotonicFactory } from 'ulid';
import type { At } from '../../fleet/events.ts';
import type { NvrId } from '../../fleet/ids.ts';
import type { Log } from '../../platform/log.ts';
import { bridgeKnown } from './bridge-known.ts';
import { createEmbeddingFile } from './embeddings/embedding-memory.ts';
import type { ReadVectors } from './embeddings/vector-process.ts';
import { createFrigateFile } from './frigate/frigate-file.ts';
import type { FrigateHttp } from './frigate/http-answer.ts';
import { createFrigateHttp } from './frigate/http-client.ts';
import { logFaults } from './frigate/http-log.ts';
import { absentDirectory, openDirectory } from './journal/files.ts';
import { openJournal } from './journal/journal.ts';
import type { Journal } from './journal/journal.ts';
import { createMqttLocalBroker } from './mqtt-local-broker.ts';
import type { Probe } from './probes.ts';
import { createBrokerRescue } from './rescue/broker-rescue.ts';
import type { BrokerRescue, RescueFacts } from './rescue/broker-rescue.ts';
import { createRestartFile, hasRestartUnit } from './rescue/restart-file.ts';
import { agentSettingsOf } from './settings-agent.ts';
import type { NvrFile, SettingsFile } from './settings-schema.ts';
import { SiteAgent } from './site-agent.ts';
import { brokerAddress } from './site-probes.ts';

/*
 * One site's agent on the real router: its broker, its Frigates, its files.
 */

export interface SiteDeps {
  readonly version: string;
  readonly log: Log;
  readonly probes: readonly Probe[];
  readonly readVectors?: ReadVectors;
  /** Called after each tick that went through. */
  readonly onTick?: () => void;
}

export interface OpenSite {
  readonly agent: SiteAgent;
  readonly journal: Journal;
  readonly rescue: BrokerRescue;
  stop(): Promise<void>;
}

const TICK_MS = 1_000;

const monoNow = (): number => performance.now();
const siteNow = (): At => ({ wallTs: Date.now(), monoMs: monoNow() });

/** A password file: its first line. Undefined where it cannot be read or is empty; why is never told beyond that. */
export const readPassword = (path: string): string | undefined => {
  try {
    const line = readFileSync(path, 'utf8').split(/\r?\n/, 1)[0] ?? '';
    return line === '' ? undefined : line;
  } catch {
    return undefined;
  }
};

/** The way to a Frigate that the settings describe. Throws where its files cannot be read. */
export const frigateHttpOf = ({ url, user, password_file: passwordFile, ca, sha256 }: NvrFile): FrigateHttp =>
  createFrigateHttp({
    target: {
      url: new URL(url),
      ...(ca === undefined ? {} : { ca: readFileSync(ca, 'utf8') }),
      ...(sha256 === undefined ? {} : { sha256 }),
    },
    ...(user === undefined || passwordFile === undefined ? {} : { user: { name: user, password: () => readPassword(passwordFile) } }),
    nowMs: monoNow,
  });

const brokerOf = ({ broker }: SettingsFile) => {
  const password = broker.password_file === undefined ? undefined : readPassword(broker.password_file);
  const address = {
    url: broker.url,
    ...(broker.user === undefined ? {} : { user: broker.user }),
    ...(password === undefined ? {} : { password }),
    clientId: 'blocao-agent',
    random: Math.random,
  };
  return createMqttLocalBroker(address);
};

/** A site whose disk cannot be used still reports; the status says so, and what memory holds is lost with the process. */
const openJournalOf = ({ data_dir: dataDir }: SettingsFile, log: Log): Journal => {
  try {
    return openJournal({ files: openDirectory(join(dataDir, 'journal')), monoMs: monoNow() });
  } catch (error) {
    log.error('journal not usable', { dataDir, error });
    return openJournal({ files: absentDirectory(), monoMs: monoNow() });
  }
};

const rescueOf = (file: SettingsFile, log: Log): BrokerRescue =>
  createBrokerRescue({
    broker: brokerAddress(file),
    hubs: file.hubs ?? [],
    ...(file.certificate === undefined ? {} : { ca: join(dirname(file.certificate), 'ca.crt') }),
    file: createRestartFile(file.data_dir, log),
    hasUnit: hasRestartUnit,
    now: siteNow,
    log,
  });

const rescueFacts = (agent: SiteAgent): RescueFacts => {
  const facts = agent.facts();
  const { hubs } = facts.report.look.settings;
  return { connected: facts.connected, bridgeUp: (hub) => bridgeKnown(hub, hubs, facts) };
};

/** Starts the agent that the settings describe. Throws where its files cannot be made or read. */
export const openSite = (file: SettingsFile, { version, log, probes, readVectors, onTick = () => undefined }: SiteDeps): OpenSite => {
  const https = new Map<NvrId, FrigateHttp>(file.nvrs.map((nvr) => [nvr.id, logFaults(frigateHttpOf(nvr), log.with({ nvr: nvr.id }))]));
  const journal = openJournalOf(file, log);
  const newUlid = monotonicFactory();
  const agent = new SiteAgent({
    settings: agentSettingsOf(file),
    version,
    broker: brokerOf(file),
    store: journal.store,
    openOutbox: () => journal,
    probes,
    frigateHttp: (nvr) => https.get(nvr),
    frigateStore: createFrigateFile(join(file.data_dir, 'frigate.json'), log),
    ...(readVectors ? { vectors: { read: readVectors, store: createEmbeddingFile(join(file.data_dir, 'embeddings.json'), log) } } : {}),
    now: siteNow,
    newId: (wallTs) => newUlid(Math.max(0, wallTs)),
    random: Math.random,
    log,
  });
  const rescue = rescueOf(file, log);
  const tick = (): void => {
    agent.tick();
    rescue.tick(() => rescueFacts(agent));
    onTick();
  };
  tick();
  const timer = setInterval(tick, TICK_MS);
  return {
    agent,
    journal,
    rescue,
    stop: async () => {
      clearInterval(timer);
      await agent.stop();
      journal.close();
    },
  };
};
