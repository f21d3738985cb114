import type { Log, Progress } from '../../../ports/runtime.ts';
import { StoreError } from '../../../shared/errors.ts';
import { storedHead } from '../store/auditRows.ts';
import type { Content } from './contentHash.ts';
import { copyDiffers, targetInTheWay } from './copyErrors.ts';
import { type CopyItem, fillsItem, sessionsWithFills, tableItem } from './copyItems.ts';
import { type CopiedItems, readProgress, recordItem } from './copyProgress.ts';
import type { CopySide, CopyTarget, TableShape } from './copySide.ts';

export interface CopiedStore {
  readonly tables: number;
  readonly rows: number;
  readonly sessions: number;
  readonly fills: number;
  /** Items that an earlier run had copied: the copy went on where it ended. */
  readonly resumed: number;
  readonly auditEntries: number;
  readonly auditHash: string;
}

/** Tables whose rows must come last: rows of others delete them, as a changed fact does on a desk. */
const LAST = ['learned_session', 'drawn_close'];
const FIRST = ['trader', 'account'];
const SOURCE = 'source';

/**
 * Copies a desk from one store to another: tables whole, fills by session, each in a transaction that also
 * records it. A copy that was killed goes on with the first missing item. At the end each item is read again
 * from the target and compared by rows and content, and the audit trail is verified; then it is put in place.
 * @throws StoreError `database_in_use`, `migration_failed`, `database_in_the_way`, `copy_differs`.
 */
export async function copyStore(
  source: CopySide,
  target: CopyTarget,
  { progress, log }: { readonly progress: Progress; readonly log: Log },
): Promise<CopiedStore> {
  await requireSameVersion(source);
  await requireSameVersion(target);
  await requireNoRun(source);
  const items = await itemsOf(source, target);
  const before = await readProgress(target.connection);
  await requireSameSource(source, target, before);
  const copied = await copyAll(items, { source, target, before, progress, log });
  await compareAll(items, { source, target, copied, resumed: before.size > 0, progress });
  await requireNoRun(source);
  await target.verify();
  const { sequence, hash } = await storedHead(target.connection);
  await target.publish();
  return {
    ...totals(copied),
    resumed: Math.max(0, before.size - 1),
    auditEntries: sequence,
    auditHash: hash,
  };
}

async function requireSameVersion(side: CopySide): Promise<void> {
  const found = await side.migrations();
  const expected = side.expectedMigrations;
  const odd = [
    ...expected.filter((name) => !found.includes(name)),
    ...found.filter((name) => !expected.includes(name)),
  ];
  if (odd.length === 0) return;
  throw new StoreError(
    'migration_failed',
    `Copy, ${side.place} · found a database of another version: ${odd.join(', ')} · expected the migrations of this version`,
    { hint: 'Nothing was changed. Bring the source to this version first: `npm run migrate`.' },
  );
}

/** @throws StoreError `database_in_use` while a run holds its lease. */
async function requireNoRun(side: CopySide): Promise<void> {
  const lease = await side.connection.get<{ owner: string; expires_at: string }>(
    'SELECT owner, expires_at FROM run_lease WHERE expires_at > ? ORDER BY expires_at DESC LIMIT 1',
    await side.now(),
  );
  if (lease !== undefined)
    throw new StoreError(
      'database_in_use',
      `Copy · found a run of ${lease.owner} until ${lease.expires_at} at least · expected no run on ${side.place}`,
      {
        hint: 'Stop the daemon and the workers on every host, wait for the end of the run, then copy.',
        retryable: true,
      },
    );
}

async function itemsOf(source: CopySide, target: CopySide): Promise<readonly CopyItem[]> {
  const [from, to] = [await source.shapes(), await target.shapes()];
  if (JSON.stringify(from) !== JSON.stringify(to))
    throw copyDiffers(
      'schema',
      firstDifference(from, to),
      'the same tables, columns and keys in both stores',
    );
  const rank = ({ name }: TableShape) =>
    FIRST.includes(name) ? FIRST.indexOf(name) - 9 : LAST.indexOf(name);
  const ordered = [...from].sort((a, b) => rank(a) - rank(b));
  const sessions = await sessionsWithFills(source.connection);
  return [...ordered.map(tableItem), ...sessions.map(fillsItem)];
}

