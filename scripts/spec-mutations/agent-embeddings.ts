import { within } from '../spec/mutation.ts';
import type { SpecMutation } from '../spec/mutation.ts';

const embeddings = within('agent/site/embeddings');

export const mutations: readonly SpecMutation[] = [
  embeddings('FS-921', 'quantise', 'Math.round(part / scale)', 'Math.trunc(part / scale)'),
  embeddings('FS-921', 'vector-table', '(offset * dims + part) * FLOAT_BYTES', '(offset + part) * FLOAT_BYTES', 'read-vectors'),
  embeddings('FS-922', 'embedding-source', 'if (own > seq) this.#told(', 'if (own < 0) this.#told('),
  embeddings('FS-922', 'vector-table', 'if (lastRow(database) < row) return true;', '', 'read-vectors'),
  embeddings('FS-923', 'vector-database', 'throw failureOf(error);', 'throw error;', 'read-vectors'),
  embeddings('FS-924', 'embedding-source', "if (this.#unproven.length >= UNPROVEN_MAX) return 'behind';", ''),
];
