/** The text of a template by its name, as `hub/mosquitto.conf`. */
export type TemplateReader = (name: string) => string;

/** What a slot takes: one word. Blocks are texts that were filled before. */
export type Words = Readonly<Record<string, string | number>>;

const SLOT = /\{\{([A-Za-z0-9]+)\}\}/g;
const LONE_SLOT = /^\{\{([A-Za-z0-9]+)\}\}$/;
/** Answers are checked where they come in; what still carries a blank or a control here is a fault of ours. */
const ONE_WORD = /^[!-~]+$/;

const wordOf = (words: Words, name: string): string => {
  const word = words[name];
  if (word === undefined) throw new Error(`the template asks for ${name}`);
  if (!ONE_WORD.test(String(word))) throw new Error(`${name} is not one printable word`);
  return String(word);
};

/**
 * Fills a template line by line. `{{name}}` within a line takes a word; a line that is `{{name}}` alone takes a block of
 * `blocks` if there is one of that name, and goes where it is empty. No value can begin a line of its own.
 */
export const fill = (template: string, words: Words, blocks: Readonly<Record<string, string>> = {}): string => {
  const lines = template.replace(/\n$/, '').split('\n');
  const filled = lines.flatMap((line) => {
    const block = blocks[LONE_SLOT.exec(line)?.[1] ?? ''];
    if (block !== undefined) return block === '' ? [] : [block.replace(/\n$/, '')];
    return [line.replace(SLOT, (_slot, name: string) => wordOf(words, name))];
  });
  return `${filled.join('\n')}\n`;
};
