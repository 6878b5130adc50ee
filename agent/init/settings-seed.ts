import { join } from 'node:path';
import { parseSettingsFile } from '../site/settings-file.ts';
import type { SitePlaces } from '../templates/places.ts';
import { InitProblem } from './init-io.ts';
import type { SiteSetup } from './site-setup.ts';

/** Port of the agent's own page. */
const STATUS_PAGE_PORT = 8790;

/** The agent's first settings file. People change it from then on, so it is written once. */
export const settingsSeed = ({ kit, answers, nvrs }: SiteSetup, places: SitePlaces): string => {
  const file = {
    v: 1,
    site: kit.site,
    ...kit.description,
    data_dir: places.agentData,
    broker: { url: `mqtt://127.0.0.1:${answers.port}`, user: 'agent', password_file: join(places.secrets, 'broker-agent') },
    nvrs,
    hubs: kit.hubs,
    certificate: join(places.tls, 'site.crt'),
    // On loopback: who wants it in the network adds a host.
    page: { port: STATUS_PAGE_PORT },
  };
  const text = `${JSON.stringify(file, null, 2)}\n`;
  const parsed = parseSettingsFile(text);
  if (!parsed.ok) throw new InitProblem(`The answers make no good settings: ${parsed.reason}`);
  return text;
};
