import type { ScalingCosts } from './costs.ts';
import type { Outcome } from './outcomes.ts';

const HEAD = ['workers', 'Postgres', 'half of the mails', '95 %', '99 %', 'last', 'worst day', 'busiest'];

/** The outcomes as a table of Markdown. */
export function outcomesTable(outcomes: readonly Outcome[]): string {
  return markdown(HEAD, outcomes.map(cellsOf));
}

/** The measured costs as a table of Markdown. */
export function costsTable({
  perDesk,
  perAccount,
  host,
  fillsPerAccount,
  historySessions,
}: ScalingCosts): string {
  const milliseconds = (seconds: number) => `${(1000 * seconds).toFixed(1)} ms`;
  const rows = [
    ['a desk', milliseconds(perDesk.workerSeconds), milliseconds(perDesk.databaseSeconds)],
    [
      'an account and its session',
      milliseconds(perAccount.workerSeconds),
      milliseconds(perAccount.databaseSeconds),
    ],
  ];
  const where = `Measured on ${host}, with ${fillsPerAccount} fills for each account and ${historySessions} sessions of history.`;
  return `${markdown(['for', 'core of a worker', 'core of Postgres'], rows)}\n\n${where}`;
}

/** The cells of one outcome. */
export function cellsOf(outcome: Outcome): readonly string[] {
  const { workers, shards, databaseCores } = outcome.capacity;
  return [
    String(workers),
    `${shards} × ${databaseCores} cores`,
    duration(outcome.half),
    duration(outcome.ninetyFive),
    duration(outcome.ninetyNine),
    duration(outcome.last),
    duration(outcome.worstLast),
    `${outcome.busiest}, ${Math.round(100 * outcome.busy)} %`,
  ];
}

/** The heads of the columns. */
export const outcomeHeads: readonly string[] = HEAD;

/** `1:05` is a minute and five seconds; `2:00:05` has hours. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
