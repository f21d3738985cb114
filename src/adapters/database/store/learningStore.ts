import type { CutOutcomes } from '../../../domain/engines/cutProof.ts';
import { featureIds } from '../../../domain/engines/model/features.ts';
import { MomentSums } from '../../../domain/engines/model/momentSums.ts';
import { ResidualPool } from '../../../domain/engines/model/residualPool.ts';
import type { LinearFit } from '../../../domain/engines/model/ridge.ts';
import type { SessionRecord } from '../../../domain/engines/model/sessionRecord.ts';
import {
  firstModel,
  TRAINING_SESSIONS,
  type TrainedModel,
} from '../../../domain/engines/model/trainedModel.ts';
import type { LearningStore } from '../../../ports/learningStore.ts';
import type { Database, StoreTransaction } from '../database.ts';
import {
  cutProofJson,
  gateJson,
  jackknifeGroupsJson,
  type ModelDetail,
  modelDetailJson,
  residualTradersJson,
  sessionDetailJson,
  traderStatesJson,
} from '../learningJson.ts';
import { bytesOf, numbersOf } from '../numberBytes.ts';
import type { SqlConnection } from '../sqlConnection.ts';
import { upsertSql } from '../upsertSql.ts';
import { forecastsOf, replaceForecasts, residualsBefore } from './forecastStore.ts';
import type { LearnedSessionRow, ModelRow } from './schema.ts';

/**
 * Learned sessions and models. Numbers are stored as in memory, so they return bit by bit. Sessions
 * learned by another version of the code are not read: their figures may have another meaning.
 */
export function createLearningStore(database: Database, codeVersion: string): LearningStore {
  const { connection, transaction, withConnection } = database;
  return {
    state: (before) =>
      withConnection(async (own) => {
        const stored = await own.all<LearnedSessionRow>(SESSIONS, before, codeVersion, TRAINING_SESSIONS);
        const rows = stored.reverse();
        const last = rows.at(-1);
        if (!last) return null;
        const records = rows.map((row) => sessionRecord(row, row === last));
        const model = await modelOf(own, last.model_id);
        const { gate = null, cutProof = null } = records.at(-1) ?? {};
        return { records, model, gate, cutProof };
      }),

    learnedThrough: async (before) =>
      (await connection.value<string | null>(LAST, before, codeVersion)) ?? null,

    save: (record, model) =>
      transaction(async (open) => {
        await saveModel(open, model, codeVersion);
        await saveSession(open, record, codeVersion);
      }),

    keep: (model, sessionDate, kept) =>
      transaction(async (open) => {
        await saveModel(open, model, codeVersion);
        await replaceForecasts(open.connection, sessionDate, kept);
      }),

    forecasts: (sessionDate) => forecastsOf(connection, sessionDate),

    residuals: (before, limit) => residualsBefore(connection, before, codeVersion, limit),

    async drawnCloses(before) {
      const closes = new Map<string, Map<string, number>>();
      for (const { sessionDate, trader, netPnl } of await connection.all<DrawnRow>(
        DRAWN,
        codeVersion,
        before,
      )) {
        const ofSession = closes.get(sessionDate) ?? new Map<string, number>();
        closes.set(sessionDate, ofSession.set(trader, netPnl));
      }
      return closes;
    },

    async gateDecisions(from, to) {
      const rows = await connection.all<{ gate: string; sessionDate: string }>(GATES, from, to);
      const decisions = rows.map(({ gate, sessionDate }) => gateJson.read(gate, sessionDate));
      return decisions.filter(({ decidedFor }, place) => decidedFor !== decisions[place - 1]?.decidedFor);
    },

    async cutProofs(from, to) {
      const rows = await connection.all<{ readonly proof: string; readonly sessionDate: string }>(
        PROOFS,
        from,
        to,
      );
      const proofs = rows.map(({ proof, sessionDate }) => cutProofJson.read(proof, sessionDate));
      return proofs.filter(({ decidedFor }, place) => decidedFor !== proofs[place - 1]?.decidedFor);
    },

    forget: () => connection.run(FORGET),

    learnWith: (settings) =>
      transaction(async (open) => {
        // A store of a version that recorded no settings may have been learned with any.
        if ((await open.connection.value<string>(SETTINGS)) === settings) return 0;
        await open.connection.run(SAVE_SETTINGS, { name: 'learned_with', value: settings });
        return open.connection.run(FORGET);
      }),
  };
}

