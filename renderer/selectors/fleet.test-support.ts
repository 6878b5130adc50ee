import fc from 'fast-check';
import type { SiteId } from '../../fleet/ids.ts';
import type { AlertRecord } from '../../fleet/model/alert.ts';
import type { SiteRecord } from '../../fleet/model/site.ts';
import { SEVERITY_ORDER, STATUS_ORDER } from '../../fleet/model/status.ts';

export const testSite = (change: Partial<SiteRecord> = {}): SiteRecord => ({
  id: 'BL-LAB-1' as SiteId,
  adoption: 'adopted',
  status: 'ok',
  statusSinceTs: 1_000,
  link: 'up',
  bridges: {},
  badges: [],
  tags: [],
  openAlerts: { critical: 0, warning: 0, info: 0 },
  ...change,
});

export const testAlert = (change: Partial<AlertRecord> = {}): AlertRecord => ({
  key: 'BL-LAB-1/A',
  id: 'A',
  site: 'BL-LAB-1' as SiteId,
  source: 'agent',
  kind: 'hot',
  severity: 'warning',
  object: 'site',
  rev: 1,
  state: 'open',
  occurredTs: 1_000,
  receivedTs: 1_000,
  values: {},
  quiet: false,
  ...change,
});

const IDS = ['BL-A-1', 'BL-A-2', 'BL-B-1', 'BL-B-2', 'BL-C-1'] as readonly string[] as readonly SiteId[];

/** Few ids and few times, so that random changes collide as they do in a real fleet. */
export const anySite = (id: SiteId): fc.Arbitrary<SiteRecord> =>
  fc
    .record({
      status: fc.constantFrom(...STATUS_ORDER),
      adoption: fc.constantFrom('adopted', 'new', 'pending', 'ignored', 'decommissioned'),
      statusSinceTs: fc.integer({ min: 0, max: 3 }),
      link: fc.constantFrom('up', 'stale', 'down', 'unknown'),
      name: fc.constantFrom('München', 'Lisboa', 'Hamburg'),
      online: fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }),
    })
    .map(({ online, ...site }) =>
      testSite({
        id,
        ...site,
        ...(online === undefined ? {} : { cameras: { total: 5, online, disabled: 1, recording: online } }),
      } as Partial<SiteRecord>),
    );

export const anySites: fc.Arbitrary<Record<string, SiteRecord>> = fc
  .tuple(...IDS.map((id) => fc.option(anySite(id), { nil: undefined })))
  .map((list) => Object.fromEntries(list.filter((site) => site !== undefined).map((site) => [site.id, site])));

const KEYS = ['a', 'b', 'c', 'd', 'e', 'f'] as const;

export const anyAlerts: fc.Arbitrary<Record<string, AlertRecord>> = fc
  .tuple(
    ...KEYS.map((key) =>
      fc.option(
        fc
          .record({
            severity: fc.constantFrom(...SEVERITY_ORDER),
            state: fc.constantFrom('open', 'closed'),
            occurredTs: fc.integer({ min: 0, max: 3 }),
            parent: fc.option(fc.constantFrom(...KEYS), { nil: undefined }),
            resolvedRev: fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined }),
          })
          .map(({ parent, resolvedRev, ...alert }) =>
            testAlert({
              key,
              id: key,
              ...alert,
              ...(parent === undefined ? {} : { parent }),
              ...(resolvedRev === undefined ? {} : { handling: { acked: false, notes: 0, resolvedRev } }),
            } as Partial<AlertRecord>),
          ),
        { nil: undefined },
      ),
    ),
  )
  .map((list) => Object.fromEntries(list.filter((alert) => alert !== undefined).map((alert) => [alert.key, alert])));
