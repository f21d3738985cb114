import { roughDollars } from '../../text/money.ts';
import { shownName } from '../../text/outsideText.ts';
import { count } from '../../text/words.ts';
import { type ReverseStress, reverseStress } from './reverseStress.ts';
import type { Scenario } from './scenario.ts';
import { runScenario, type ScenarioResult } from './scenarioResult.ts';
import { type ReplayedSession, replayWorst } from './sizedDays.ts';
import { StressDesk } from './stressDesk.ts';
import type { StressInput } from './stressInput.ts';

/** All scenarios of a desk at the close of one session. */
export interface StressResult {
  readonly desk: StressDesk;
  /** The first line of every page. */
  readonly summary: string;
  readonly scenarios: readonly ScenarioResult[];
  readonly replay: readonly ReplayedSession[];
  readonly reverse: ReverseStress;
  /** What is not known or was assumed, in sentences. */
  readonly notes: readonly string[];
}

/** Stands on every page: what a reader must not expect of the figures. */
export const NOT_MODELLED =
  'Not modelled: options move with the price of the option itself, not of its underlying, and without convexity; stock loans that are recalled; trading halts; correlation between symbols, since one shock hits every price.';

/** Applies the scenarios, replays the worst sessions, and searches the scenario that loses the limits. */
export function stress(input: StressInput, scenarios: readonly Scenario[]): StressResult {
  const desk = new StressDesk(input);
  return {
    desk,
    summary: stressSummary(desk),
    scenarios: scenarios.map((scenario) => runScenario(desk, scenario)),
    replay: replayWorst(desk),
    reverse: reverseStress(desk),
    notes: stressNotes(desk),
  };
}

/**
 * The sum of every trader's worst day against the sum of the limits in force, in words.
 *
 * Example: "If everyone has their worst day of 250 at once: −$41,200; the limits allow −$72,700."
 */
export function stressSummary(desk: StressDesk): string {
  const worst = desk.traders.map(({ worstDayPnl }) => worstDayPnl).filter((pnl) => pnl !== null);
  if (worst.length === 0)
    return `No trader of the desk has a stored day through ${desk.input.sessionDate}: nothing can be said yet.`;
  const sum = worst.reduce((total, pnl) => total + Math.min(0, pnl), 0);
  return `If everyone has their worst day of 250 at once: ${roughDollars(sum)}; the limits allow ${roughDollars(0 - desk.sumOfLimits)}.`;
}

function stressNotes(desk: StressDesk): readonly string[] {
  const { input, traders } = desk;
  const unknownLimit = traders.filter(({ limitInForce }) => limitInForce === null).length;
  const withoutExposure = traders.filter(({ exposure }) => exposure === null).length;
  const withoutForecast = traders.filter(({ forecast }) => forecast === null).length;
  return [
    ...(input.traders.every(({ positions }) => positions.length === 0)
      ? [`No position was open at the close of ${input.sessionDate}, so nothing is lost overnight.`]
      : []),
    ...(input.unvalued.length > 0
      ? [
          `In no figure, because the multiplier or the rate is unknown: ${input.unvalued.map(shownName).join(', ')}.`,
        ]
      : []),
    ...(unknownLimit > 0
      ? [`The limit in force of ${count(unknownLimit, 'trader')} is not known: the base limit counts.`]
      : []),
    ...(withoutExposure > 0
      ? [
          `${count(withoutExposure, 'trader')} without a recorded exposure within the day in the last 60 sessions: it counts as 0.`,
        ]
      : []),
    ...(withoutForecast > 0
      ? [`${count(withoutForecast, 'trader')} without a forecast of the next day: not in VaR and ES.`]
      : []),
    'Time to exit takes the volume of a trader for 1 % of the market volume, which is not stored.',
    NOT_MODELLED,
  ];
}
