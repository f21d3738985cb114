import { textTable } from '../../src/adapters/terminal/table.ts';
import type { ClaimResult } from './claimResult.ts';
import { type Requirement, SIZES } from './claims.ts';

/** The claims as a table: one row for each claim and source. */
export function claimsTable(results: readonly ClaimResult[]): string {
  const right = { align: 'right' as const };
  return textTable(
    [
      { head: 'CLAIM' },
      { head: 'WHAT IS COUNTED', width: 34 },
      { head: 'DESKS' },
      { head: 'SEEDS', ...right },
      { head: 'RATE', ...right },
      { head: '95 % BOUND', ...right },
      { head: '95 % INTERVAL', ...right },
      { head: 'REQUIRED', ...right },
      { head: '' },
    ],
    results.map((result) => {
      const { claim, source, desks, rate, twoSided, holds } = result;
      const { traders, sessions } = SIZES[claim.size];
      return [
        claim.id,
        claim.words,
        `${claim.mode} ${traders} × ${sessions} ${source}`,
        String(desks),
        rate === null ? '–' : `${percent(rate)} %`,
        boundText(result),
        twoSided === null ? '–' : twoSided.map(percent).join(' to '),
        requirementText(claim.requirement),
        holds ? 'holds' : 'FAILS',
      ];
    }),
  );
}

/** The one-sided bound that decides: the lower one of a rate that must be low, else the upper one. */
function boundText({ claim: { requirement }, oneSided }: ClaimResult): string {
  if (oneSided === null) return '–';
  const [low, high] = oneSided.map(percent);
  if ('atMost' in requirement) return `≥ ${low}`;
  return 'atLeast' in requirement ? `≤ ${high}` : `${low} to ${high}`;
}

export function requirementText(requirement: Requirement): string {
  if ('atMost' in requirement) return `at most ${percent(requirement.atMost)} %`;
  if ('atLeast' in requirement) return `at least ${percent(requirement.atLeast)} %`;
  return `${percent(requirement.from)} to ${percent(requirement.to)} %`;
}

function percent(share: number): string {
  return String(Math.round(1000 * share) / 10);
}
