/** Reads JSON: what a text says, or undefined where it is none or `check` refuses it. Never throws. */
export const checkedJson =
  <T>(check: (value: unknown) => boolean) =>
  (text: string): T | undefined => {
    try {
      const value: unknown = JSON.parse(text);
      return check(value) ? (value as T) : undefined;
    } catch {
      return undefined;
    }
  };
