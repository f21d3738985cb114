/** Printable ASCII without a backslash, which browsers read as a slash. */
const VISIBLE_PATH = /^[!-[\]-~]+$/;

const LONGEST_PATH = 1_000;

/**
 * The page to open after sign-in: a path of this server only, so that no link can send a reader elsewhere
 * with it.
 *
 * Example: `/..//evil.example` is a path until it is resolved; then it is `//evil.example`, another server.
 */
export function ownPath(text: string, basePath: string): string {
  const home = `${basePath}/`;
  if (text.length > LONGEST_PATH || !VISIBLE_PATH.test(text) || !text.startsWith('/')) return home;
  if (!URL.canParse(text, OWN)) return home;
  // The parser is that of browsers, so it decides as they do what another server is.
  const { origin, pathname, search } = new URL(text, OWN);
  const isOwn = origin === OWN && pathname.startsWith(home) && !pathname.startsWith('//');
  return isOwn ? pathname + search : home;
}

const OWN = 'http://own.invalid';
