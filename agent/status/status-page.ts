import { restartLine } from './restart-words.ts';
import type { SiteStatus } from './site-status.ts';
import { brokerLine, hubLine, nvrLine, queueLine, vectorLines } from './status-text.ts';
import { fill, wordsOf } from './words.ts';
import type { Language } from './words.ts';
import type { Words } from './words-shape.ts';

/*
 * The page for an installer with a telephone in the site's network: no script, no form, nothing loaded from anywhere.
 */

/** Nothing may be loaded or sent, and no other page may frame it; the style stands in the page, known by its hash. */
export const contentSecurityPolicy = (styleHash: string): string =>
  `default-src 'none'; style-src 'sha256-${styleHash}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

export const PAGE_STYLE = `
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.3rem; } h2 { font-size: 1rem; margin: 1.5rem 0 .3rem; }
ul { margin: 0; padding-left: 1.2rem; } .advice { opacity: .8; }
.good { border-left: .4rem solid #2e8b57; } .warning { border-left: .4rem solid #c98500; } .critical { border-left: .4rem solid #d0342c; }
.good, .warning, .critical { padding: .2rem .8rem; margin: .4rem 0; } .code { font: 2rem ui-monospace, monospace; letter-spacing: .2em; }
`;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text in HTML. Everything on the page comes from settings, cameras and other programs. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

const list = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? '' : `<h2>${escapeHtml(title)}</h2><ul>${lines.map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ul>`;

const problems = (status: SiteStatus, words: Words): string => {
  if (status.problems.length === 0) return `<p class="good">${escapeHtml(words.state.good)}</p>`;
  return status.problems
    .map(
      ({ severity, text, advice }) =>
        `<div class="${severity === 'info' ? 'good' : severity}"><strong>${escapeHtml(text)}</strong><div class="advice">${escapeHtml(advice)}</div></div>`,
    )
    .join('');
};

const cameraWord = (state: string, { camera }: Words): string => (Object.hasOwn(camera, state) ? camera[state as keyof Words['camera']] : camera.unknown);

const camerasOf = ({ cameras }: SiteStatus, words: Words): readonly string[] =>
  (cameras?.cameras ?? []).map(({ nvr, id, name, detect = 'unknown', record = 'unknown' }) =>
    fill(words.line.camera, { name: name ?? id, id: `${nvr}/${id}`, picture: cameraWord(detect, words), recording: cameraWord(record, words) }),
  );

const restarts = ({ broker }: SiteStatus, words: Words): readonly string[] => (broker.restarts ? [restartLine(broker.restarts, words)] : []);

/** The whole page in one language. */
export const statusPage = (status: SiteStatus, language: Language): string => {
  const words = wordsOf(language);
  const { site, name, hubs, health, agent, code } = status;
  const heading = `${site}${name === undefined ? '' : ` ${name}`}`;
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="10">
<title>${escapeHtml(heading)}</title><style>${PAGE_STYLE}</style></head><body>
<h1>${escapeHtml(heading)}</h1>
${problems(status, words)}
${list(words.title.connections, [brokerLine(status, words), ...restarts(status, words), ...hubs.map((hub) => hubLine(hub, words)), queueLine(status, words), ...vectorLines(status, words)])}
${list(words.title.nvrs, (health?.nvrs ?? []).map((nvr) => nvrLine(nvr, words)))}
${list(words.title.cameras, camerasOf(status, words))}
${code === undefined ? '' : `<h2>${escapeHtml(words.title.code)}</h2><p class="code">${escapeHtml(code)}</p>`}
<p>${escapeHtml(fill(words.line.agent, { version: agent.version }))}</p>
</body></html>
`;
};
