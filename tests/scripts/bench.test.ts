import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isInstalled, runNode } from '../../scripts/bench/childProcess.ts';
import { differingDays } from '../../scripts/bench/compareFacts.ts';
import { QUICK_SIZE, writeFillsFile } from '../../scripts/bench/desk.ts';
import { FILLS_HEADER, generateFills } from '../../scripts/bench/generateFills.ts';
import { atLeast, atMost, type BenchRow, verdict } from '../../scripts/bench/rows.ts';
import { readFillsCsv } from '../../src/adapters/sources/fillsCsv.ts';
import type { Fill } from '../../src/domain/ledger/fill.ts';
import { temporaryFolder } from '../support/stores.ts';

const plan = { seed: 3, traders: 8, sessions: ['2026-03-02', '2026-03-03'], fills: 5_000 };
const hasPython = await isInstalled('python3');

describe('the bench', () => {
  it('generates the same fills from the same seed, with every column, and lines that equal the fills', async () => {
    const generated = [...generateFills(plan)];
    expect([...generateFills(plan)]).toEqual(generated);
    expect([...generateFills({ ...plan, seed: 4 })]).not.toEqual(generated);
    const text = `${FILLS_HEADER}\n${generated.map(({ line }) => line).join('\n')}\n`;
    const read: Fill[] = [];
    for await (const batch of readFillsCsv(pieces(text), { where: 'bench' })) {
      expect(batch.rejected).toEqual([]);
      read.push(...batch.fills);
    }
    expect(read).toEqual(
      generated.map(({ fill }) => ({
        ...fill,
        fees: expect.closeTo(fill.fees, 9),
        currency: 'USD',
        idDigest: expect.any(Number),
      })),
    );
    expect(FILLS_HEADER.split(',')).toHaveLength(26);
  });

  it.skipIf(!hasPython)('times two ledgers that agree on every figure of every trader-day', async () => {
    const folder = temporaryFolder();
    const csv = writeFillsFile(folder, { ...QUICK_SIZE, fills: 20_000 });
    const [ours, plain] = [join(folder, 'ours.jsonl'), join(folder, 'plain.jsonl')];
    await runNode(folder, [join(process.cwd(), 'scripts/bench/ledgerAlone.ts'), csv, ours]);
    execFileSync('python3', [join(process.cwd(), 'scripts/bench/plain_ledger.py'), csv, plain]);
    expect(await differingDays(ours, plain)).toEqual({ days: 200, differing: [] });
    writeFileSync(plain, readFileSync(plain, 'utf8').replace('"fees": ', '"fees": 1'));
    expect((await differingDays(ours, plain)).differing).toEqual([expect.stringMatching(/: fees$/)]);
  });

  it.each([
    [1.2, atMost(1.3), 400, 'pass'],
    [1.4, atMost(1.3), 400, 'fail'],
    [1.2, atMost(1.3), 451, 'fail'],
    [10, atLeast(10), null, 'pass'],
    [9.9, atLeast(10), null, 'fail'],
    [null, atMost(1.3), 400, 'skipped'],
  ])(
    'with a ratio of %s against %j and %s MB has the verdict %4$s',
    (ratio, ratioTarget, peakMegabytes, expected) => {
      const row: BenchRow = {
        what: '',
        measured: '',
        against: '',
        ratio,
        ratioTarget,
        peakMegabytes,
        peakTargetMegabytes: 450,
        skipped: null,
      };
      expect(verdict(row)).toBe(expected);
    },
  );
});

async function* pieces(text: string): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += 10_000) yield text.slice(at, at + 10_000);
}
