import type { SizingScores } from '../evaluation/sizingAccumulator.ts';
import { improvementWords } from '../text/words.ts';
import { counted, grouped } from './backtestWords.ts';

export interface SizingRow {
  readonly key: 'alone' | 'withCuts' | 'added' | 'targeting';
  readonly name: string;
  readonly meaning: string;
}

/** The figures of sizing in the order in which a head of risk asks. */
export const SIZING_ROWS: readonly SizingRow[] = [
  { key: 'alone', name: 'Sizes alone', meaning: 'Smaller size on risky days, base limits.' },
  { key: 'withCuts', name: 'Sizes and cuts', meaning: 'The same, with the limits of the engine in force.' },
  { key: 'added', name: 'Added to the cuts', meaning: 'What sizes add where limits are cut anyway.' },
  {
    key: 'targeting',
    name: 'Targeting',
    meaning: 'Against the mean size on every day: were these the right days?',
  },
];

/** How often sizes were reduced, and by how much. */
export function sizingSentence({ days, reducedDays, meanMultiplier }: SizingScores): string {
  if (meanMultiplier === null) return 'No trader-day could be judged.';
  return `The sizes of docs/sizing.md were computed on each morning. They were below the usual size on ${grouped(reducedDays)} of ${counted(days, 'judged trader-day')}, and ${improvementWords(meanMultiplier)} of it on average. On a desk that loses, any smaller size saves. Targeting compares these sizes with the same size every day.`;
}
