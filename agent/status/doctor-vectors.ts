import { bad, good, warning } from './doctor-report.ts';
import type { Step } from './doctor-report.ts';
import type { SiteStatus } from './site-status.ts';
import { EN } from './words-en.ts';

/**
 * Whether the picture vectors of a Frigate flow, where the site opted in. By the running agent's own word: who runs the
 * check-up may read files that the agent may not.
 */
export const vectorSteps = (id: string, status: SiteStatus | undefined): readonly Step[] =>
  (status?.vectors ?? [])
    .filter(({ nvr }) => nvr === id)
    .map(({ state, told, skipped }) => {
      const text = `NVR ${id}, picture vectors: ${EN.vector[state]} (${told} sent${skipped > 0 ? `, ${skipped} left out` : ''})`;
      switch (state) {
        case 'flowing':
        case 'behind':
          return good('nvr', text);
        case 'starting':
        case 'busy':
          return warning('nvr', text, 'They are looked at every two minutes: run doctor again.');
        case 'slow':
          return warning('nvr', text, 'Look at the load of this router and at the disk of the database; it is looked at again in an hour.');
        case 'off':
          return warning('nvr', text, 'Switch it on in Frigate (semantic_search), or picture vectors off in the settings.');
        case 'unasked':
          return warning('nvr', text, 'It tells it once it answers over HTTP: see its other lines here.');
        case 'runtime':
        case 'missing':
        case 'forbidden':
        case 'damaged':
        case 'foreign':
        case 'reader':
          return bad('nvr', text, EN.advice.vectors);
        default:
          return state satisfies never;
      }
    });
