import type { Generated } from 'kysely';

/**
 * Row types of the SQLite store. They stay in this folder; its functions return domain types. Dates are ISO
 * text.
 */
export interface Schema {
  trader: TraderRow;
  account: AccountRow;
  multiplier: { pattern: string; multiplier: number };
  fill_block: FillBlockRow;
  source_total: SourceTotalRow;
  pruned_block: PrunedBlockRow;
  fetched_session: { session_date: string; fills: number; fetched_at: string; totals_at: string | null };
  import_file: ImportFileRow;
  stale_day: StaleDayRow;
  revision: RevisionRow;
  open_lot: OpenLotRow;
  trader_day: TraderDayRow;
  low_water_marks: LowWaterMarksRow;
  open_exposure: OpenExposureRow;
  session_forecast: SessionForecastRow;
  decision: DecisionRow;
  replaced_decision: ReplacedDecisionRow;
  run_step: RunStepRow;
  run_lease: RunLeaseRow;
  morning_report: { session_date: string; report: string; decided_at: string };
  restored_backup: { restored_at: string; expired_mails: number };
  outbox: OutboxRow;
  limit_event: LimitEventRow;
  limit_override: LimitOverrideRow;
  audit_entry: AuditEntryRow;
  ledger_finding: LedgerFindingRow;
  incomplete_day: IncompleteDayRow;
  acceptance: AcceptanceRow;
  no_trading: Omit<AcceptanceRow, 'trader' | 'covers'>;
  corporate_action: CorporateActionRow;
  opening_position: OpeningPositionRow;
  exchange_rate: { session_date: string; currency: string; rate: number; imported_at: string };
  store_fact: { name: string; value: string };
  learned_session: LearnedSessionRow;
  drawn_close: { session_date: string; trader: string; net_pnl: number };
  model: ModelRow;
  access_key: AccessKeyRow;
  web_session: WebSessionRow;
  unconfirmed_answer: UnconfirmedAnswerRow;
  idempotent_reply: IdempotentReplyRow;
  shadow_session: ShadowSessionRow;
  shadow_decision: ShadowDecisionRow;
  shadow_score: ShadowScoreRow;
  sizing_forecast: { session_date: string; forecast: string };
  symbol_prices: { session_date: string; prices: string };
  drift_look: { session_date: string; look: string };
}

export interface TraderRow {
  id: Generated<number>;
  name: string;
  desk: Generated<string>;
  base_limit: number | null;
  risk_capital: number | null;
  active: Generated<number>;
}

export interface AccountRow {
  id: Generated<number>;
  code: string;
  trader_id: number;
  source_id: string | null;
  first_traded: string | null;
  last_traded: string | null;
}

/** fillColumns.ts reads and writes `numbers`, `texts` and `identities`. */
export interface FillBlockRow {
  account_id: number;
  session_date: string;
  fills: number;
  numbers: Buffer;
  texts: string;
  identities: string;
}

/** fingerprint.ts computes the fingerprint; `symbols` is a JSON list. */
export interface PrunedBlockRow {
  account_id: number;
  session_date: string;
  fills: number;
  fingerprint: string;
  symbols: string;
  pruned_at: string;
}

export interface SourceTotalRow {
  account_id: number;
  session_date: string;
  gross_pnl: number;
  fees: number;
  net_pnl: number;
  fills: number;
  rows: number | null;
}

export interface ImportFileRow {
  id: Generated<number>;
  file: string;
  key: string;
  format: string;
  read: number;
  inserted: number;
  duplicates: number;
  rejected: number;
  rejected_file: string | null;
  last_session: string | null;
  imported_at: string;
  unread_columns: Generated<string | null>;
}

export interface StaleDayRow {
  trader_id: number;
  session_date: string;
  added: Generated<number>;
  changed: Generated<number>;
  removed: Generated<number>;
  late: Generated<number>;
}

/** `reported_for` is the session whose mail named the revision. */
export interface RevisionRow {
  found_on: string;
  trader_id: number;
  session_date: string;
  net_before: number | null;
  net_after: number | null;
  added: number;
  changed: number;
  removed: number;
  reported_for: Generated<string | null>;
}

export interface OpenLotRow {
  trader_id: number;
  session_date: string;
  ordinal: number;
  account: string;
  symbol: string;
  quantity: number;
  price: number;
  opened_on: string;
  opened_at_second: number | null;
  currency: string;
  last_price: number | null;
}

export interface LedgerFindingRow {
  trader_id: number;
  session_date: string;
  code: string;
  account: string;
  symbol: string;
  currency: string;
  weight: string;
  fills: number;
  text: string;
}

/** `account` is a code; `place` names the file or request. */
export interface IncompleteDayRow {
  key: string;
  account: string;
  session_date: string;
  rows: number;
  settled_rows: Generated<number>;
  place: string;
  reason: string;
}

export interface AcceptanceRow {
  trader: string;
  session_date: string;
  reason: string;
  accepted_by: string;
  accepted_at: string;
  covers: string;
}

export interface CorporateActionRow {
  session_date: string;
  symbol: string;
  action: string;
  ratio: number | null;
  new_symbol: string | null;
  imported_at: string;
}

export interface OpeningPositionRow {
  session_date: string;
  account: string;
  symbol: string;
  ordinal: number;
  quantity: number;
  price: number;
  currency: string;
  imported_at: string;
}

/** The row has a column for each fact too: traderDayRow.ts names and reads them. */
export interface TraderDayRow {
  trader_id: number;
  session_date: string;
}

/** Marks of both bases as JSON; traderDayRow.ts reads and writes them. */
export interface LowWaterMarksRow {
  trader_id: number;
  session_date: string;
  marks: string;
}

