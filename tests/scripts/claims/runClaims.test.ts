import { describe, expect, it } from 'vitest';
import type { ClaimDesk } from '../../../scripts/claims/claimDesk.ts';
import { CLAIMS } from '../../../scripts/claims/claims.ts';
import { countsOfDesk } from '../../../scripts/claims/deskCounts.ts';
import { runDesks } from '../../../scripts/claims/runDesks.ts';

const DESKS = [1, 2, 3].map(
  (seed): ClaimDesk => ({ mode: 'driftless', source: 'facts', traders: 12, sessions: 260, seed }),
);

describe('desks walked in child processes', () => {
  it('count the same, in the same order, as one after another in this process', async () => {
    const lines: string[] = [];
    const counted = await runDesks(DESKS, 2, (line) => lines.push(line));
    expect(counted).toEqual(DESKS.map((desk) => ({ desk, counts: countsOfDesk(desk) })));
    expect(Object.keys(counted[0]?.counts ?? {})).toEqual(
      CLAIMS.filter(({ mode, size }) => mode === 'driftless' && size === 'small').map(({ id }) => id),
    );
    expect(lines.map((line) => line.split(' desks')[0])).toEqual(['1 of 3', '2 of 3', '3 of 3']);
  });

  it('fail for a desk that no claim is about', async () => {
    const impossible = { ...DESKS[0]!, sessions: 0 };
    await expect(runDesks([impossible], 1, () => undefined)).rejects.toThrow(
      'a process that walks desks ended with 1',
    );
  });
});
