import { createHash } from 'node:crypto';
import type { StrategyKey } from '../../../domain/engines/shadowStrategy.ts';
import type { ShadowScore, ShadowSession } from '../../../domain/evaluation/shadowScore.ts';
import type { FailedShadow, ShadowStore } from '../../../ports/shadows.ts';
import type { Database, StoreTransaction } from '../database.ts';
import type { SqlConnection } from '../sqlConnection.ts';
import { unreadableJson } from '../storedJson.ts';
import { upsertSql } from '../upsertSql.ts';
import { withLeaseGuard } from './leaseGuard.ts';
import type { ShadowDecisionRow, ShadowScoreRow, ShadowSessionRow } from './schema.ts';

/** What shadow strategies decided, and what came of it. */
export function createShadowStore(database: Database): ShadowStore {
  const { queries, transaction, withConnection } = database;
  return {
    save: (lease, shadows, at, revision) =>
      withLeaseGuard(database, lease, async (open) => {
        for (const table of ['shadow_decision', 'shadow_session'])
          await open.connection.run(`DELETE FROM ${table} WHERE session_date = ?`, lease.sessionDate);
        for (const shadow of shadows) await saveShadow(open, shadow, at, revision);
      }),

    decided: (sessionDate) =>
      withConnection(async (connection) => {
        const sessions: ShadowSession[] = [];
        for (const row of await connection.all<ShadowSessionRow>(SESSIONS, sessionDate))
          if (row.engine !== null) sessions.push(await sessionOf(connection, row, row.engine));
        return sessions;
      }),

    saveScores: (scores) =>
      transaction(async ({ connection }) => {
        await connection.runEach(
          SAVE_SCORE,
          scores.map((score) => [{ ...scoreRow(score) }]),
        );
      }),

    mornings: async (from, through) =>
      queries
        .selectFrom('shadow_session')
        .select(['session_date as sessionDate', 'name', 'definition', 'failure'])
        .where('session_date', '>=', from)
        .where('session_date', '<=', through)
        .orderBy('session_date')
        .orderBy('name')
        .execute(),

    async scores(from, through) {
      const rows = await queries
        .selectFrom('shadow_score')
        .selectAll()
        .where('session_date', '>=', from)
        .where('session_date', '<=', through)
        .orderBy('session_date')
        .orderBy('name')
        .execute();
      return rows.map(scoreOf);
    },
  };
}

const ADD_SESSION = `INSERT INTO shadow_session
    (session_date, name, definition, engine, failure, digest, decided_at, revision)
  VALUES (:session_date, :name, :definition, :engine, :failure, :digest, :decided_at, :revision)`;
const ADD_DECISION = `INSERT INTO shadow_decision (session_date, name, definition, trader, base_limit,
    recommended_limit, recommended_pct, shadow_limit, shadow_pct)
  VALUES (:session_date, :name, :definition, :trader, :base_limit,
    :recommended_limit, :recommended_pct, :shadow_limit, :shadow_pct)`;
const SESSIONS = 'SELECT * FROM shadow_session WHERE session_date = ? ORDER BY name, definition';
const DECISIONS = `SELECT * FROM shadow_decision
  WHERE session_date = ? AND name = ? AND definition = ? ORDER BY trader`;
const SAVE_SCORE = upsertSql(
  'shadow_score',
  ['session_date', 'name', 'definition'],
  [
    ...['trader_days', 'differing_days', 'effect_days', 'estimated_days', 'not_known_days', 'desk_pnl'],
    ...['difference', 'regret_difference'],
  ],
);

async function saveShadow(
  { connection }: StoreTransaction,
  shadow: ShadowSession | FailedShadow,
  at: Date,
  revision: number,
): Promise<void> {
  await connection.run(ADD_SESSION, { ...sessionRow(shadow, at, revision) });
  await connection.runEach(
    ADD_DECISION,
    decisionRows(shadow).map((row) => [{ ...row }]),
  );
}

async function sessionOf(
  connection: SqlConnection,
  { session_date: sessionDate, name, definition }: ShadowSessionRow,
  engine: string,
): Promise<ShadowSession> {
  const rows = await connection.all<ShadowDecisionRow>(DECISIONS, sessionDate, name, definition);
  const decisions = rows.map((row) => ({
    trader: row.trader,
    baseLimit: row.base_limit,
    recommendedLimit: row.recommended_limit,
    recommendedPct: row.recommended_pct,
    shadowLimit: row.shadow_limit,
    shadowPct: row.shadow_pct,
  }));
  return { sessionDate, name, definition, engine: engineOf(engine, `${sessionDate} ${name}`), decisions };
}

function sessionRow(shadow: ShadowSession | FailedShadow, at: Date, revision: number): ShadowSessionRow {
  const rows = decisionRows(shadow);
  return {
    ...keyColumns(shadow),
    engine: 'engine' in shadow ? shadow.engine : null,
    failure: 'failure' in shadow ? shadow.failure : null,
    digest: 'engine' in shadow ? limitsDigest(rows) : null,
    decided_at: at.toISOString(),
    revision,
  };
}

/** One entry of the audit trail covers every limit of the strategy. */
export function limitsDigest(rows: readonly Pick<ShadowDecisionRow, 'trader' | 'shadow_limit'>[]): string {
  const limits = rows
    .map(({ trader, shadow_limit }): [string, number] => [trader, shadow_limit])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(limits)).digest('hex');
}

function decisionRows(shadow: ShadowSession | FailedShadow): readonly ShadowDecisionRow[] {
  if (!('decisions' in shadow)) return [];
  return shadow.decisions.map((decision) => ({
    ...keyColumns(shadow),
    trader: decision.trader,
    base_limit: decision.baseLimit,
    recommended_limit: decision.recommendedLimit,
    recommended_pct: decision.recommendedPct,
    shadow_limit: decision.shadowLimit,
    shadow_pct: decision.shadowPct,
  }));
}

function scoreRow(score: ShadowScore): ShadowScoreRow {
  return {
    ...keyColumns(score),
    trader_days: score.traderDays,
    differing_days: score.differingDays,
    effect_days: score.effectDays,
    estimated_days: score.estimatedDays,
    not_known_days: score.notKnownDays,
    desk_pnl: score.deskPnl,
    difference: score.difference,
    regret_difference: score.regretDifference,
  };
}

function scoreOf(row: ShadowScoreRow): ShadowScore {
  return {
    sessionDate: row.session_date,
    name: row.name,
    definition: row.definition,
    traderDays: row.trader_days,
    differingDays: row.differing_days,
    effectDays: row.effect_days,
    estimatedDays: row.estimated_days,
    notKnownDays: row.not_known_days,
    deskPnl: row.desk_pnl,
    difference: row.difference,
    regretDifference: row.regret_difference,
  };
}

function keyColumns({ sessionDate, name, definition }: StrategyKey & { readonly sessionDate: string }) {
  return { session_date: sessionDate, name, definition };
}

function engineOf(text: string, key: string): ShadowSession['engine'] {
  if (text === 'ridge' || text === 'rules' || text === 'no-cut') return text;
  throw unreadableJson('shadow_session.engine', key, JSON.stringify(text), 'ridge, rules or no-cut');
}