interface DrawnRow {
  readonly sessionDate: string;
  readonly trader: string;
  readonly netPnl: number;
}

const SESSIONS = `SELECT * FROM learned_session WHERE session_date < ? AND code_version = ?
    AND cut_outcomes IS NOT NULL
  ORDER BY session_date DESC LIMIT ?`;
const LAST = `SELECT max(session_date) FROM learned_session
  WHERE session_date < ? AND code_version = ? AND cut_outcomes IS NOT NULL`;
const SAVE_MODEL = `INSERT INTO model (id, trained_through, code_version, detail, pool, stretches)
  VALUES (:id, :trained_through, :code_version, :detail, :pool, :stretches) ON CONFLICT (id) DO NOTHING`;
const SAVE_SESSION = upsertSql(
  'learned_session',
  ['session_date'],
  [
    ...['ordinal', 'sums', 'residuals', 'curve_regrets', 'curve_cuts', 'curve_deep_cuts', 'detail'],
    ...['traders', 'model_id', 'gate', 'code_version', 'residual_traders', 'cut_outcomes', 'cut_proof'],
  ],
);
const GATES = `SELECT gate, session_date AS "sessionDate" FROM learned_session
  WHERE gate IS NOT NULL AND session_date BETWEEN ? AND ? ORDER BY session_date`;
const PROOFS = `SELECT cut_proof AS proof, session_date AS "sessionDate" FROM learned_session
  WHERE cut_proof IS NOT NULL AND session_date BETWEEN ? AND ? ORDER BY session_date`;
const DRAWN = `SELECT session_date AS "sessionDate", trader, drawn_close.net_pnl AS "netPnl"
    FROM drawn_close JOIN learned_session USING (session_date)
   WHERE code_version = ? AND session_date < ? ORDER BY session_date, trader`;
const SAVE_DRAWN = 'INSERT INTO drawn_close (session_date, trader, net_pnl) VALUES (?, ?, ?)';
const FORGET = 'DELETE FROM learned_session';
const SETTINGS = "SELECT value FROM store_fact WHERE name = 'learned_with'";
const SAVE_SETTINGS = upsertSql('store_fact', ['name'], ['value']);

async function modelOf(connection: SqlConnection, id: string): Promise<TrainedModel> {
  const row = await connection.get<ModelRow>('SELECT * FROM model WHERE id = ?', id);
  return row === undefined ? firstModel : trainedModel(row);
}

async function saveModel(
  { connection }: StoreTransaction,
  model: TrainedModel,
  codeVersion: string,
): Promise<void> {
  if (model.trainedThrough !== null) await connection.run(SAVE_MODEL, { ...modelRow(model, codeVersion) });
}

async function saveSession(
  { connection }: StoreTransaction,
  record: SessionRecord,
  codeVersion: string,
): Promise<void> {
  const { sessionDate, drawnCloses } = record;
  await connection.run(SAVE_SESSION, { ...sessionRow(record, codeVersion) });
  await connection.run('DELETE FROM drawn_close WHERE session_date = ?', sessionDate);
  await connection.runEach(
    SAVE_DRAWN,
    Array.from(drawnCloses, ([trader, netPnl]) => [sessionDate, trader, netPnl]),
  );
}

function sessionRow(record: SessionRecord, codeVersion: string): LearnedSessionRow {
  const { score: account, rulesCuts, rulesDeepCuts, judged, noCutRegret, uniformCuts, cutRecord } = record;
  return {
    session_date: record.sessionDate,
    ordinal: record.ordinal,
    sums: bytesOf(record.sums.packed),
    residuals: bytesOf(record.residuals),
    curve_regrets: bytesOf(record.curveRegrets),
    curve_cuts: bytesOf(record.curveCuts),
    curve_deep_cuts: bytesOf(record.curveDeepCuts),
    detail: sessionDetailJson.write({
      account,
      rulesCuts,
      rulesDeepCuts,
      judged,
      noCutRegret,
      ...(uniformCuts === null ? {} : { uniformCuts: { ...uniformCuts, nets: [...uniformCuts.nets] } }),
      cutRecord,
    }),
    traders: traderStatesJson.write([...record.traders]),
    model_id: record.modelId,
    gate: record.gate === null ? null : gateJson.write(record.gate),
    code_version: codeVersion,
    residual_traders: residualTradersJson.write([...record.residualTraders]),
    cut_outcomes: bytesOf(joined(record.cutOutcomes)),
    cut_proof: record.cutProof === null ? null : cutProofJson.write(record.cutProof),
  };
}

