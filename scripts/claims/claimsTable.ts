import { textTable } from '../../src/adapters/terminal/table.ts';
import type { ClaimResult } from './claimResult.ts';
import { type Requirement, SIZES } from './claims.ts';

const COLUMNS = [
  { head: 'claim' },
  { head: 'what is counted', width: 34 },
  { head: 'desks' },
  { head: 'seeds', align: 'right' },
  { head: 'rate', align: 'right' },
  { head: '95 % bound', align: 'right' },
  { head: '95 % interval', align: 'right' },
  { head: 'required', align: 'right' },
  { head: '' },
] as const;

/** The claims as a table for the terminal: one row for each claim and source. */
export function claimsTable(results: readonly ClaimResult[]): string {
  const columns = COLUMNS.map((column) => ({ ...column, head: column.head.toUpperCase() }));
  return textTable(columns, results.map(cellsOf));
}

/** The same table as it stands in docs/claims.md. */
export function markdownClaims(results: readonly ClaimResult[]): string {
  const rule = COLUMNS.map((column) => ('align' in column ? '---:' : '---'));
  const rows = results.map((result) => {
    const [id, ...cells] = cellsOf(result);
    return [`\`${id}\``, ...cells];
  });
  return [COLUMNS.map(({ head }) => head), rule, ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function cellsOf(result: ClaimResult): readonly string[] {
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
