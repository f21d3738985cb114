import {
  LONGEST_OVERRIDE_SESSIONS,
  type Override,
  type OverrideReason,
  overrideReasons,
  overrideStatus,
} from '../../domain/limits/override.ts';
import { nameKey } from '../../domain/roster/names.ts';
import { baseLimitOf } from '../../domain/roster/roster.ts';
import type { Calendar } from '../../domain/session/calendar.ts';
import { didYouMean } from '../../domain/text/closest.ts';
import type { DecisionStore } from '../../ports/outbox.ts';
import { InputError } from '../../shared/errors.ts';
import { type LimitPorts, type LimitTerms, requireTrader } from './deskLimits.ts';
import { requireSession } from './sessionRules.ts';

export interface OverridePorts extends LimitPorts {
  readonly calendar: Calendar;
  readonly decisions: DecisionStore;
}

export interface OverrideRequest {
  readonly trader: string;
  /** Dollars. */
  readonly dollars: number;
  readonly firstSession: string;
  readonly lastSession: string;
  /** A key of overrideReasons, as it was written. */
  readonly reason: string;
  readonly note: string | null;
  readonly by: string;
  readonly at: Date;
}

/**
 * Stores an override of the recommended limit. Above the base limit it is pending until someone with another
 * name approves it.
 * @throws InputError `unknown_trader`, `not_a_session`, or `bad_override` for sessions or a reason that are
 *   not allowed.
 */
export async function giveOverride(
  ports: OverridePorts,
  terms: LimitTerms,
  request: OverrideRequest,
): Promise<Override> {
  const entry = await requireTrader(ports, request.trader, 'override set');
  const reason = reasonOf(request);
  requireSessions(ports.calendar, terms.dueSession, request);
  const before = precedingOverride(await ports.limits.overrides(), ports.calendar, request);
  if (before !== null) requireNewReason(before, request);
  return ports.limits.addOverride({
    ...request,
    reason,
    baseLimit: baseLimitOf(entry, terms.defaultLimit),
    recommended: await recommendedLimit(ports.decisions, request),
    renewals: before === null ? 0 : before.renewals + 1,
  });
}

/**
 * Approves a pending override.
 * @throws InputError `override_approval` where there is none, or where the same name gave it.
 */
export async function approveOverride(
  { limits }: LimitPorts,
  { dueSession }: LimitTerms,
  { id, by, at }: { readonly id: number; readonly by: string; readonly at: Date },
): Promise<Override> {
  const overrides = await limits.overrides();
  const pending = overrides.filter((each) => overrideStatus(each, dueSession) === 'pending');
  const override = pending.find((each) => each.id === id);
  if (override === undefined) throw notPending(id, pending);
  if (nameKey(override.by) === nameKey(by))
    throw new InputError(
      'override_approval',
      `override approve · ${by} gave override ${id} · expected someone else to approve it`,
      { hint: 'Someone with another name approves it: `npm run override -- approve ID --by NAME`.' },
    );
  await limits.approveOverride(id, by, at);
  return { ...override, approvedBy: by };
}

/**
 * Ends the overrides of a trader that are pending, in force or still to come, from the session due now on.
 * @returns the ended ones.
 * @throws InputError `unknown_trader`, or `bad_override` where there is none.
 */
export async function endOverrides(
  ports: LimitPorts,
  { dueSession }: LimitTerms,
  { trader, by, at }: { readonly trader: string; readonly by: string; readonly at: Date },
): Promise<readonly Override[]> {
  const overrides = await ports.limits.overrides();
  const open = overrides.filter(
    (each) => each.trader === trader && overrideStatus(each, dueSession) !== 'ended',
  );
  if (open.length === 0) {
    await requireTrader(ports, trader, 'override end');
    throw new InputError(
      'bad_override',
      `override end · ${trader} has no override · expected one that is pending or in force`,
      { hint: '`npm run override -- list` lists them.' },
    );
  }
  for (const { id, firstSession } of open)
    await ports.limits.endOverride(id, later(firstSession, dueSession), by, at);
  return open;
}

/**
 * Ends one override that is pending, in force or still to come, from the session due now on.
 * @throws InputError `bad_override` where there is none with this number.
 */
