import { setImmediate } from 'node:timers/promises';
import { type RawBuilder, sql } from 'kysely';
import { answerToMail } from '../../../domain/limits/answer.ts';
import type {
  DecisionKind,
  DecisionPage,
  DecisionQuestion,
  DecisionSearch,
  FoundDecision,
} from '../../../ports/screens/decisionSearch.ts';
import type { Database } from '../database.ts';
import type { SqlDialect } from '../sqlConnection.ts';
import { storedDecision } from './decisionStore.ts';
import { limitEvent } from './limitRows.ts';
import { changeOf } from './monthRecords.ts';
import type { DecisionRow } from './schema.ts';

/** Sessions that one query looks through; other requests are answered between two of them. */
const SLICE = 10;
/** A search for a rare kind ends after so many sessions, and goes on with the next page. */
const SEARCHED = 250;

/** Finds decisions, a few sessions at a time. */
export function createDecisionSearch(database: Database): DecisionSearch {
  return {
    async search(question) {
      const sessions = await sessionsOf(database, question);
      const searched = sessions.slice(0, SEARCHED);
      const rows: Row[] = [];
      for (let place = 0; place < searched.length && rows.length < question.most; place += SLICE) {
        const slice = searched.slice(place, place + SLICE);
        rows.push(...(await decisionsIn(database, question, slice, question.most - rows.length)));
        await setImmediate();
      }
      const found = await withAnswers(database, rows);
      return { found, next: nextOf(question, rows, searched, sessions) };
    },
  };
}

type Row = Pick<DecisionRow, 'session_date' | 'trader' | 'engine' | 'detail'> & { readonly revision: number };

/** The sessions to search, newest first; the first may have been searched in part. */
async function sessionsOf(
  { queries }: Database,
  { from, to, after }: DecisionQuestion,
): Promise<readonly string[]> {
  let query = queries.selectFrom('morning_report').select('session_date').orderBy('session_date', 'desc');
  if (from !== null) query = query.where('session_date', '>=', from);
  if (to !== null) query = query.where('session_date', '<=', to);
  if (after !== null)
    query = query.where('session_date', after.trader === null ? '<' : '<=', after.sessionDate);
  return (await query.execute()).map((row) => row.session_date);
}

function decisionsIn(
  { queries, dialect }: Database,
  { trader, kind, after }: DecisionQuestion,
  sessions: readonly string[],
  most: number,
): Promise<Row[]> {
  let query = queries
    .selectFrom('decision')
    .select(['session_date', 'trader', 'engine', 'detail', 'revision'])
    .where('session_date', 'in', [...sessions])
    .orderBy('session_date', 'desc')
    .orderBy('trader')
    .limit(most);
  if (trader !== null) query = query.where(sql<boolean>`lower(trader) = lower(${trader})`);
  if (kind !== null) query = query.where(conditionOf(dialect, kind));
  if (after?.trader != null) {
    const { sessionDate, trader: last } = after;
    query = query.where((e) => e.or([e('session_date', '<', sessionDate), e('trader', '>', last)]));
  }
  return query.execute();
}

function conditionOf(dialect: SqlDialect, kind: DecisionKind): RawBuilder<boolean> {
  const change = sql.raw(changeOf(dialect));
  const conditions: Readonly<Record<DecisionKind, RawBuilder<boolean>>> = {
    cut: sql`action = 'cut'`,
    keep: sql`action = 'keep'`,
    review: sql`action = 'review'`,
    withheld: sql`action = 'withheld'`,
    lower: sql`${change} = 'lower'`,
    raise: sql`${change} = 'raise'`,
    set: sql`${change} = 'set'`,
    changed: sql`${change} <> 'stay'`,
  };
  return conditions[kind];
}

async function withAnswers({ queries }: Database, rows: readonly Row[]): Promise<readonly FoundDecision[]> {
  if (rows.length === 0) return [];
  const events = await queries
    .selectFrom('limit_event')
    .selectAll()
    .where('session_date', 'in', [...new Set(rows.map((row) => row.session_date))])
    .where('trader', 'in', [...new Set(rows.map((row) => row.trader))])
    .orderBy('id')
    .execute();
  const all = events.map(limitEvent);
  return rows.map((row) => {
    const own = all.filter((event) => event.trader === row.trader && event.sessionDate === row.session_date);
    const answer = answerToMail(own, row.session_date);
    return { decision: storedDecision(row), revision: row.revision, answer };
  });
}

/** A full page goes on after its last decision, another one after the last session that was searched. */
function nextOf(
  { most }: DecisionQuestion,
  rows: readonly Row[],
  searched: readonly string[],
  sessions: readonly string[],
): DecisionPage['next'] {
  const last = rows.at(-1);
  if (rows.length >= most && last !== undefined)
    return { sessionDate: last.session_date, trader: last.trader };
  const reached = searched.at(-1);
  return sessions.length > searched.length && reached !== undefined
    ? { sessionDate: reached, trader: null }
    : null;
}
