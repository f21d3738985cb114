import { closest } from '../text/closest.ts';
import { quoted } from '../text/quoted.ts';
import { nameKey, nameProblem } from './names.ts';
import type { KnownAccount, RosterChange } from './rosterChange.ts';

/** A change as somebody typed it, not yet checked. */
export interface ChangeRequest {
  /** Where it was typed, for messages: `line 3`. */
  readonly place: string;
  readonly change: RosterChange;
}

/** The names that a change may mean. */
export interface KnownNames {
  readonly traders: readonly string[];
  readonly accounts: readonly KnownAccount[];
}

interface NamedPlace {
  readonly place: string;
  readonly name: string;
}

/**
 * What is wrong with the names in a list of changes, one sentence each. A trader or an account must not come
 * twice. A name must be one that is known, or one that is unlike every known one.
 *
 * A name that differs from a known one only in case, blanks or invisible characters is always refused. One
 * that looks like a typing error is refused unless `mayBeNew`. A known name that the list has itself is not
 * what another name of the list means: with NETA and NETB in one list, NETB is no typing error.
 *
 * Example: with the account DESK01 in the fills, `desk01` and `DESK1` are refused, `DESK02` is not.
 */
export function changeProblems(
  requests: readonly ChangeRequest[],
  known: KnownNames,
  mayBeNew: boolean,
): readonly string[] {
  const traders = requests.map(({ place, change }) => ({ place: `${place}, trader`, name: change.trader }));
  const accounts = requests.flatMap(({ place, change }) =>
    (change.accounts ?? []).map((name) => ({ place: `${place}, accounts`, name })),
  );
  const codes = {
    settled: new Set(known.accounts.filter(({ isProven }) => isProven).map(({ code }) => code)),
    all: known.accounts.map(({ code }) => code),
  };
  return [
    ...repeats(traders),
    ...unlikelyNames(traders, { settled: new Set(known.traders), all: known.traders }, mayBeNew),
    ...repeats(accounts),
    ...unlikelyNames(accounts, codes, mayBeNew),
    ...requests.flatMap(deskProblem),
  ];
}

function repeats(names: readonly NamedPlace[]): readonly string[] {
  const first = new Map<string, NamedPlace>();
  return names.flatMap(({ place, name }) => {
    const key = nameKey(name);
    const before = first.get(key);
    if (before === undefined) first.set(key, { place, name });
    if (before === undefined || key === '') return [];
    return [`${place}: found ${quoted(name)} again, after ${quoted(before.name)} (${before.place})`];
  });
}

interface Names {
  /** Names that are certainly right as they are. */
  readonly settled: ReadonlySet<string>;
  readonly all: readonly string[];
}

function unlikelyNames(
  names: readonly NamedPlace[],
  { settled, all }: Names,
  mayBeNew: boolean,
): readonly string[] {
  const stored = new Set(all);
  const keys = new Map(all.map((name) => [nameKey(name), name]));
  const named = new Set(names.map(({ name }) => name));
  const others = all.filter((name) => settled.has(name) && !named.has(name));
  return names.flatMap(({ place, name }) => {
    if (settled.has(name)) return [];
    const found = `${place}: found ${quoted(name)}`;
    const problem = stored.has(name) ? null : nameProblem(name);
    const same = stored.has(name) ? undefined : keys.get(nameKey(name));
    if (same !== undefined)
      return [
        `${found}, expected ${quoted(same)}; case, blanks and invisible characters make no other name; did you mean ${quoted(same)}?`,
      ];
    if (problem !== null) return [`${found}, expected ${problem}`];
    const meant = mayBeNew ? null : closest(name, others);
    if (meant === null) return [];
    return [`${found}, expected a known name, or --new for a new one; did you mean ${quoted(meant)}?`];
  });
}

function deskProblem({ place, change: { desk } }: ChangeRequest): readonly string[] {
  const problem = desk === undefined ? null : nameProblem(desk);
  return desk === undefined || problem === null
    ? []
    : [`${place}, desk: found ${quoted(desk)}, expected ${problem}`];
}
