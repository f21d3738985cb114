/** How many entries of a list an error message shows. */
const MOST_SHOWN = 20;

/** The first 20 entries of a list in an error message, and then how many more there are. */
export function firstOf(list: readonly string[]): readonly string[] {
  return list.length <= MOST_SHOWN
    ? list
    : [...list.slice(0, MOST_SHOWN), `and ${list.length - MOST_SHOWN} more`];
}
