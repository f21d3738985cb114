import { coverOf } from '../domain/decision/acceptedDay.ts';
import { dayKey, doubtsOf, type TraderProof } from '../domain/decision/proof.ts';
import type { ProofItem } from '../domain/decision/proofItem.ts';
import { acceptCommand, causeWords } from '../domain/decision/proofWords.ts';
import { didYouMean } from '../domain/text/closest.ts';
import type { RosterStore } from '../ports/rosterStore.ts';
import { ConfigurationError, InputError } from '../shared/errors.ts';
import { readHoles, recentHoles } from './holes.ts';
import { type DeskProof, type ProofPorts, readProof } from './steps/proof.ts';

export interface AcceptPorts extends ProofPorts {
  readonly roster: RosterStore;
}

/** Who accepts what, and up to which session history is known. */
export interface AcceptRequest {
  readonly sessionDate: string;
  readonly reason: string;
  readonly by: string;
  readonly at: Date;
  /** The last closed session. */
  readonly lastClosed: string;
}

export interface DayAccepted {
  readonly settled: readonly ProofItem[];
  /** What still withholds the trader, the newest first. */
  readonly remaining: readonly ProofItem[];
  /** Other traders who are withheld. */
  readonly othersWithheld: number;
}

/**
 * Accepts a trader's session as it is now: its doubts no longer withhold the trader. Later changes of the day
 * are not covered.
 * @throws InputError `unknown_trader`, or `nothing_to_accept`, which names what is open.
 * @throws ConfigurationError `future_session`, or `not_a_session` where the market was closed and nothing of
 *   the day is open.
 */
export async function acceptDay(
  ports: AcceptPorts,
  trader: string,
  request: AcceptRequest,
): Promise<DayAccepted> {
  await requireTrader(ports, trader);
  requireClosed(request);
  const { sessionDate } = request;
  const before = await readProof(ports, await lastStored(ports, request));
  const open = openOf(before, trader);
  const settled = open.filter(({ session }) => session === sessionDate);
  if (settled.length === 0) {
    requireOpenMarket(ports, sessionDate);
    throw nothingOpen(trader, sessionDate, before);
  }
  const doubts = doubtsOf(before.facts).filter(
    (doubt) => doubt.trader === trader && doubt.session === sessionDate,
  );
  const netPnl = before.facts.netPnl.get(dayKey({ trader, sessionDate })) ?? null;
  const { reason, by, at } = request;
  await ports.acceptances.accept({ trader, sessionDate, reason, by, at, covers: coverOf(doubts, netPnl) });
  const after = await readProof(ports, await lastStored(ports, request));
  return { settled, remaining: openOf(after, trader), othersWithheld: withheld(after, trader).length };
}

export interface NoTradingAccepted {
  /** Sessions that are still missing, ascending. */
  readonly remaining: readonly string[];
}

/**
 * Accepts that the desk did not trade on a session: it is no hole in the history.
 * @throws ConfigurationError `future_session` or `not_a_session`.
 * @throws InputError `nothing_to_accept` where fills of the session are stored.
 */
export async function acceptNoTrading(
  ports: AcceptPorts,
  request: AcceptRequest,
): Promise<NoTradingAccepted> {
  const { sessionDate, reason, by, at, lastClosed } = request;
  requireClosed(request);
  requireOpenMarket(ports, sessionDate);
  const holes = await readHoles(ports, lastClosed);
  if (!holes.includes(sessionDate)) throw noHole(sessionDate, holes);
  await ports.acceptances.acceptNoTrading({ sessionDate, reason, by, at });
  const left = holes.filter((hole) => hole !== sessionDate);
  return { remaining: recentHoles(ports.calendar, left, lastClosed) };
}

/** What an imported history ends with, or the last closed session where that is earlier. */
async function lastStored({ fills }: AcceptPorts, { lastClosed }: AcceptRequest): Promise<string> {
  const last = (await fills.sessionRange())?.last ?? lastClosed;
  return last < lastClosed ? last : lastClosed;
}

function openOf({ byTrader }: DeskProof, trader: string): readonly ProofItem[] {
  return byTrader.get(trader)?.notProven ?? [];
}

function withheld({ byTrader }: DeskProof, except: string): readonly [string, TraderProof][] {
  return [...byTrader].filter(([trader, { notProven }]) => trader !== except && notProven.length > 0);
}

async function requireTrader({ roster }: AcceptPorts, trader: string): Promise<void> {
  const known = (await roster.all()).map((entry) => entry.trader);
  if (known.includes(trader)) return;
  throw new InputError(
    'unknown_trader',
    `Accept · found no trader ${trader} on the roster${didYouMean(trader, known)} · expected one of it`,
    { hint: '`npm run roster -- list` lists the traders.' },
  );
}

function requireClosed({ sessionDate, lastClosed }: AcceptRequest): void {
  if (sessionDate <= lastClosed) return;
  throw new ConfigurationError(
    'future_session',
    `Accept · found ${sessionDate}, which is not over · expected ${lastClosed} or earlier, the last session closed`,
    { hint: 'Give the session that the mail names, as YYYY-MM-DD.' },
  );
}

function nothingOpen(trader: string, sessionDate: string, proof: DeskProof): InputError {
  const open = openOf(proof, trader);
  const others = withheld(proof, trader);
  const own = open.map(({ session, code }) => `${session} (${causeWords(code)})`).join(', ');
  const found = open.length > 0 ? `open are ${own}` : 'nothing of this trader is open';
  const [other] = others;
  const [command] = [
    open.map(({ session }) => acceptCommand(trader, session)),
    others.map(firstCommand),
  ].flat();
  const more = other === undefined || open.length > 0 ? '' : `; open: ${others.map(nameOf).join(', ')}`;
  return new InputError(
    'nothing_to_accept',
    `Accept · nothing of ${trader} on ${sessionDate} is withheld; ${found}${more} · expected a session that withholds the trader`,
    {
      hint:
        command === undefined
          ? 'Every trader of the desk is proven: there is nothing to accept.'
          : `Accept what is open: ${command}.`,
    },
  );
}

function firstCommand([trader, { notProven }]: readonly [string, TraderProof]): string {
  return acceptCommand(trader, notProven[0]?.session ?? 'SESSION');
}

function nameOf([trader, { notProven }]: readonly [string, TraderProof]): string {
  return `${trader} ${notProven[0]?.session ?? ''}`;
}

function noHole(sessionDate: string, holes: readonly string[]): InputError {
  const open = holes.length === 0 ? 'no session is missing' : `missing are ${shortList(holes)}`;
  return new InputError(
    'nothing_to_accept',
    `Accept · ${sessionDate} is not missing: it has fills, was fetched or accepted, or lies before the history; ${open} · expected a missing session`,
    { hint: '`npm run doctor` lists the missing sessions.' },
  );
}

function shortList(sessions: readonly string[]): string {
  const shown = sessions.slice(0, 8).join(', ');
  return sessions.length > 8 ? `${shown} and ${sessions.length - 8} more` : shown;
}

function requireOpenMarket({ calendar }: AcceptPorts, sessionDate: string): void {
  const closure = calendar.closure(sessionDate);
  if (closure === null) return;
  throw new ConfigurationError(
    'not_a_session',
    `Accept · found ${sessionDate}, on which the market is closed (${closure}) · expected a session`,
    { hint: 'A closed day needs no acceptance.' },
  );
}
