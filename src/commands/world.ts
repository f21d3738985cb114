import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Database } from '../adapters/database/database.ts';
import { openDatabase, type SqliteDatabase } from '../adapters/database/sqlite/open.ts';
import { createAcceptanceStore } from '../adapters/database/store/acceptanceStore.ts';
import { createAccessKeyStore } from '../adapters/database/store/accessKeyStore.ts';
import { createCorrectionStore } from '../adapters/database/store/correctionStore.ts';
import { createDecisionStore } from '../adapters/database/store/decisionStore.ts';
import { createDriftLooks } from '../adapters/database/store/driftLooks.ts';
import { createFillStore } from '../adapters/database/store/fillStore.ts';
import { createIdempotencyStore } from '../adapters/database/store/idempotencyStore.ts';
import { createLearningStore } from '../adapters/database/store/learningStore.ts';
import { createLedgerStore } from '../adapters/database/store/ledgerStore.ts';
import { createLimitStore } from '../adapters/database/store/limitStore.ts';
import { createModelRecords } from '../adapters/database/store/modelRecords.ts';
import { createOutbox } from '../adapters/database/store/outbox.ts';
import { withWriter } from '../adapters/database/store/probableWriter.ts';
import { createReconciliationStore } from '../adapters/database/store/reconciliationStore.ts';
import { createRosterStore } from '../adapters/database/store/rosterStore.ts';
import { createRunLedger } from '../adapters/database/store/runLedger.ts';
import { createShadowStore } from '../adapters/database/store/shadowStore.ts';
import { createSizingForecasts } from '../adapters/database/store/sizingForecasts.ts';
import { createSymbolPrices } from '../adapters/database/store/symbolPrices.ts';
import { createUnconfirmedAnswers } from '../adapters/database/store/unconfirmedAnswers.ts';
import { createRejectSink } from '../adapters/files/rejects.ts';
import { systemClock } from '../adapters/schedule/systemClock.ts';
import type { LongOutput } from '../adapters/terminal/output.ts';
import type { Config } from '../config/config.ts';
import type { LimitsProfile } from '../domain/limits/profile/limitsProfile.ts';
import type { Calendar } from '../domain/session/calendar.ts';
import type { AcceptanceStore } from '../ports/acceptances.ts';
import type { AccessKeyStore } from '../ports/accessKeys.ts';
import type { CorrectionStore } from '../ports/corrections.ts';
import type { DriftLooks } from '../ports/driftLooks.ts';
import type { FillStore } from '../ports/fillStore.ts';
import type { IdempotencyStore } from '../ports/idempotency.ts';
import type { LearningStore } from '../ports/learningStore.ts';
import type { LedgerStore, ReconciliationStore } from '../ports/ledgerStore.ts';
import type { LimitStore } from '../ports/limits.ts';
import type { DecisionStore, Outbox } from '../ports/outbox.ts';
import type { RosterStore } from '../ports/rosterStore.ts';
import type { RunLedger } from '../ports/runLedger.ts';
import type { Clock, Log, Progress } from '../ports/runtime.ts';
import type { ModelRecords } from '../ports/screens/modelRecords.ts';
import type { ShadowStore } from '../ports/shadows.ts';
import type { SizingForecasts } from '../ports/sizingForecasts.ts';
import type { RejectSink } from '../ports/source.ts';
import type { SymbolPrices } from '../ports/symbolPrices.ts';
import type { UnconfirmedAnswers } from '../ports/unconfirmedAnswers.ts';
import { authorOf } from './author.ts';
import { codeVersion } from './codeVersion.ts';
import { type DeskFiles, hasDatabase, noDatabase, openDeskDatabase } from './deskDatabase.ts';

/** What every command needs: configuration, calendar, clock, log and terminal output. */
export interface World {
  readonly config: Config;
  readonly calendar: Calendar;
  /** Those of LIMITS_PROFILES. */
  readonly limitsProfiles: readonly LimitsProfile[];
  readonly clock: Clock;
  readonly log: Log;
  readonly progress: Progress;
  readonly output: LongOutput;
}

