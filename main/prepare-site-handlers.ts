import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { HubSetting } from '../fleet/ipc.ts';
import type { SiteKitForm, SiteKitOutcome } from '../fleet/prepare-site.ts';
import { SITE_KIT_KIND, checkSiteKit } from '../fleet/site-kit.ts';
import { cleanLines } from '../fleet/text.ts';
import { agentPackages } from './agent-packages.ts';
import type { FileDialogs } from './file-dialogs.ts';
import type { InvokeHandlers } from './ipc-host.ts';
import { kitName, writeSiteKit } from './prepare-site.ts';

export interface PrepareParts {
  /** Folder with the agent's packages. */
  readonly packages: string;
  readonly hubs: () => readonly HubSetting[];
  readonly dialogs: Pick<FileDialogs, 'saveKit'>;
  /** True for a path that a dialog gave: a page cannot name files itself. */
  readonly chosen: (path: string) => boolean;
  readonly nowMs: () => number;
}

/** Longer than the steps in any language. */
const STEPS_MAX = 20_000;
const PEM_MAX_BYTES = 32_768;

const failed = (code: Extract<SiteKitOutcome, { outcome: 'failed' }>['code'], text: string): SiteKitOutcome => ({ outcome: 'failed', code, text });
const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** One file for a new site's router: facts, steps, the agent. */
export const createPrepareHandlers = (parts: PrepareParts): Pick<InvokeHandlers, 'agent-packages' | 'save-site-kit'> => ({
  'agent-packages': () => agentPackages(parts.packages),
  'save-site-kit': (args) => saveSiteKit(parts, (typeof args === 'object' && args !== null ? args : {}) as Partial<SiteKitForm>),
});

const saveSiteKit = async (parts: PrepareParts, form: Partial<SiteKitForm>): Promise<SiteKitOutcome> => {
  const authority = await authorityOf(parts, form.caFile);
  if ('outcome' in authority) return authority;
  const checked = checkSiteKit({
    ...{ kind: SITE_KIT_KIND, v: 1, site: form.site, ca: authority.pem },
    description: form.description,
    hubs: form.hubs,
  });
  if (!checked.ok) return failed('refused', checked.text);
  const chosen = agentPackages(parts.packages).find(({ file }) => file === form.packageFile);
  if (form.packageFile !== undefined && chosen === undefined) return failed('no_package', 'This console does not carry that package.');
  const path = await parts.dialogs.saveKit(`${kitName(checked.kit.site)}.tar`);
  if (path === undefined) return { outcome: 'cancelled' };
  const steps = typeof form.steps === 'string' ? cleanLines(form.steps.slice(0, STEPS_MAX)) : '';
  const packagePath = chosen === undefined ? {} : { packagePath: join(parts.packages, chosen.file) };
  try {
    await writeSiteKit(path, { kit: checked.kit, steps, nowMs: parts.nowMs(), ...packagePath });
    return { outcome: 'saved', path };
  } catch (error) {
    return failed('not_saved', textOf(error));
  }
};

/** PEM of the file that was chosen, else of every authority that this console's hubs name, each once. */
const authorityOf = async ({ hubs, chosen }: PrepareParts, caFile: string | undefined): Promise<{ readonly pem: string } | SiteKitOutcome> => {
  if (caFile !== undefined && !chosen(caFile)) return failed('refused', 'Choose the file of the authority.');
  const files = caFile === undefined ? hubs().flatMap((hub) => hub.caFile ?? []) : [caFile];
  if (files.length === 0) return failed('no_authority', 'No authority is known.');
  try {
    const texts = await Promise.all([...new Set(files)].map(readPem));
    return { pem: [...new Set(texts)].join('') };
  } catch (error) {
    return failed('authority_unreadable', textOf(error));
  }
};

const readPem = async (path: string): Promise<string> => {
  if ((await stat(path)).size > PEM_MAX_BYTES) throw new Error(`${path} is too large for an authority.`);
  return `${(await readFile(path, 'utf8')).trim()}\n`;
};
