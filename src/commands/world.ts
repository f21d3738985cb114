import { dirname, join } from 'node:path';
import { createAcceptanceStore } from '../adapters/database/sqlite/acceptanceStore.ts';
import { createDecisionStore } from '../adapters/database/sqlite/decisionStore.ts';
import { createFillStore } from '../adapters/database/sqlite/fillStore.ts';
import { createLearningStore } from '../adapters/database/sqlite/learningStore.ts';
import { createLedgerStore } from '../adapters/database/sqlite/ledgerStore.ts';
import { type Database, openDatabase } from '../adapters/database/sqlite/open.ts';
import { createOutbox } from '../adapters/database/sqlite/outbox.ts';
import { withWriter } from '../adapters/database/sqlite/probableWriter.ts';
import { createReconciliationStore } from '../adapters/database/sqlite/reconciliationStore.ts';
import { createRosterStore } from '../adapters/database/sqlite/rosterStore.ts';
import { createRunLedger } from '../adapters/database/sqlite/runLedger.ts';
import { createRejectSink } from '../adapters/files/rejects.ts';
import { systemClock } from '../adapters/schedule/systemClock.ts';
import type { Output } from '../adapters/terminal/output.ts';
import type { Config } from '../config/config.ts';
import type { Calendar } from '../domain/session/calendar.ts';
import type { AcceptanceStore } from '../ports/acceptances.ts';
import type { FillStore } from '../ports/fillStore.ts';
import type { LearningStore } from '../ports/learningStore.ts';
import type { LedgerStore, ReconciliationStore } from '../ports/ledgerStore.ts';
import type { DecisionStore, Outbox } from '../ports/outbox.ts';
import type { RosterStore } from '../ports/rosterStore.ts';
import type { RunLedger } from '../ports/runLedger.ts';
import type { Clock, Log, Progress } from '../ports/runtime.ts';
import type { RejectSink } from '../ports/source.ts';
import { codeVersion } from './codeVersion.ts';

/** What every command needs: configuration, calendar, clock, log and terminal output. */
export interface World {
  readonly config: Config;
  readonly calendar: Calendar;
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

/** Opens the database and creates its ports. @throws StoreError */
export async function openStores(path: string): Promise<Stores> {
  const database = await openDatabase(path);
  return {
    database,
    fills: createFillStore(database),
    roster: createRosterStore(database, systemClock.now),
    ledger: createLedgerStore(database),
    reconciliation: createReconciliationStore(database),
    learning: createLearningStore(database, codeVersion),
    decisions: createDecisionStore(database),
    outbox: createOutbox(database),
    runs: createRunLedger(database),
    acceptances: createAcceptanceStore(database),
  };
}

/**
 * Opens the stores, calls `work`, and always closes the stores.
 * @throws the error of `work`. If the database is locked, the error names the process that writes to it.
 */
export async function withStores<T>(path: string, work: (stores: Stores) => Promise<T>): Promise<T> {
  const stores = await openStores(path);
  try {
    return await work(stores);
  } catch (error) {
    throw await withWriter(stores.database, error, systemClock.now());
  } finally {
    await stores.database.close();
  }
}
