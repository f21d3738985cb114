/** The form that gives an override of a trader. */
export function newOverridePath(trader: string): string {
  return `/overrides/new?trader=${encodeURIComponent(trader)}`;
}
