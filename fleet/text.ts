/*
 * Strings from outside are data of strangers: they may hide text (bidi overrides), break lines (controls) or differ only
 * in encoding (composition). Contract §7: NFC, control and bidi characters stripped, shown as text only.
 */

/** C0, DEL, C1, bidi marks, embeddings, overrides and isolates, line separators, annotations, byte order mark. */
const STRIPPED = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]/;
const STRIPPED_ALL = new RegExp(STRIPPED.source, 'g');
/** Control characters that stand between words become one space, so that `front\ndoor` does not read `frontdoor`. */
const LINE_BREAKS = /[\t\n\u000b\f\r\u0085\u2028\u2029]+/g;
const NEW_LINES = /\r\n|[\r\u0085\u2028\u2029]/g;
const LONE_SURROGATES = /\p{Surrogate}/gu;
/** Everything that can need work: outside printable ASCII. */
const UNUSUAL = /[^\u0020-\u007e]/;

/** True where the text holds a character that is never shown: controls and bidi marks (contract §7). */
export const hasUnsafeCharacters = (text: string): boolean => STRIPPED.test(text);

const composed = (text: string): string => text.replace(LONE_SURROGATES, '\ufffd').normalize('NFC');

/** One line of clean text: controls and bidi marks gone, NFC, no lone surrogates. Idempotent. */
export const cleanLine = (text: string): string =>
  UNUSUAL.test(text) ? composed(text.replace(LINE_BREAKS, ' ').replace(STRIPPED_ALL, '')) : text;

/** The same for text that may have lines (notes, output of a command): `\n` stays, every other line break becomes `\n`. */
export const cleanLines = (text: string): string =>
  UNUSUAL.test(text)
    ? text
        .replace(NEW_LINES, '\n')
        .split('\n')
        .map((line) => cleanLine(line))
        .join('\n')
    : text;
