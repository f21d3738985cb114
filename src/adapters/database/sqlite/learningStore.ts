import type { CutCurve } from '../../../domain/engines/cutCurve.ts';
import type { GateDecision, SessionScore } from '../../../domain/engines/gate.ts';
import { features } from '../../../domain/engines/model/features.ts';
import { MomentSums } from '../../../domain/engines/model/momentSums.ts';
import { ResidualPool } from '../../../domain/engines/model/residualPool.ts';
import type { LinearFit } from '../../../domain/engines/model/ridge.ts';
import type { SessionRecord, TraderState } from '../../../domain/engines/model/sessionRecord.ts';
import {
  firstModel,
  TRAINING_SESSIONS,
  type TrainedModel,
} from '../../../domain/engines/model/trainedModel.ts';
import type { LearningStore } from '../../../ports/learningStore.ts';
import type { Database } from './open.ts';
import type { LearnedSessionRow, ModelRow } from './schema.ts';

/**
 * What was learned session by session, and the models; numbers as they are in memory, so that they come back to the bit. What
 * another version of the code has learned is as good as unknown: its figures may mean something else.
 */
export function createLearningStore({ driver }: Database, codeVersion: string): LearningStore {
  const statements = prepare(driver);
  const modelOf = (id: string): TrainedModel => {
    const row = statements.model.get(id);
    return row ? trainedModel(row) : firstModel;
  };
  const keep = (model: TrainedModel): void => {
    if (model.trainedThrough !== null) statements.saveModel.run(modelRow(model, codeVersion));
  };

  return {
    async state(before) {
      const rows = statements.sessions.all(before, codeVersion, TRAINING_SESSIONS).reverse();
      const last = rows.at(-1);
      if (!last) return null;
      const records = rows.map((row) => sessionRecord(row, row === last));
      return { records, model: modelOf(last.model_id), gate: records.at(-1)?.gate ?? null };
    },

    async save(record, model) {
      driver.transaction(() => {
        keep(model);
        statements.saveSession.run(sessionRow(record, codeVersion));
      })();
    },

    async keep(model) {
      keep(model);
    },

    async gateDecisions(from, to) {
      return statements.gates.all(from, to).map((text) => JSON.parse(text) as GateDecision);
    },

    async forget() {
      return statements.forget.run().changes;
    },
  };
}

function prepare(driver: Database['driver']) {
  return {
    sessions: driver.prepare<[string, string, number], LearnedSessionRow>(
      `SELECT * FROM learned_session WHERE session_date < ? AND code_version = ?
        ORDER BY session_date DESC LIMIT ?`,
    ),
    model: driver.prepare<[string], ModelRow>('SELECT * FROM model WHERE id = ?'),
    saveModel: driver.prepare<[ModelRow]>(
      `INSERT INTO model (id, trained_through, code_version, detail, pool, stretches)
       VALUES (:id, :trained_through, :code_version, :detail, :pool, :stretches) ON CONFLICT DO NOTHING`,
    ),
    saveSession: driver.prepare<[LearnedSessionRow]>(
      `REPLACE INTO learned_session
         (session_date, ordinal, sums, residuals, curve_regrets, curve_cuts, curve_deep_cuts, detail, traders, model_id, gate, code_version)
       VALUES (:session_date, :ordinal, :sums, :residuals, :curve_regrets, :curve_cuts, :curve_deep_cuts, :detail, :traders, :model_id, :gate, :code_version)`,
    ),
    gates: driver
      .prepare<[string, string], string>(
        `SELECT DISTINCT gate FROM learned_session
          WHERE gate IS NOT NULL AND session_date BETWEEN ? AND ? ORDER BY session_date`,
      )
      .pluck(),
    forget: driver.prepare('DELETE FROM learned_session'),
  };
}

interface SessionDetail {
  readonly account: SessionScore;
  readonly rulesCuts: number;
  readonly rulesDeepCuts: number;
  readonly judged: number;
}

function sessionRow(record: SessionRecord, codeVersion: string): LearnedSessionRow {
  const { score: account, rulesCuts, rulesDeepCuts, judged } = record;
  return {
    session_date: record.sessionDate,
    ordinal: record.ordinal,
    sums: bytesOf(record.sums.packed),
    residuals: bytesOf(record.residuals),
    curve_regrets: bytesOf(record.curveRegrets),
    curve_cuts: bytesOf(record.curveCuts),
    curve_deep_cuts: bytesOf(record.curveDeepCuts),
    detail: JSON.stringify({ account, rulesCuts, rulesDeepCuts, judged } satisfies SessionDetail),
    traders: JSON.stringify([...record.traders]),
    model_id: record.modelId,
    gate: record.gate === null ? null : JSON.stringify(record.gate),
    code_version: codeVersion,
  };
}

/** Only the last session's traders are ever asked for, and theirs is the longest text of the row. */
function sessionRecord(row: LearnedSessionRow, isLast: boolean): SessionRecord {
  const { account: score, ...counts } = JSON.parse(row.detail) as SessionDetail;
  return {
    sessionDate: row.session_date,
    ordinal: row.ordinal,
    score,
    ...counts,
    sums: new MomentSums(features.length, 2, numbersOf(row.sums)),
    residuals: numbersOf(row.residuals),
    curveRegrets: numbersOf(row.curve_regrets),
    curveCuts: numbersOf(row.curve_cuts),
    curveDeepCuts: numbersOf(row.curve_deep_cuts),
    traders: new Map(isLast ? (JSON.parse(row.traders) as [string, TraderState][]) : []),
    modelId: row.model_id,
    gate: row.gate === null ? null : (JSON.parse(row.gate) as GateDecision),
  };
}

/** JSON has no infinity: a penalty that left the mean alone is null there. */
interface ModelDetail {
  readonly features: readonly string[];
  readonly means: readonly number[];
  readonly deviations: readonly number[];
  readonly location: { readonly intercept: number; readonly coefficients: readonly number[] };
  readonly logScale: { readonly intercept: number; readonly coefficients: readonly number[] };
  readonly penalties: readonly (number | null)[];
  readonly curve: CutCurve;
  readonly rows: number;
  readonly sessions: number;
}

function modelRow(model: TrainedModel, codeVersion: string): ModelRow {
  const detail: ModelDetail = {
    features: features.map(({ id }) => id),
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
    detail: JSON.stringify(detail),
    pool: bytesOf(model.pool.values),
    stretches: JSON.stringify(model.jackknifeGroups.map((stretch) => [...stretch])),
  };
}

function trainedModel(row: ModelRow): TrainedModel {
  const detail = JSON.parse(row.detail) as ModelDetail;
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
    jackknifeGroups: (JSON.parse(row.stretches) as number[][]).map((stretch) => Float64Array.from(stretch)),
  };
}

function fitDetail({ intercept, coefficients }: LinearFit): ModelDetail['location'] {
  return { intercept, coefficients: [...coefficients] };
}

function linearFit({ intercept, coefficients }: ModelDetail['location']): LinearFit {
  return { intercept, coefficients: Float64Array.from(coefficients) };
}

function bytesOf(numbers: Float64Array): Buffer {
  return Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

/** Copied: a row's bytes need not lie where eight-byte numbers must. */
function numbersOf(bytes: Buffer): Float64Array {
  const numbers = new Float64Array(bytes.byteLength / 8);
  new Uint8Array(numbers.buffer).set(bytes);
  return numbers;
}