export async function endOverride(
  { limits }: Pick<LimitPorts, 'limits'>,
  { dueSession }: LimitTerms,
  { id, by, at }: { readonly id: number; readonly by: string; readonly at: Date },
): Promise<Override> {
  const override = (await limits.overrides()).find((each) => each.id === id);
  if (override === undefined || overrideStatus(override, dueSession) === 'ended')
    throw new InputError(
      'bad_override',
      `override end · override ${id} ${override === undefined ? 'does not exist' : 'has ended'} · expected one that is pending or in force`,
      { hint: '`npm run override -- list` lists them. Nothing was changed.' },
    );
  await limits.endOverride(id, later(override.firstSession, dueSession), by, at);
  return override;
}

function reasonOf({ reason, note }: OverrideRequest): OverrideReason {
  const codes = Object.keys(overrideReasons);
  if (!isReason(reason))
    throw refused(
      `found reason ${reason}${didYouMean(reason, codes)}`,
      `one of ${codes.join(', ')}`,
      'Give one of these reasons; with `other`, add --note TEXT.',
    );
  if (reason === 'other' && note === null)
    throw refused('the reason `other` says nothing alone', '--note TEXT with it', 'Add --note TEXT.');
  return reason;
}

function isReason(text: string): text is OverrideReason {
  return Object.hasOwn(overrideReasons, text);
}

function requireSessions(
  calendar: Calendar,
  dueSession: string,
  { firstSession, lastSession }: OverrideRequest,
): void {
  requireSession(calendar, firstSession, 'override set');
  requireSession(calendar, lastSession, 'override set');
  if (firstSession < dueSession)
    throw refused(
      `found ${firstSession}, which is over`,
      `${dueSession}, the session due now, or a later one`,
      'Leave --session out to begin with the session due now.',
    );
  if (lastSession < firstSession)
    throw refused(
      `found --through ${lastSession}, before the first session ${firstSession}`,
      'a session from the first one on',
      'Correct --through.',
    );
  const sessions = calendar.sessionsBetween(firstSession, lastSession);
  const longest = sessions[LONGEST_OVERRIDE_SESSIONS - 1];
  if (sessions.length > LONGEST_OVERRIDE_SESSIONS && longest !== undefined)
    throw refused(
      `found ${sessions.length} sessions, ${firstSession} to ${lastSession}`,
      `at most ${LONGEST_OVERRIDE_SESSIONS}: --through ${longest} or earlier`,
      'For longer, change the base limit: `npm run roster -- set TRADER --limit DOLLARS`.',
    );
}

/** The override that the new one directly follows or overlaps; of several the one given last. Null: none. */
function precedingOverride(
  overrides: readonly Override[],
  calendar: Calendar,
  { trader, firstSession, lastSession }: OverrideRequest,
): Override | null {
  const before = calendar.previousSession(firstSession);
  const touching = overrides.filter((each) => {
    const held = { first: each.firstSession, last: lastHeld(each, calendar) };
    return (
      each.trader === trader && held.first <= held.last && held.last >= before && held.first <= lastSession
    );
  });
  return touching.at(-1) ?? null;
}

function lastHeld({ lastSession, endedFrom }: Override, calendar: Calendar): string {
  return endedFrom === null || endedFrom > lastSession ? lastSession : calendar.previousSession(endedFrom);
}

function requireNewReason(before: Override, { reason, note, trader }: OverrideRequest): void {
  if (reason !== before.reason || (note !== null && nameKey(note) !== nameKey(before.note ?? ''))) return;
  throw refused(
    `this renews override ${before.id} of ${trader} with the same reason ${reason}`,
    'a new reason',
    'Give another --reason, or say in --note TEXT what is new.',
  );
}

/** Daybreak's own target of the newest morning up to the first session; null: it decided nothing. */
async function recommendedLimit(
  decisions: DecisionStore,
  { trader, firstSession }: OverrideRequest,
): Promise<number | null> {
  const session = await decisions.lastDecided(firstSession);
  const report = session === null ? null : await decisions.report(session);
  const decision = report?.decisions.find((each) => each.trader === trader);
  return decision?.limit?.recommendedLimit ?? decision?.newLimit ?? null;
}

function notPending(id: number, pending: readonly Override[]): InputError {
  const waiting = pending.map((each) => `${each.id} (${each.trader})`).join(', ');
  return new InputError(
    'override_approval',
    `override approve · no override ${id} is pending; ${waiting === '' ? 'none is' : `pending: ${waiting}`} · expected the number of a pending one`,
    { hint: '`npm run override -- list` lists them.' },
  );
}

function refused(found: string, expected: string, hint: string): InputError {
  return new InputError('bad_override', `override set · ${found} · expected ${expected}`, {
    hint: `${hint} Nothing was changed.`,
  });
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}