/** An open database and the ports that use it. */
export interface Stores {
  readonly database: Database;
  readonly fills: FillStore;
  readonly roster: RosterStore;
  readonly ledger: LedgerStore;
  readonly reconciliation: ReconciliationStore;
  readonly learning: LearningStore;
  readonly decisions: DecisionStore;
  readonly outbox: Outbox;
  readonly runs: RunLedger;
  readonly acceptances: AcceptanceStore;
  readonly corrections: CorrectionStore;
  readonly limits: LimitStore;
  readonly keys: AccessKeyStore;
  readonly idempotency: IdempotencyStore;
  readonly unconfirmed: UnconfirmedAnswers;
  readonly shadows: ShadowStore;
  readonly symbolPrices: SymbolPrices;
  readonly sizingForecasts: SizingForecasts;
  readonly driftLooks: DriftLooks;
  readonly modelRecords: ModelRecords;
}

/** The folder of the database. It also contains the folders `outbox` and `rejects`. */
export function dataDirectory(config: Config): string {
  return dirname(config.dbPath);
}

/** The demo desk has its own database, so that it is never mistaken for that of the real desk. */
export function demoDatabasePath(config: Config): string {
  return join(dataDirectory(config), 'demo.db');
}

/** Returns a function that opens the file of rejected rows of one import or fetch. */
export function rejectsOf(config: Config): (stream: string) => RejectSink {
  return (stream) => createRejectSink(join(dataDirectory(config), 'rejects'), stream);
}

/** A SQLite file that is open, and the ports that use it. */
export interface SqliteStores extends Stores {
  readonly database: SqliteDatabase;
}

/**
 * Opens any SQLite file and creates its ports. For the database of the desk use `openDeskStores`.
 * @param baseCurrency BASE_CURRENCY; null keeps that of the stored figures.
 * @throws StoreError
 */
export async function openStores(path: string, baseCurrency: string | null = null): Promise<SqliteStores> {
  const database = await openDatabase(path);
  return { ...createStores(database, baseCurrency), database };
}

/** The ports that use an open database. */
export function createStores(database: Database, baseCurrency: string | null): Stores {
  return {
    database,
    fills: createFillStore(database),
    roster: createRosterStore(database, systemClock.now, authorOf(undefined)),
    ledger: createLedgerStore(database, baseCurrency),
    reconciliation: createReconciliationStore(database),
    learning: createLearningStore(database, codeVersion),
    decisions: createDecisionStore(database),
    outbox: createOutbox(database),
    runs: createRunLedger(database),
    acceptances: createAcceptanceStore(database),
    corrections: createCorrectionStore(database, authorOf(undefined)),
    limits: createLimitStore(database),
    keys: createAccessKeyStore(database),
    idempotency: createIdempotencyStore(database),
    unconfirmed: createUnconfirmedAnswers(database),
    shadows: createShadowStore(database),
    symbolPrices: createSymbolPrices(database),
    sizingForecasts: createSizingForecasts(database),
    driftLooks: createDriftLooks(database),
    modelRecords: createModelRecords(database, codeVersion),
  };
}

/**
 * Opens the database of the desk; creates it on a new desk only.
 * @throws StoreError as `openDeskDatabase`.
 */
export async function openDeskStores(desk: DeskFiles): Promise<Stores> {
  return createStores(await openDeskDatabase(desk), desk.baseCurrency);
}

/**
 * Opens the stores of the desk, calls `work`, and always closes the stores.
 * @throws the error of `work`. If the database is locked, the error names the process that writes to it.
 */
export async function withStores<T>(desk: DeskFiles, work: (stores: Stores) => Promise<T>): Promise<T> {
  return withOpen(await openDeskStores(desk), work);
}

/**
 * As `withStores`, for commands that only read: they create no database.
 * @throws StoreError `no_database` where there is none yet.
 */
export async function withExistingStores<T>(
  desk: DeskFiles,
  work: (stores: Stores) => Promise<T>,
): Promise<T> {
  if (!(await hasDatabase(desk))) throw noDatabase(desk);
  return withStores(desk, work);
}

/**
 * Opens the stores of the desk, or those of the demo desk, for a command that changes them. Creates neither.
 * @throws StoreError `no_database` where there is none yet.
 */
export async function withNamedStores<T>(
  config: Config,
  isDemo: boolean,
  work: (stores: Stores) => Promise<T>,
): Promise<T> {
  if (!isDemo) return withExistingStores(config, work);
  const demo = demoDatabasePath(config);
  if (!existsSync(demo)) throw noDatabase({ dbPath: demo, databaseUrl: null });
  return withOpen(await openStores(demo), work);
}

async function withOpen<T>(stores: Stores, work: (stores: Stores) => Promise<T>): Promise<T> {
  try {
    return await work(stores);
  } catch (error) {
    throw await withWriter(stores.database, error, systemClock.now());
  } finally {
    await stores.database.close();
  }
}
