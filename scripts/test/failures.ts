const lines: string[] = [];

/** One line: where, which test, what it said. */
export const noteFailure = (line: string): void => void lines.push(line);

/** Said once more at the end, where whoever sees only the end of the output looks. */
export const failureSummary = (): string => lines.map((line) => `✖ ${line}\n`).join('');
