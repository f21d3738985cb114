import type { Decision } from '../../../domain/decision/decision.ts';
import type { EngineName } from '../../../domain/engines/proposal.ts';
import { sortDecisions } from '../../../domain/report/order.ts';
import type { DecisionRecord, DecisionStore, StoredDecision } from '../../../ports/outbox.ts';
import type { Database, StoreTransaction } from '../database.ts';
import { decisionJson, reportJson } from '../decisionJson.ts';
import { deskFactsBody } from '../deskFactsBody.ts';
import { appendAudit } from './auditTrail.ts';
import { persistedWithLeaseGuard } from './leaseGuard.ts';
import { queueMails } from './outboxRows.ts';
import { firstSaid, recordSaid } from './saidOnce.ts';
import type { DecisionRow } from './schema.ts';

/** What each morning decided, stored in one transaction with its report and its mails. */
export function createDecisionStore(database: Database): DecisionStore {
  const { queries } = database;
  const decisionRows = (from: string, to: string) =>
    queries
      .selectFrom('decision')
      .select(['session_date', 'trader', 'engine', 'detail'])
      .where('session_date', '>=', from)
      .where('session_date', '<=', to)
      .orderBy('session_date');
  return {
    save: (lease, record, mails) =>
      persistedWithLeaseGuard(database, lease, async (transaction) => {
        const { sessionDate, decisions } = record.report;
        await keepReplaced(transaction, sessionDate, record.decidedAt);
        await recordEngineChange(transaction, record);
        await transaction.queries.deleteFrom('decision').where('session_date', '=', sessionDate).execute();
        for (const decision of decisions) {
          await transaction.queries.insertInto('decision').values(decisionRow(record, decision)).execute();
        }
        await saveReport(transaction, record);
        await recordFacts(transaction, record);
        await recordSaid(transaction.queries, record.report);
        await markReported(transaction, record.report);
        await queueMails(transaction.queries, sessionDate, mails, record.decidedAt);
      }),

    async report(sessionDate) {
      const row = await queries
        .selectFrom('morning_report')
        .select('report')
        .where('session_date', '=', sessionDate)
        .executeTakeFirst();
      if (row === undefined) return null;
      const decided = await queries
        .selectFrom('decision')
        .select(['trader', 'detail'])
        .where('session_date', '=', sessionDate)
        .execute();
      const decisions = decided.map(({ trader, detail }) =>
        decisionJson.read(detail, `${sessionDate} ${trader}`),
      );
      return { ...reportJson.read(row.report, sessionDate), decisions: sortDecisions(decisions) };
    },

    firstSaid: (code) => firstSaid(queries, code),

    async lastDecided(through) {
      const row = await queries
        .selectFrom('decision')
        .where('session_date', '<=', through)
        .select((e) => e.fn.max<string | null>('session_date').as('last'))
        .executeTakeFirst();
      return row?.last ?? null;
    },

    async decisions(from, to) {
      const rows = await decisionRows(from, to).orderBy('trader').execute();
      return rows.map(storedDecision);
    },

    async decisionsOf(trader, from, to) {
      const rows = await decisionRows(from, to).where('trader', '=', trader).execute();
      return rows.map(storedDecision);
    },
  };
}

export function storedDecision(
  row: Pick<DecisionRow, 'session_date' | 'trader' | 'engine' | 'detail'>,
): StoredDecision {
  return {
    ...decisionJson.read(row.detail, `${row.session_date} ${row.trader}`),
    sessionDate: row.session_date,
    engine: row.engine as EngineName,
  };
}

/** The mail names every revision that no mail has named; a revision found later waits for the next mail. */
async function markReported(
  { queries }: StoreTransaction,
  { sessionDate, dataThrough }: DecisionRecord['report'],
): Promise<void> {
  await queries
    .updateTable('revision')
    .set({ reported_for: sessionDate })
    .where('reported_for', 'is', null)
    .where('found_on', '<=', dataThrough)
    .execute();
}

/** Keeps the decisions in force until now, next to those that replace them. */
async function keepReplaced({ queries }: StoreTransaction, sessionDate: string, at: Date): Promise<void> {
  await queries
    .insertInto('replaced_decision')
    .columns(['session_date', 'trader', 'replaced_at', 'engine', 'detail', 'decided_at', 'revision'])
    .expression((e) =>
      e
        .selectFrom('decision')
        .select((d) => [
          'session_date',
          'trader',
          d.val(at.toISOString()).as('replaced_at'),
          'engine',
          'detail',
          'decided_at',
          'revision',
        ])
        .where('session_date', '=', sessionDate),
    )
    .execute();
}

/** Records in the audit trail that another engine decides than on the morning before. */
async function recordEngineChange(
  transaction: StoreTransaction,
  { report, decidedAt }: DecisionRecord,
): Promise<void> {
  const before = await transaction.queries
    .selectFrom('decision')
    .select(['session_date', 'engine'])
    .where('session_date', '<=', report.sessionDate)
    .orderBy('session_date', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (before === undefined || before.engine === report.engine) return;
  const body = {
    from: before.engine,
    to: report.engine,
    why: report.engineReason,
    since: before.session_date,
  };
  await appendAudit(transaction, 'gate', report.sessionDate, body, decidedAt);
}

/** Records what the morning knew of the desk, next to the decisions that rest on it. */
async function recordFacts(
  transaction: StoreTransaction,
  { facts, decidedAt }: DecisionRecord,
): Promise<void> {
  if (facts === undefined || facts === null) return;
  await appendAudit(transaction, 'desk-facts', facts.sessionDate, deskFactsBody(facts), decidedAt);
}

function decisionRow({ report, decidedAt }: DecisionRecord, decision: Decision) {
  return {
    session_date: report.sessionDate,
    trader: decision.trader,
    engine: report.engine,
    action: decision.action,
    tier: decision.tier,
    base_limit: decision.baseLimit,
    new_limit: decision.newLimit,
    reduction_pct: decision.reductionPct,
    confidence: decision.confidence,
    detail: decisionJson.write(decision),
    decided_at: decidedAt.toISOString(),
    revision: report.revision ?? 0,
  };
}

/** The report without its decisions, which have rows of their own. */
async function saveReport(
  { queries }: StoreTransaction,
  { report: { decisions: _, ...report }, decidedAt }: DecisionRecord,
): Promise<void> {
  const row = { report: reportJson.write(report), decided_at: decidedAt.toISOString() };
  await queries
    .insertInto('morning_report')
    .values({ session_date: report.sessionDate, ...row })
    .onConflict((conflict) => conflict.column('session_date').doUpdateSet(row))
    .execute();
}
