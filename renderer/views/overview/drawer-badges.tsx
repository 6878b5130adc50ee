import type { SiteBadge, SiteRecord } from '../../../fleet/model/site.ts';
import type { WordTools } from '../../i18n/alert-words.ts';
import { ageWords } from '../../i18n/format.ts';
import { useDecision } from '../../use-decision.ts';
import { useWords } from '../../use-fleet.ts';

function badgeWords({ t }: WordTools, badge: SiteBadge, { skewMs }: SiteRecord): string {
  if (badge !== 'clock_skew' || skewMs === undefined) return t(`badge.${badge}`);
  const age = ageWords(t, Math.abs(skewMs));
  return skewMs > 0 ? t('badge.ahead', { age }) : t('badge.behind', { age });
}

/** What is to be known of the site beside its status, and the question whether its new router is its own. */
export function Badges({ site }: { readonly site: SiteRecord }) {
  const words = useWords();
  const { t } = words;
  const { accept, disabled, failed } = useDecision();
  if (site.badges.length === 0) return null;
  return (
    <section className="drawer-part" aria-label={t('badge.title')}>
      <ul className="drawer-alerts">
        {site.badges.map((badge) => (
          <li key={badge}>
            <span className="grow">{badgeWords(words, badge, site)}</span>
            {badge === 'reinstalled' && (
              <button type="button" className="btn sm" disabled={disabled} onClick={() => accept(site.id)}>
                {t('adopt.accept')}
              </button>
            )}
          </li>
        ))}
      </ul>
      {failed && (
        <p className="c-err" role="alert">
          {t('adopt.failed')}
        </p>
      )}
    </section>
  );
}
