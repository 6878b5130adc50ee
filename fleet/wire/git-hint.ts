import { Type } from 'typebox';
import type { Static } from 'typebox';
import { version } from './envelope.ts';
import { commit, label } from './parts.ts';

/** `S/hint/git`: somebody pushed. Not signed: may only cause a fetch, obeyed at most once in 10 s. */
export const GitHint = Type.Object({
  v: Type.Optional(version()),
  repo: label(200, 'Repository.'),
  ref: label(200, 'Ref that moved.'),
  commit: Type.Optional(commit('Its new commit.')),
});
export type GitHint = Static<typeof GitHint>;