function firstDifference(from: readonly TableShape[], to: readonly TableShape[]): string {
  const [a, b] = [
    new Map(from.map((each) => [each.name, JSON.stringify(each)])),
    new Map(to.map((each) => [each.name, JSON.stringify(each)])),
  ];
  const names = [...new Set([...a.keys(), ...b.keys()])];
  return `another table ${names.find((name) => a.get(name) !== b.get(name)) ?? ''}`;
}

/** A copy goes on only from the source with which it began. */
async function requireSameSource(source: CopySide, target: CopyTarget, before: CopiedItems): Promise<void> {
  const { sequence, hash } = await storedHead(source.connection);
  const begun = before.get(SOURCE);
  const isEmpty = (await storedHead(target.connection)).sequence === 0;
  if (begun === undefined && isEmpty) return recordItem(target.connection, SOURCE, { rows: sequence, hash });
  if (begun?.rows !== sequence || begun.hash !== hash)
    throw targetInTheWay(
      target.place,
      'an unfinished copy of another desk, or of this desk before it changed',
      'Remove the unfinished copy: the file that ends with .copying, or DROP SCHEMA daybreak_copy CASCADE.',
    );
}

interface CopyRun {
  readonly source: CopySide;
  readonly target: CopyTarget;
  readonly progress: Progress;
}

async function copyAll(
  items: readonly CopyItem[],
  { source, target, before, progress, log }: CopyRun & { readonly before: CopiedItems; readonly log: Log },
): Promise<CopiedItems> {
  const copied = new Map<string, Content>();
  progress.start('copying', items.length);
  try {
    for (const item of items) {
      const known = before.get(item.name);
      copied.set(item.name, known ?? (await copyOne(item, source, target)));
      if (known === undefined) log.debug('copied', { item: item.name });
      progress.advance(1);
    }
  } finally {
    progress.finish();
  }
  return copied;
}

async function copyOne(item: CopyItem, source: CopySide, target: CopyTarget): Promise<Content> {
  await target.connection.run('BEGIN');
  try {
    const content = await item.copy(source, target);
    await recordItem(target.connection, item.name, content);
    await target.connection.run('COMMIT');
    return content;
  } catch (error) {
    await target.connection.run('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** Of a resumed copy, the source is read again too: it may have changed between the two runs. */
async function compareAll(
  items: readonly CopyItem[],
  {
    source,
    target,
    copied,
    resumed,
    progress,
  }: CopyRun & { readonly copied: CopiedItems; readonly resumed: boolean },
): Promise<void> {
  progress.start('comparing', items.length);
  try {
    for (const item of items) {
      const expected = resumed ? await item.copy(source, null) : copied.get(item.name);
      requireEqual(item.name, await item.copy(target, null), expected);
      progress.advance(1);
    }
  } finally {
    progress.finish();
  }
}

function requireEqual(item: string, found: Content, expected: Content | undefined): void {
  if (found.rows === expected?.rows && found.hash === expected.hash) return;
  throw copyDiffers(item, words(found), expected === undefined ? 'none' : words(expected));
}

function words({ rows, hash }: Content): string {
  return `${rows} rows with hash ${hash.slice(0, 12)}`;
}

function totals(copied: CopiedItems): Pick<CopiedStore, 'tables' | 'rows' | 'sessions' | 'fills'> {
  const entries = [...copied];
  const tables = entries.filter(([name]) => name.startsWith('table '));
  const sessions = entries.filter(([name]) => name.startsWith('fills '));
  const sum = (of: typeof entries) => of.reduce((total, [, { rows }]) => total + rows, 0);
  return { tables: tables.length, rows: sum(tables), sessions: sessions.length, fills: sum(sessions) };
}
