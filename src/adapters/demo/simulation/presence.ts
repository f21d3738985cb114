import { addDays } from '../../../domain/session/isoDate.ts';
import { type DemoTrader, regularTraders, trialTraders } from './traders.ts';

/** An intake joins on the 10th of every odd month. */
const INTAKE_DAY = 10;

/** Everybody who has traded on the desk by now; a trader on trial leaves at the end of the next intake. */
export function isPresent(trader: DemoTrader, date: string): boolean {
  const seat = trialTraders.indexOf(trader);
  if (seat < 0) return true;
  const intake = intakeOf(date);
  return [intake, intake - 1].some((each) => each % trialTraders.length === seat);
}

/** Every trader of the desk, whenever they trade. */
export const demoTraders: readonly DemoTrader[] = [...regularTraders, ...trialTraders];

/** The number of the last intake on or before a date. */
function intakeOf(date: string): number {
  const [year = 0, month = 1] = addDays(date, 1 - INTAKE_DAY)
    .split('-')
    .map(Number);
  return Math.floor((12 * year + month - 1) / 2);
}
