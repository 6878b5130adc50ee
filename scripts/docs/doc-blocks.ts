/** Commands of one block of a page, in order of the page. */
export interface DocBlock {
  readonly page: string;
  /** Machine on which it is run: the word behind `sh`. */
  readonly machine: string;
  /** Further words behind it: when it is run. */
  readonly when: string;
  readonly line: number;
  readonly script: string;
}

/** Every block that begins with three backticks, `sh` and a machine. A block without a machine is refused: nobody would run it. */
export function docBlocks(page: string, text: string): DocBlock[] {
  const blocks: DocBlock[] = [];
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    const [, machine, when = ''] = /^```sh(?: ([a-z-]+))?(?: ([a-z]+))?$/.exec(line) ?? [undefined, undefined];
    if (!line.startsWith('```sh')) continue;
    if (machine === undefined) throw new Error(`${page}:${index + 1}: say on which machine it is run`);
    const end = lines.indexOf('```', index + 1);
    blocks.push({ page, machine, when, line: index + 1, script: lines.slice(index + 1, end).join('\n') });
  }
  return blocks;
}
