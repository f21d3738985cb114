import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { runLedger } from '../../../scripts/simulation/runLedger.ts';
import { csvRows, grouped, readVendorFills, sessionsOf } from '../../support/vendorFills.ts';

const tools = fileURLToPath(new URL('../../../../shared/tools/', import.meta.url));
const isOracleHere =
  existsSync(`${tools}ledger_oracle.py`) && spawnSync('python3', ['--version']).status === 0;
if (!isOracleHere)
  process.stderr.write(
    '\n!!! SKIPPED: python3 or ../shared/tools is not here: no independent ledger to compare with\n\n',
  );

describe.skipIf(!isOracleHere)('an independent ledger in Python', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('agrees on 100,000 generated fills over five sessions, to a millionth of a dollar', () => {
    const file = join(folder, 'fills.csv');
    const size = ['--fills', '100000', '--traders', '20', '--symbols', '40', '--sessions', '5'];
    writeFileSync(file, python('make_fills.py', ...size));
    const theirs = csvRows(python('ledger_oracle.py', file));
    const ours = [...grouped(readVendorFills(file), ({ account }) => account)].flatMap(([trader, fills]) => [
      ...runLedger({ trader, openingLots: [], sessions: sessionsOf(fills) }),
    ]);
    expect(theirs).toHaveLength(20 * 5);
    const rows = new Map(theirs.map((row) => [`${row['session_date']} ${row['account']}`, row]));
    for (const { facts } of ours) {
      const row = rows.get(`${facts.sessionDate} ${facts.trader}`);
      expect(facts.fills).toBe(Number(row?.['fills']));
      // The Python ledger prints six decimals: allow a millionth plus half of the last printed digit.
      expect(Math.abs(facts.grossPnl - Number(row?.['gross']))).toBeLessThan(1.5e-6);
      expect(Math.abs(facts.fees - Number(row?.['fees']))).toBeLessThan(1.5e-6);
    }
    expect(ours).toHaveLength(theirs.length);
  });
});

function python(tool: string, ...options: string[]): string {
  return execFileSync('python3', [`${tools}${tool}`, ...options], { encoding: 'utf8', maxBuffer: 1e9 });
}
