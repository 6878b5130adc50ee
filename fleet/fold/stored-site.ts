import { countsInFleet } from '../desk/adoption.ts';
import type { AlertFold, Order, SiteFold, SiteKept } from './site-fold.ts';

/* The row of one site: what neither documents nor alert rows hold. Plain JSON. */

/** What an alert's record does not say. */
export interface StoredAlertFacts {
  readonly order: Order;
  readonly ownQuiet?: true;
  readonly fromList?: true;
  readonly quietUntilTs?: number;
}

export interface StoredSite {
  readonly lifeTs?: number;
  readonly kept: SiteKept;
  /** By alert id. */
  readonly alerts: Readonly<Record<string, StoredAlertFacts>>;
  /** Alerts of a site that does not count stand here whole: their rows are not kept up to date. */
  readonly unseen?: readonly AlertFold[];
}

const factsOf = (alert: AlertFold): StoredAlertFacts => ({
  order: alert.order,
  ...(alert.ownQuiet && { ownQuiet: true }),
  ...(alert.fromList === true && { fromList: true }),
  ...(alert.quietUntilTs !== undefined && { quietUntilTs: alert.quietUntilTs }),
});

/** Of a closed alert only its silence is left to be known. */
const hasFacts = ({ state, ownQuiet, quietUntilTs }: AlertFold): boolean =>
  state === 'open' || ownQuiet || quietUntilTs !== undefined;

const withoutLife = ({ openedWatchMs: _lost, ...alert }: AlertFold): AlertFold => alert;

/** The row of a site. */
export const toStored = (site: SiteFold): StoredSite => {
  const { lifeTs } = site.live;
  const all = [...site.alerts.values()];
  const isSeen = countsInFleet(site.adoption);
  return {
    ...(lifeTs !== undefined && { lifeTs }),
    kept: site.kept,
    alerts: isSeen ? Object.fromEntries(all.filter(hasFacts).map((alert) => [alert.id, factsOf(alert)])) : {},
    ...(!isSeen && { unseen: all.map(withoutLife) }),
  };
};
