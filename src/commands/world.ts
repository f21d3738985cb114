import { dirname, join } from 'node:path';
import { createDecisionStore } from '../adapters/database/sqlite/decisionStore.ts';
import { createFillStore } from '../adapters/database/sqlite/fillStore.ts';
import { createLearningStore } from '../adapters/database/sqlite/learningStore.ts';
import { createLedgerStore } from '../adapters/database/sqlite/ledgerStore.ts';
import { type Database, openDatabase } from '../adapters/database/sqlite/open.ts';
import { createOutbox } from '../adapters/database/sqlite/outbox.ts';
import { createReconciliationStore } from '../adapters/database/sqlite/reconciliationStore.ts';
import { createRosterStore } from '../adapters/database/sqlite/rosterStore.ts';
import { createRunLedger } from '../adapters/database/sqlite/runLedger.ts';
import { withWriter } from '../adapters/database/sqlite/storeError.ts';
import { createRejectSink } from '../adapters/files/rejects.ts';
import { systemClock } from '../adapters/schedule/systemClock.ts';
import type { Output } from '../adapters/terminal/output.ts';
import type { Config } from '../config/config.ts';
import type { Calendar } from '../domain/session/calendar.ts';
import type { FillStore } from '../ports/fillStore.ts';
import type { LearningStore } from '../ports/learningStore.ts';
import type { LedgerStore, ReconciliationStore } from '../ports/ledgerStore.ts';
import type { DecisionStore, Outbox } from '../ports/outbox.ts';
import type { RosterStore } from '../ports/rosterStore.ts';
import type { RunLedger } from '../ports/runLedger.ts';
import type { Clock, Log, Progress } from '../ports/runtime.ts';
import type { RejectSink } from '../ports/source.ts';
import { codeVersion } from './codeVersion.ts';

/** What every command is given: settings, time, and the ways to speak to a person. */
export interface World {
  readonly config: Config;
  readonly calendar: Calendar;
  readonly clock: Clock;
  readonly log: Log;
  readonly progress: Progress;
  readonly output: Output;
}

/** One opened database behind its ports. */
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
}

/** The folder of the database; outbox and rejects lie beside it. */
export function dataDirectory(config: Config): string {
  return dirname(config.dbPath);
}

/** The demo desk has a database of its own, so that it can never be taken for the desk's. */
export function demoDatabasePath(config: Config): string {
  return join(dataDirectory(config), 'demo.db');
}

export function rejectsOf(config: Config): (stream: string) => RejectSink {
  return (stream) => createRejectSink(join(dataDirectory(config), 'rejects'), stream);
}

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
  };
}

/** Opens the stores for one piece of work and closes them whatever happens. */
export async function withStores<T>(path: string, work: (stores: Stores) => Promise<T>): Promise<T> {
  const stores = await openStores(path);
  try {
    return await work(stores);
  } catch (error) {
    throw withWriter(stores.database.driver, error, systemClock.now());
  } finally {
    await stores.database.close();
  }
}
