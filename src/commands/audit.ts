import { type AuditRow, auditBody } from '../adapters/database/auditChain.ts';
import { auditEntries, verifyAudit } from '../adapters/database/sqlite/auditTrail.ts';
import { textTable } from '../adapters/terminal/table.ts';
import { count } from '../domain/text/words.ts';
import { StoreError } from '../shared/errors.ts';
import type { AuditOptions, ExitCode } from './commandOptions.ts';
import { type World, withStores } from './world.ts';

/**
 * `audit`: lists the audit trail, or with `--verify` checks its hashes. Returns 1 if an entry does not match
 * its hash.
 */
export async function auditCommand(world: World, options: AuditOptions): Promise<ExitCode> {
  return options.verify ? verify(world, options.json) : list(world, options);
}

async function verify(world: World, json: boolean): Promise<ExitCode> {
  const { entries, head, fault } = await withStores(world.config.dbPath, ({ database }) =>
    verifyAudit(database),
  );
  if (json) {
    world.output.json({ ok: fault === null, entries, head, fault });
    return fault === null ? 0 : 1;
  }
  if (fault !== null)
    throw new StoreError(
      'audit_broken',
      `Audit trail, entry ${fault.sequence} · found ${fault.found} · expected ${fault.expected}`,
      {
        hint: 'The database was changed by something other than Daybreak. Keep the file as it is, and compare it with a backup.',
      },
    );
  world.output.line(`The audit trail holds: ${count(entries, 'entry', 'entries')}.`);
  if (entries > 0) world.output.line(`Its head is entry ${head.sequence}, ${head.hash}.`);
  return 0;
}

async function list(world: World, { from, to, json }: AuditOptions): Promise<ExitCode> {
  const rows = await withStores(world.config.dbPath, ({ database }) => auditEntries(database, from, to));
  if (json) world.output.json({ entries: rows.map(document) });
  else print(world, rows);
  return 0;
}

function document(row: AuditRow) {
  const { sequence, at, kind, subject, hash } = row;
  return { sequence, at, kind, subject, body: auditBody(row), hash };
}

function print({ output }: World, rows: readonly AuditRow[]): void {
  if (rows.length > 0)
    output.line(
      textTable(
        [
          { head: '#', align: 'right' },
          { head: 'AT' },
          { head: 'KIND' },
          { head: 'SUBJECT', width: 42 },
          { head: 'WHAT', width: 72 },
        ],
        rows.map((row) => [String(row.sequence), row.at, row.kind, row.subject, inWords(auditBody(row))]),
      ),
    );
  output.line(`${count(rows.length, 'entry', 'entries')}.`);
}

type Body = Readonly<Record<string, unknown>>;

/** The changed values of a change, or all values of another entry. `--json` prints every entry in full. */
function inWords(body: Body): string {
  const { before, after } = body;
  const said = 'before' in body && 'after' in body ? differences(before, after) : pairs(body);
  return said.join(', ');
}

function differences(before: unknown, after: unknown): readonly string[] {
  if (before === null && isBody(after)) return ['new', ...pairs(after)];
  if (after === null) return ['gone'];
  if (!isBody(before) || !isBody(after))
    return [`${before === null ? 'new' : shown(before)} → ${shown(after)}`];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    .map((key) => `${key}: ${shown(before[key])} → ${shown(after[key])}`);
}

function pairs(body: Body): readonly string[] {
  return Object.entries(body).map(([key, value]) => `${key}: ${shown(value)}`);
}

function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  if (value === null) return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
