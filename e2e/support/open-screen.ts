import { isHeadless, openScreen } from '../../scripts/headless/screen.ts';

/** Where the machine has no display: an Xvfb for the whole run. Workers inherit the environment set here. */
// oxlint-disable-next-line import/no-default-export -- Playwright calls the default export
export default async function openScreenForRun(): Promise<(() => void) | undefined> {
  if (!isHeadless()) return undefined;
  const screen = await openScreen();
  Object.assign(process.env, screen.env);
  return () => screen.close();
}
