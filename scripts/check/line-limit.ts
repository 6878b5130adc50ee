/** Lint holds TypeScript and JavaScript to it; here it holds for what lint does not read. */
export const lineLimit = 300;

/** One line per file that is too long. */
export function findLongFiles(files: readonly { file: string; text: string }[]): string[] {
  return files.flatMap(({ file, text }) => {
    const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
    if (lines <= lineLimit) return [];
    return [`${file}: ${lines} lines, at most ${lineLimit}: split it by what its parts are about`];
  });
}