function joined({ net, uncut, cut }: CutOutcomes): Float64Array {
  return Float64Array.of(net, ...uncut, ...cut);
}

function cutOutcomes(bytes: Buffer | null): CutOutcomes {
  const [net = 0, ...days] = bytes === null ? [] : numbersOf(bytes);
  const outcomes = Float64Array.from(days);
  return { net, uncut: outcomes.subarray(0, days.length / 2), cut: outcomes.subarray(days.length / 2) };
}

/** `drawnCloses` reads them; a refit needs none. */
const NO_CLOSES: SessionRecord['drawnCloses'] = new Map();

/** Only the last session's traders are needed, and theirs is the longest text of the row. */
function sessionRecord(row: LearnedSessionRow, isLast: boolean): SessionRecord {
  const key = row.session_date;
  const { account: score, uniformCuts, ...counts } = sessionDetailJson.read(row.detail, key);
  return {
    sessionDate: row.session_date,
    ordinal: row.ordinal,
    score,
    ...counts,
    uniformCuts:
      uniformCuts === undefined ? null : { ...uniformCuts, nets: Float64Array.from(uniformCuts.nets) },
    sums: new MomentSums(featureIds.length, 2, numbersOf(row.sums)),
    residuals: numbersOf(row.residuals),
    curveRegrets: numbersOf(row.curve_regrets),
    curveCuts: numbersOf(row.curve_cuts),
    curveDeepCuts: numbersOf(row.curve_deep_cuts),
    drawnCloses: NO_CLOSES,
    residualTraders: [],
    traders: new Map(isLast ? traderStatesJson.read(row.traders, key) : []),
    modelId: row.model_id,
    gate: row.gate === null ? null : gateJson.read(row.gate, key),
    cutOutcomes: cutOutcomes(row.cut_outcomes),
    cutProof: row.cut_proof === null ? null : cutProofJson.read(row.cut_proof, key),
  };
}

function modelRow(model: TrainedModel, codeVersion: string): ModelRow {
  const detail: ModelDetail = {
    features: [...featureIds],
    means: [...model.standardisation.means],
    deviations: [...model.standardisation.deviations],
    location: fitDetail(model.location),
    logScale: fitDetail(model.logScale),
    penalties: model.penalties.map((penalty) => (Number.isFinite(penalty) ? penalty : null)),
    curve: model.curve,
    rows: model.rows,
    sessions: model.sessions,
  };
  return {
    id: model.id,
    trained_through: model.trainedThrough,
    code_version: codeVersion,
    detail: modelDetailJson.write(detail),
    pool: bytesOf(model.pool.values),
    stretches: jackknifeGroupsJson.write(model.jackknifeGroups.map((group) => [...group])),
  };
}

function trainedModel(row: ModelRow): TrainedModel {
  const detail = modelDetailJson.read(row.detail, row.id);
  const [location, logScale] = detail.penalties.map((penalty) => penalty ?? Number.POSITIVE_INFINITY);
  return {
    id: row.id,
    trainedThrough: row.trained_through,
    curve: detail.curve,
    rows: detail.rows,
    sessions: detail.sessions,
    standardisation: {
      means: Float64Array.from(detail.means),
      deviations: Float64Array.from(detail.deviations),
    },
    location: linearFit(detail.location),
    logScale: linearFit(detail.logScale),
    penalties: [location ?? Number.POSITIVE_INFINITY, logScale ?? Number.POSITIVE_INFINITY],
    pool: new ResidualPool(numbersOf(row.pool)),
    jackknifeGroups: jackknifeGroupsJson.read(row.stretches, row.id).map((group) => Float64Array.from(group)),
  };
}

function fitDetail({ intercept, coefficients }: LinearFit): ModelDetail['location'] {
  return { intercept, coefficients: [...coefficients] };
}

function linearFit({ intercept, coefficients }: ModelDetail['location']): LinearFit {
  return { intercept, coefficients: Float64Array.from(coefficients) };
}
