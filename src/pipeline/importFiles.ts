import type { Clock, FillStore, ImportFile, IngestCounts, Progress, RejectSink } from '../ports.ts';
import { conflict } from './conflict.ts';
import { type LedgerPorts, updateLedger } from './updateLedger.ts';

export interface ImportPorts extends LedgerPorts {
  readonly clock: Clock;
  readonly fills: FillStore;
  readonly progress: Progress;
  /** Opens the place where one file's unusable rows are kept. */
  readonly rejectsOf: (file: string) => RejectSink;
}

export interface ImportedFile {
  readonly file: string;
  readonly format: string;
  /** Data rows, header aside; read = inserted + duplicates + rejected. */
  readonly read: number;
  readonly inserted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly rejectedFile: string | null;
}

export interface ImportResult {
  readonly files: readonly ImportedFile[];
  /** Traders and sessions in the store that these files touched. */
  readonly traders: number;
  readonly sessions: number;
}

/**
 * Imports files one after the other, each whole or not at all, and brings the ledger up to date. Importing a file
 * again changes nothing.
 * @throws InputError for a file that is not what it claims to be; files before it stay imported.
 */
export async function importFiles(ports: ImportPorts, files: readonly ImportFile[]): Promise<ImportResult> {
  const imported: ImportedFile[] = [];
  const accounts = new Set<string>();
  const sessions = new Set<string>();
  try {
    for (const file of files) {
      const { summary, counts } = await importOne(ports, file);
      imported.push(summary);
      for (const account of counts.accounts) accounts.add(account);
      for (const session of counts.sessions) sessions.add(session);
    }
  } finally {
    await updateLedger(ports);
  }
  return { files: imported, traders: accounts.size, sessions: sessions.size };
}

async function importOne(
  ports: ImportPorts,
  file: ImportFile,
): Promise<{ readonly summary: ImportedFile; readonly counts: IngestCounts }> {
  const rejects = ports.rejectsOf(file.name);
  const ingest = ports.fills.append();
  let read = 0;
  let rejected = 0;
  ports.progress.start(`import ${file.name}`, null);
  try {
    for await (const batch of file.batches()) {
      ingest.add(batch.fills);
      rejects.add(batch.rejected);
      read += batch.fills.length + batch.rejected.length;
      rejected += batch.rejected.length;
      ports.progress.advance(batch.fills.length + batch.rejected.length);
    }
    const counts = ingest.finish();
    rejects.add(counts.conflicting.map((fill) => conflict(file.name, fill)));
    const summary = {
      file: file.name,
      format: file.format,
      read,
      inserted: counts.inserted,
      duplicates: counts.duplicates + counts.changed,
      rejected: rejected + counts.conflicting.length,
      rejectedFile: rejects.close(),
    };
    await ports.fills.recordImport({
      ...summary,
      lastSession: counts.sessions.at(-1) ?? null,
      importedAt: ports.clock.now(),
    });
    return { summary, counts };
  } catch (error) {
    ingest.abandon();
    rejects.close();
    throw error;
  } finally {
    ports.progress.finish();
  }
}
