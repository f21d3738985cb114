import { createDecisionDetails, type DecisionDetail } from '../adapters/database/store/decisionDetails.ts';
import { createVerifiedTrail } from '../adapters/database/store/verifiedTrail.ts';
import { textTable } from '../adapters/terminal/table.ts';
import { brokenTrail } from '../domain/compliance/brokenTrail.ts';
import type { TrailHead } from '../domain/compliance/complianceReport.ts';
import { type DecisionAsOf, decisionsAsOf } from '../domain/compliance/decisionAsOf.ts';
import { overrideWhy } from '../domain/compliance/limitChanges.ts';
import { periodOf } from '../domain/compliance/period.ts';
import { didYouMean } from '../domain/text/closest.ts';
import { longDay } from '../domain/text/dates.ts';
import { limitDollars } from '../domain/text/money.ts';
import { shownName } from '../domain/text/outsideText.ts';
import { count } from '../domain/text/words.ts';
import { InputError, StoreError } from '../shared/errors.ts';
import type { AuditOptions, ExitCode } from './commandOptions.ts';
import { withShownStores } from './shownStores.ts';
import type { Stores, World } from './world.ts';

/** A decision as it stood, with the stored detail that matches its entry. */
interface Recreated extends DecisionAsOf {
  readonly stored: DecisionDetail;
}

/** `audit --as-of TIME`: the decisions of a session as they stood at an instant, from the verified trail. */
export async function auditAsOf(
  world: World,
  options: AuditOptions & { readonly asOf: Date },
): Promise<ExitCode> {
  const { json, asOf, trader } = options;
  const { session, head, decisions } = await withShownStores(world, json, (stores) =>
    recreate(world, stores, options),
  );
  const shown = trader === undefined ? decisions : [ofTrader(decisions, trader)];
  if (json)
    world.output.json({
      asOf: asOf.toISOString(),
      session,
      verified: true,
      head,
      decisions: shown.map(document),
    });
  else print(world, asOf, session, head, shown);
  return 0;
}

async function recreate(
  world: World,
  { database }: Stores,
  { asOf, session: asked }: AuditOptions & { readonly asOf: Date },
) {
  const time = asOf.toISOString();
  const details = createDecisionDetails(database);
  const session = asked ?? (await details.lastSession(time));
  if (session === null) throw nothingDecided(time, null);
  const reading = await createVerifiedTrail(database).read({
    from: session,
    to: session,
    timezone: world.config.timezone,
    keepsRaw: false,
    onVerified: () => undefined,
  });
  if ('fault' in reading) throw brokenTrail(reading.fault);
  const period = periodOf(reading.records, { from: session, to: session, sessions: [] });
  const found = decisionsAsOf(period, session, time);
  if (found.length === 0) throw nothingDecided(time, session);
  const stored = await details.of(session);
  return { session, head: reading.head, decisions: found.map((each) => withDetail(each, session, stored)) };
}

/** The detail has to say what its entry says: only the entry is in the chain. */
function withDetail(found: DecisionAsOf, session: string, stored: readonly DecisionDetail[]): Recreated {
  const { trader, decision } = found;
  const row = stored.find(({ decidedAt, detail }) => decidedAt === decision.at && detail.trader === trader);
  const { action, baseLimit, newLimit } = row?.detail ?? {};
  if (
    row !== undefined &&
    action === decision.action &&
    baseLimit === decision.baseLimit &&
    newLimit === decision.newLimit
  )
    return { ...found, stored: row };
  throw new StoreError(
    'audit_mismatch',
    `Decision of ${session} for ${trader} · found ${row === undefined ? 'no stored row' : `${action}, limit ${newLimit}`} · expected ${decision.action}, limit ${decision.newLimit}, as in entry ${decision.sequence} of the audit trail`,
    { hint: 'Run `npm run audit -- --verify`, and compare the database with a backup.' },
  );
}

function ofTrader(decisions: readonly Recreated[], trader: string): Recreated {
  const found = decisions.find((each) => each.trader === trader);
  if (found !== undefined) return found;
  const names = decisions.map((each) => each.trader);
  throw new InputError(
    'unknown_trader',
    `Trader ${shownName(trader)} · had no decision then · expected one of that morning${didYouMean(trader, names)}`,
    {
      hint: `There are decisions for ${names.slice(0, 10).join(', ')}.`,
    },
  );
}

function nothingDecided(time: string, session: string | null): InputError {
  return new InputError(
    'no_compliance',
    `Decisions as of ${time} · found none${session === null ? '' : ` for ${session}`} · expected a decided morning`,
    { hint: 'Choose a later time, or another session with --session: `npm run audit` lists every decision.' },
  );
}

function document({ trader, decision, events, override, stored }: Recreated) {
  return {
    trader,
    entry: decision.sequence,
    decidedAt: decision.at,
    engine: stored.engine,
    decision: stored.detail,
    limitInForce: limitThen({ events, stored }),
    events: events.map(({ sequence, at, event, dollars, by, reason, through }) => ({
      entry: sequence,
      time: at,
      event,
      dollars,
      by,
      reason,
      through,
    })),
    override:
      override === null
        ? null
        : {
            entry: override.given.sequence,
            dollars: override.given.dollars,
            through: override.given.lastSession,
            why: overrideWhy(override),
            by: override.given.by,
            approvedBy: override.approved?.by ?? null,
          },
  };
}

/** The limit in force at the instant, dollars; null: not known. */
function limitThen({ events, stored }: Pick<Recreated, 'events' | 'stored'>): number | null {
  const before = stored.detail.limit?.limitInForce ?? null;
  const last = events.at(-1);
  if (last === undefined || last.event === 'not-applied') return before;
  return last.dollars;
}

function print(
  { output }: World,
  asOf: Date,
  session: string,
  head: TrailHead,
  decisions: readonly Recreated[],
): void {
  output.line(`${longDay(session)} as it stood at ${asOf.toISOString()}.`);
  output.line(
    textTable(
      [
        { head: 'TRADER' },
        { head: 'ACTION' },
        { head: 'BASE', align: 'right' },
        { head: 'TARGET', align: 'right' },
        { head: 'IN FORCE', align: 'right' },
        { head: 'DECIDED' },
        { head: 'KNOWN BY THEN', width: 60 },
        { head: 'ENTRY', align: 'right' },
      ],
      decisions.map((each) => [
        shownName(each.trader),
        each.decision.action,
        limitDollars(each.decision.baseLimit),
        limitDollars(each.decision.newLimit),
        dollarsOr(limitThen(each), 'unknown'),
        each.decision.at,
        knownWords(each),
        String(each.decision.sequence),
      ]),
    ),
  );
  output.line(
    `The audit trail holds: ${count(head.sequence, 'entry', 'entries')} verified, head ${head.hash}.`,
  );
}

function knownWords({ events, override }: Recreated): string {
  const words = events.map(
    ({ event, dollars, by }) => `${event}${dollars === null ? '' : ` ${limitDollars(dollars)}`} by ${by}`,
  );
  if (override === null) return words.join('; ');
  const { given, approved } = override;
  const approval = approved === null ? '' : `, approved by ${approved.by}`;
  return [...words, `override ${limitDollars(given.dollars)} by ${given.by}${approval}`].join('; ');
}

function dollarsOr(dollars: number | null, otherwise: string): string {
  return dollars === null ? otherwise : limitDollars(dollars);
}
