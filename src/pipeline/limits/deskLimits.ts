import type { InForce } from '../../domain/limits/inForce.ts';
import type { LimitLifetime } from '../../domain/limits/limitEvent.ts';
import { baseLimitOf, type RosterEntry } from '../../domain/roster/roster.ts';
import { didYouMean } from '../../domain/text/closest.ts';
import type { LimitStore } from '../../ports/limits.ts';
import type { RosterStore } from '../../ports/rosterStore.ts';
import { InputError } from '../../shared/errors.ts';
import { readInForce } from '../limitsInForce.ts';

export interface LimitPorts {
  readonly roster: RosterStore;
  readonly limits: LimitStore;
}

/** The session due now, and the settings that limits depend on. */
export interface LimitTerms {
  readonly dueSession: string;
  readonly defaultLimit: number;
  readonly lifetime: LimitLifetime;
}

/** The limit in force of one trader during the session due now, after its mails and answers. */
export interface DeskLimit {
  readonly trader: string;
  /** Dollars. */
  readonly baseLimit: number;
  readonly inForce: InForce;
}

/** The limits in force of every active trader on the roster, in its order. */
export async function readDeskLimits(ports: LimitPorts, terms: LimitTerms): Promise<readonly DeskLimit[]> {
  const { dueSession, defaultLimit, lifetime } = terms;
  const entries = (await ports.roster.all()).filter(({ active }) => active);
  const traders = entries.map((entry) => ({
    trader: entry.trader,
    baseLimit: baseLimitOf(entry, defaultLimit),
  }));
  const inForce = await readInForce(ports, traders, dueSession, lifetime);
  return traders.flatMap((each) => {
    const own = inForce.get(each.trader);
    return own === undefined ? [] : [{ ...each, inForce: own }];
  });
}

/** The limit in force of one active trader. */
export async function readDeskLimit(
  ports: LimitPorts,
  terms: LimitTerms,
  trader: string,
): Promise<DeskLimit> {
  const limit = (await readDeskLimits(ports, terms)).find((each) => each.trader === trader);
  if (limit === undefined) throw new Error(`no active trader ${trader} is on the roster`);
  return limit;
}

/**
 * The entry of an active trader.
 * @param where the command, for the message.
 * @throws InputError `unknown_trader`, with the name that was probably meant.
 */
export async function requireTrader(
  { roster }: Pick<LimitPorts, 'roster'>,
  trader: string,
  where: string,
): Promise<RosterEntry> {
  return requireActive(await roster.all(), trader, where);
}

/** As `requireTrader`, of a roster that is already read. */
export function requireActive(all: readonly RosterEntry[], trader: string, where: string): RosterEntry {
  const entry = all.find((each) => each.trader === trader);
  if (entry?.active === true) return entry;
  if (entry !== undefined)
    throw unknownTrader(where, `${trader}, who is not active`, 'an active trader of the roster');
  const known = all.filter(({ active }) => active).map((each) => each.trader);
  throw unknownTrader(
    where,
    `no trader ${trader}${didYouMean(trader, known)}`,
    'an active trader of the roster',
  );
}

/** The entry of any trader of the roster, active or not. @throws InputError `unknown_trader` */
export function requireRosterEntry(all: readonly RosterEntry[], trader: string, where: string): RosterEntry {
  const entry = all.find((each) => each.trader === trader);
  if (entry !== undefined) return entry;
  const meant = didYouMean(
    trader,
    all.map((each) => each.trader),
  );
  throw unknownTrader(where, `no trader ${trader}${meant}`, 'a trader of the roster');
}

function unknownTrader(where: string, found: string, expected: string): InputError {
  return new InputError('unknown_trader', `${where} · found ${found} · expected ${expected}`, {
    hint: '`npm run roster -- list` lists the traders. Nothing was changed.',
  });
}
