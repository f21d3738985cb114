import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { newestBackup } from '../adapters/backup/newestBackup.ts';
import { type DeskGuard, requireNotVanished } from '../adapters/database/sqlite/deskGuard.ts';
import { type Database, openDatabase } from '../adapters/database/sqlite/open.ts';
import { anyStoreErrorOf } from '../adapters/database/sqlite/storeError.ts';
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
import type { Output } from '../adapters/terminal/output.ts';
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
import { StoreError } from '../shared/errors.ts';
import { authorOf } from './author.ts';
import { withBackupHint } from './backupHint.ts';
import { codeVersion } from './codeVersion.ts';

/** What every command needs: configuration, calendar, clock, log and terminal output. */
export interface World {
  readonly config: Config;
  readonly calendar: Calendar;
  /** Those of LIMITS_PROFILES. */
  readonly limitsProfiles: readonly LimitsProfile[];
  readonly clock: Clock;
  readonly log: Log;
  readonly progress: Progress;
  readonly output: Output;
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

/** The settings that open a desk's database: its place, that of its backups, and the base currency. */
export type DeskFiles = Pick<Config, 'dbPath' | 'backupDir' | 'baseCurrency'>;

/**
 * Opens any database and creates its ports. For the database of the desk use `openDeskStores`.
 * @param baseCurrency BASE_CURRENCY; null keeps that of the stored figures.
 * @throws StoreError
 */
export async function openStores(
  path: string,
  baseCurrency: string | null = null,
  guard: DeskGuard | null = null,
): Promise<Stores> {
  const database = await openDatabase(path, guard);
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
 * @throws StoreError `database_vanished` where it was deleted, emptied or replaced. The hint of an error that
 *   only a restore can solve names the newest good backup.
 */
export async function openDeskStores({ dbPath, backupDir, baseCurrency }: DeskFiles): Promise<Stores> {
  try {
    return await openStores(dbPath, baseCurrency, { newestBackup: await newestBackup(backupDir) });
  } catch (error) {
    throw await withBackupHint(backupDir, anyStoreErrorOf(error, `Database ${dbPath}`));
  }
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
 * Whether the desk has a database. False on a new desk only.
 * @throws StoreError `database_vanished` where it is gone, and something of it remained.
 */
export async function hasDatabase({
  dbPath,
  backupDir,
}: Pick<DeskFiles, 'dbPath' | 'backupDir'>): Promise<boolean> {
  if ((statSync(dbPath, { throwIfNoEntry: false })?.size ?? 0) > 0) return true;
  try {
    requireNotVanished(dbPath, { newestBackup: await newestBackup(backupDir) });
    return false;
  } catch (error) {
    throw await withBackupHint(backupDir, anyStoreErrorOf(error, `Database ${dbPath}`));
  }
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
  if (!existsSync(demo)) throw noDatabase({ ...config, dbPath: demo });
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

/** The error of a command that reads where there is nothing to read. */
export function noDatabase({ dbPath }: Pick<DeskFiles, 'dbPath'>): StoreError {
  return new StoreError('no_database', `Database ${dbPath} · found none · expected one to read`, {
    hint: 'Check DB_PATH. On a new desk, import fills or run a morning first: both create it.',
  });
}
