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
  return `Sizes of docs/sizing.md, computed on each morning: below the usual size on ${grouped(reducedDays)} of ${counted(days, 'judged trader-day')}, on average ${improvementWords(meanMultiplier)} of it. On a desk that loses, any smaller size saves: targeting says whether these did better than the same size every day.`;
}
