import { clockWords } from '../../../../domain/report/noticeView.ts';
import { longDay } from '../../../../domain/text/dates.ts';
import { durationWords } from '../../../../domain/text/durations.ts';
import { withMaskedAddresses } from '../../../../domain/text/maskedAddress.ts';
import { cleanLine } from '../../../../domain/text/outsideText.ts';
import type { ListedRun } from '../../../../ports/screens/operationsReader.ts';
import type { StoredStep } from '../../../../ports/screens/screenRecords.ts';
import { details, numbers, paragraph, prose, section, table, words } from '../../pages/blocks.ts';
import type { Section, Tone } from '../../pages/document.ts';
import type { Operations } from './operations.ts';

const states: Readonly<Record<StoredStep['status'], { readonly text: string; readonly tone: Tone }>> = {
  done: { text: '✓ done', tone: 'good' },
  running: { text: '! running, or interrupted', tone: 'open' },
  failed: { text: '✗ failed', tone: 'bad' },
};

/** The steps of the newest mornings: the last one open, the others collapsed. */
export function runSection({ runs, timezone }: Pick<Operations, 'runs' | 'timezone'>): Section {
  const [newest, ...older] = runs;
  if (newest === undefined)
    return section('runs', 'Runs', paragraph('No morning has run yet. A dry run is not recorded.'));
  return section(
    'runs',
    'Runs',
    paragraph(summaryOf(newest)),
    stepTable(newest, timezone),
    ...older.map((run) => details(summaryOf(run), stepTable(run, timezone))),
  );
}

/** `Morning of Monday 30 November 2026: complete, in 12 s`. */
function summaryOf({ sessionDate, steps }: ListedRun): string {
  const failed = steps.find(({ status }) => status === 'failed');
  const running = steps.find(({ status }) => status === 'running');
  const state =
    failed === undefined
      ? running === undefined
        ? `${count(steps)}, in ${durationWords(spent(steps))}`
        : `running, or interrupted, at ${running.step}`
      : `failed at ${failed.step}`;
  return `Morning of ${longDay(sessionDate)}: ${state}`;
}

function count(steps: readonly StoredStep[]): string {
  return steps.some(({ step }) => step === 'send')
    ? 'complete'
    : `through ${steps.at(-1)?.step ?? 'no step'}`;
}

/** The sum of the steps: a morning that was continued hours later did not take hours. */
function spent(steps: readonly StoredStep[]): number {
  return steps.reduce((sum, step) => sum + (tookOf(step) ?? 0), 0);
}

function tookOf({ startedAt, finishedAt }: StoredStep): number | null {
  return finishedAt === null ? null : finishedAt.getTime() - startedAt.getTime();
}

function stepTable({ sessionDate, steps }: ListedRun, timezone: string) {
  return table(
    `Steps of the morning of ${longDay(sessionDate)}`,
    [...words('Step', 'State', 'Began'), ...numbers('Took', 'Tries'), ...prose('Problem')],
    steps.map((step) => {
      const took = tookOf(step);
      return [
        step.step,
        states[step.status],
        clockWords(step.startedAt, timezone, null),
        took === null ? 'not ended' : durationWords(took),
        String(step.attempts),
        step.error === null ? 'none' : withMaskedAddresses(cleanLine(step.error)),
      ];
    }),
  );
}
