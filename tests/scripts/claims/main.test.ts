import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { CLAIMS } from '../../../scripts/claims/claims.ts';

function run(...options: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'scripts/claims/main.ts', ...options],
    { encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}

describe('npm run claims', () => {
  it('lists its options and every claim in --help', () => {
    const { status, stdout } = run('--help');
    expect(status).toBe(0);
    for (const text of ['--seeds', '--only', '--jobs', '--json', ...CLAIMS.map(({ id }) => id)])
      expect(stdout).toContain(text);
  });

  it('ends with 2 for a claim that does not exist and for a count that is none', () => {
    expect(run('--only', 'tilt,nonsense')).toMatchObject({ status: 2, stdout: '' });
    expect(run('--seeds', '0')).toMatchObject({ status: 2, stdout: '' });
  });

  it('prints one document, with progress elsewhere', () => {
    const { status, stdout, stderr } = run(
      ...['--seeds', '2', '--only', 'driftless-var', '--source', 'facts', '--jobs', '1', '--json'],
    );
    const { claims } = JSON.parse(stdout);
    expect(claims).toMatchObject([
      { id: 'driftless-var', mode: 'driftless', size: 'small', source: 'facts', desks: 2, holds: true },
    ]);
    expect(claims[0].rate).toBeCloseTo(claims[0].part / claims[0].whole, 5);
    expect(stderr.trim().split('\n')).toEqual([
      '1 of 2 desks: driftless from facts, 12 × 260, seed 4001',
      '2 of 2 desks: driftless from facts, 12 × 260, seed 4002',
    ]);
    expect(status).toBe(0);
  });
});
