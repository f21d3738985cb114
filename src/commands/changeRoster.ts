import { readRosterFile } from '../adapters/sources/rosterCsv.ts';
import { changeNotes } from '../domain/roster/changeNotes.ts';
import { changeProblems } from '../domain/roster/changeProblems.ts';
import { editLines } from '../domain/roster/editWords.ts';
import { symbolProblem, unusedPatternNote } from '../domain/roster/multiplierPattern.ts';
import type { RosterChange, RosterEdits } from '../domain/roster/rosterChange.ts';
import { closest } from '../domain/text/closest.ts';
import { quoted } from '../domain/text/quoted.ts';
import { InputError } from '../shared/errors.ts';
import type { ExitCode, JsonOption, NewNamesOption, RosterSetOptions } from './commandOptions.ts';
import { printRecomputed, recompute, recomputedFields, warnOfBlocked } from './recompute.ts';
import { drawdownLines } from './rosterDrawdown.ts';
import { editDocuments, summaryWords } from './rosterOutput.ts';
import { type Stores, type World, withStores } from './world.ts';

/** A change of the roster that is stored. */
interface AppliedChange {
  readonly changes: readonly RosterChange[];
  readonly edits: RosterEdits;
  /** Whether each change lists all accounts of its trader, as the rows of a file do. */
  readonly listsAllAccounts: boolean;
}

/** `roster set`: changes one trader, and recomputes the trader-days that depend on it. */
export async function rosterSet(world: World, trader: string, options: RosterSetOptions): Promise<ExitCode> {
  const change: RosterChange = {
    trader: trader.normalize('NFC'),
    ...(options.limit === undefined ? {} : { baseLimit: options.limit }),
    ...(options.riskCapital === undefined ? {} : { riskCapital: options.riskCapital }),
    ...(options.desk === undefined ? {} : { desk: options.desk }),
    ...(options.active === undefined ? {} : { active: options.active }),
    ...(options.account.length === 0 ? {} : { accounts: options.account }),
  };
  return applyChange(world, options, async (stores) => {
    const known = await knownNames(stores);
    refuse(changeProblems([{ place: 'roster set', change }], known, options.new));
    if (!options.new) requireKnown(change.trader, known.traders);
    const edits = await stores.roster.set(change);
    return { changes: [change], edits, listsAllAccounts: false };
  });
}

/** `roster multiplier`: sets a contract multiplier, and recomputes the trader-days that depend on it. */
export async function rosterMultiplier(
  world: World,
  pattern: string,
  multiplier: number,
  options: JsonOption,
): Promise<ExitCode> {
  return applyChange(world, options, async ({ roster }) => {
    const problem = symbolProblem(pattern, await roster.symbols());
    refuse(problem === null ? [] : [`roster multiplier: ${problem}`]);
    const edits = await roster.setMultiplier({ pattern, multiplier });
    return { changes: [], edits, listsAllAccounts: false };
  });
}

/** `roster import`: checks all rows before it stores the first; a bad line changes nothing. */
export async function rosterImport(world: World, path: string, options: NewNamesOption): Promise<ExitCode> {
  return applyChange(world, options, async (stores) => {
    const known = { ...(await knownNames(stores)), symbols: await stores.roster.symbols() };
    const { traders, multipliers } = await readRosterFile(path, { known, mayBeNew: options.new });
    const edits = await stores.roster.setAll(traders, multipliers);
    return { changes: traders, edits, listsAllAccounts: true };
  });
}

/** Stores a change, recomputes the trader-days that it touches, and prints before → after. */
async function applyChange(
  world: World,
  { json }: JsonOption,
  change: (stores: Stores) => Promise<AppliedChange>,
): Promise<ExitCode> {
  const { defaultLimit } = world.config;
  const work = async (stores: Stores) => {
    const applied = await change(stores);
    const recomputed = await recompute(world, stores);
    return {
      applied,
      recomputed,
      notes: await notesOn(stores, applied, defaultLimit),
      drawdowns: await drawdownLines(stores.ledger, applied.edits.traders, defaultLimit),
    };
  };
  const { applied, notes, drawdowns, recomputed } = await withStores(world.config, work);
  const done = summaryWords(applied.edits);
  const lines = [...editLines(applied.edits, defaultLimit), ...drawdowns];
  if (json) {
    const changes = editDocuments(applied.edits, defaultLimit);
    const [subject] = changes;
    const values = applied.listsAllAccounts ? {} : { before: subject?.before, after: subject?.after };
    world.output.json({ done, ...values, changes, lines, notes, ...recomputedFields(recomputed) });
  } else {
    for (const line of lines) world.output.line(line);
    for (const note of notes) world.output.line(`note: ${note}`);
    printRecomputed(world, done, recomputed);
  }
  warnOfBlocked(world, recomputed);
  return 0;
}

async function notesOn({ roster }: Stores, applied: AppliedChange, defaultLimit: number) {
  const symbols = applied.edits.multipliers.length > 0 ? await roster.symbols() : [];
  return [
    ...changeNotes({
      ...applied,
      edits: applied.edits.traders,
      roster: await roster.all(),
      accounts: await roster.accounts(),
      defaultLimit,
    }),
    ...applied.edits.multipliers.flatMap(({ pattern }) => unusedPatternNote(pattern, symbols) ?? []),
  ];
}

async function knownNames({ roster }: Stores) {
  const entries = await roster.all();
  return { traders: entries.map(({ trader }) => trader), accounts: await roster.accounts() };
}

/** @throws InputError that lists the problems, if there is one. */
function refuse(problems: readonly string[]): void {
  if (problems.length === 0) return;
  throw new InputError('bad_roster', problems.join(' · '), {
    hint: 'Correct the command; nothing was changed.',
  });
}

/** @throws InputError for a trader whom the roster does not have. */
function requireKnown(trader: string, traders: readonly string[]): void {
  if (traders.includes(trader)) return;
  const meant = closest(trader, traders);
  const question = meant === null ? '' : `; did you mean ${quoted(meant)}?`;
  throw new InputError(
    'unknown_trader',
    `roster set · found ${quoted(trader)} · expected a trader of the roster${question}`,
    { hint: 'Add --new to create the trader; nothing was changed.' },
  );
}
