/*
 * What documents of a site are told beside their own headers. No print dialog: it would be the system's, without the site's
 * name (`allow-modals` is missing). No floating picture: it would stand over the console's frame.
 */

const SANDBOX =
  'sandbox allow-downloads allow-forms allow-orientation-lock allow-pointer-lock allow-popups allow-popups-to-escape-sandbox ' +
  'allow-presentation allow-same-origin allow-scripts allow-top-navigation';
const POLICY = 'picture-in-picture=()';

type Headers = Readonly<Record<string, string[]>>;

/** Policies add up, so a site's own stay; of the same permission the last word counts. */
export const fencedDocument = (headers: Headers | undefined): Record<string, string[]> => {
  const fenced = { ...headers };
  const add = (name: string, value: string): void => {
    const found = Object.keys(fenced).find((one) => one.toLowerCase() === name.toLowerCase()) ?? name;
    fenced[found] = [...(fenced[found] ?? []), value];
  };
  add('Content-Security-Policy', SANDBOX);
  add('Permissions-Policy', POLICY);
  return fenced;
};

/** A service worker would answer for documents, which then had no headers but its own. */
export const isServiceWorkerScript = (requestHeaders: Readonly<Record<string, string>>): boolean =>
  Object.entries(requestHeaders).some(([name, value]) => name.toLowerCase() === 'service-worker' && value === 'script');
