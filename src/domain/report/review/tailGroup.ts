import { TAIL_FIGURES, type TailFigure, type TailFigureName } from '../../evaluation/tailComparison.ts';
import { roughDollars } from '../../text/money.ts';
import { counted } from '../backtestWords.ts';
import { TAIL_NAMES } from '../tailWords.ts';
import type { ReviewGroup, ReviewInput } from './reviewInput.ts';

/** The worst days of the desk without the cuts and with them; null without a session. */
export function tailGroup({ review: { tail } }: ReviewInput): ReviewGroup | null {
  if (tail === null) return null;
  return {
    id: 'tail-before-and-after',
    title: `Worst days of ${counted(tail.sessions, 'session')}, without cuts → with the backtest's cuts`,
    facts: TAIL_FIGURES.map((name) => ({
      label: TAIL_NAMES[name],
      text: figureWords(name, tail.figures[name]),
    })),
  };
}

/** The mean of the worst days uses every day of the tail, so its verdict stands for the tail. */
function figureWords(name: TailFigureName, { before, after, improvement, verdict }: TailFigure): string {
  const size = Math.round(improvement.value);
  const change =
    size === 0 ? 'the same' : `${roughDollars(Math.abs(size))} ${size < 0 ? 'worse ▼' : 'better ▲'}`;
  const judged = name === 'shortfall05' ? ` (${verdict})` : '';
  return `${roughDollars(before.value)} → ${roughDollars(after.value)}: ${change}${judged}.`;
}