/** Dollars; exposureRow.ts reads and writes `steps`. */
export interface OpenExposureRow {
  trader_id: number;
  session_date: string;
  largest_net_long: number | null;
  largest_net_short: number | null;
  largest_gross: number | null;
  steps: Buffer;
}

/** The forecast of a trader for a session, dollars. */
export interface SessionForecastRow {
  session_date: string;
  trader: string;
  mean_pnl: number;
  deviation: number;
  value_at_risk_95: number;
  expected_shortfall_95: number;
}

export interface DecisionRow {
  session_date: string;
  trader: string;
  engine: string;
  action: string;
  tier: string;
  base_limit: number;
  new_limit: number;
  reduction_pct: number;
  confidence: string;
  detail: string;
  decided_at: string;
  revision: Generated<number>;
}

/** A decision that another has replaced. */
export interface ReplacedDecisionRow {
  session_date: string;
  trader: string;
  replaced_at: string;
  engine: string;
  detail: string;
  decided_at: string;
  revision: Generated<number>;
}

export interface RunStepRow {
  session_date: string;
  step: string;
  status: string;
  attempts: number;
  started_at: string;
  finished_at: string | null;
  error: string | null;
  owner: string | null;
  fence: number | null;
}

/** An ended lease keeps its row: the fence must continue to grow. */
export interface RunLeaseRow {
  session_date: string;
  fence: number;
  owner: string;
  acquired_at: string;
  expires_at: string;
}

export interface OutboxRow {
  id: Generated<number>;
  session_date: string;
  kind: string;
  sequence: Generated<number>;
  code: Generated<string | null>;
  recipient: string;
  message_id: string;
  bytes: Buffer;
  status: string;
  attempts: Generated<number>;
  ambiguous_tries: Generated<number>;
  next_attempt_at: Generated<string | null>;
  owner: Generated<string | null>;
  fence: Generated<number | null>;
  claimed_at: Generated<string | null>;
  expires_at: string;
  response: string | null;
  queued_at: string;
  settled_at: string | null;
  to_desk: Generated<number>;
  revision: Generated<number>;
}

export interface LimitEventRow {
  id: Generated<number>;
  kind: string;
  trader: string | null;
  session_date: string;
  recorded_at: string;
  dollars: number | null;
  base_limit: number | null;
  revision: number | null;
  reason: string | null;
  recorded_by: string;
  through: string;
}

export interface LimitOverrideRow {
  id: Generated<number>;
  trader: string;
  dollars: number;
  first_session: string;
  last_session: string;
  reason: string;
  note: string | null;
  given_by: string;
  given_at: string;
  base_limit: number;
  recommended: number | null;
  renewals: number;
  approved_by: string | null;
  approved_at: string | null;
  ended_from: string | null;
  ended_by: string | null;
  ended_at: string | null;
}

/** auditChain.ts defines the hashes; `body` is canonical JSON. */
export interface AuditEntryRow {
  sequence: number;
  at: string;
  kind: string;
  subject: string;
  body: string;
  previous_hash: string;
  hash: string;
}

/** Blobs are float64 numbers in the byte order of the host: little-endian on every supported host. */
export interface LearnedSessionRow {
  session_date: string;
  ordinal: number;
  sums: Buffer;
  residuals: Buffer;
  curve_regrets: Buffer;
  curve_cuts: Buffer;
  curve_deep_cuts: Buffer;
  detail: string;
  traders: string;
  model_id: string;
  gate: string | null;
  code_version: string;
  /** JSON; null in sessions that a version before 0.7.0 learned. */
  residual_traders: string | null;
  /** Null in sessions that a version before 0.8.0 learned. */
  cut_outcomes: Buffer | null;
  cut_proof: string | null;
}

export interface ModelRow {
  id: string;
  trained_through: string | null;
  code_version: string;
  detail: string;
  pool: Buffer;
  stretches: string;
}

export interface AccessKeyRow {
  id: string;
  owner: string;
  scope: string;
  secret_hash: string;
  created_at: string;
  created_by: string;
  expires_at: string | null;
  revoked_at: string | null;
  revoked_by: string | null;
  last_used_at: string | null;
}

export interface WebSessionRow {
  token_hash: string;
  key_id: string;
  opened_at: string;
  expires_at: string;
  ended_at: string | null;
}

/** `kind`, `dollars` and `reason` as in limit_event. */
export interface UnconfirmedAnswerRow {
  id: Generated<number>;
  session_date: string;
  trader: string;
  kind: string;
  dollars: number | null;
  reason: string | null;
  revision: number;
  given_by: string;
  given_at: string;
  because: string;
}

export interface IdempotentReplyRow {
  owner: string;
  key: string;
  request_hash: string;
  status: number;
  body: string;
  at: string;
}

/** `engine` where the strategy decided, else `failure`. */
export interface ShadowSessionRow {
  session_date: string;
  name: string;
  definition: string;
  engine: string | null;
  failure: string | null;
  digest: string | null;
  decided_at: string;
  revision: number;
}

export interface ShadowDecisionRow {
  session_date: string;
  name: string;
  definition: string;
  trader: string;
  base_limit: number;
  recommended_limit: number;
  recommended_pct: number;
  shadow_limit: number;
  shadow_pct: number;
}

export interface ShadowScoreRow {
  session_date: string;
  name: string;
  definition: string;
  trader_days: number;
  differing_days: number;
  effect_days: number;
  estimated_days: number;
  not_known_days: number;
  desk_pnl: number;
  difference: number;
  regret_difference: number;
}
