import type { ChainResult } from '../../domain/engines/chain.ts';
import { type EngineName, MINIMUM_SESSIONS } from '../../domain/engines/proposal.ts';
import { wordsOfRule } from '../../domain/engines/rules/proposeByRules.ts';
import type { CutSwitch } from '../../domain/report/cutSwitch.ts';
import { decayedWords } from '../../domain/report/decayWords.ts';
import { missingWords } from '../../domain/report/proofReport.ts';
import type { Alert, SourceName } from '../../domain/report/report.ts';
import { shownName } from '../../domain/text/outsideText.ts';
import type { ModelForecast } from './forecast.ts';
import type { Desk } from './indicators.ts';

interface EngineAlertInput {
  readonly cutPerformanceAlert: string | null;
  readonly previousEngine: EngineName | null;
  readonly chain: ChainResult;
}

/** Alerts if the circuit breaker stopped the model, and if a weekly look finds its scores decayed. */
export function modelAlerts(model: ModelForecast): readonly Alert[] {
  if (model.kind === 'none') return [];
  const { breaker, decayed, cutsOff } = model.walked;
  const tripped = `The model is in use, but is switched off today: ${breaker}.${cutsOff === null ? ' The rules decide.' : ''}`;
  const worse = `The model forecasts worse than before, at two weekly looks running (${decayedWords(decayed)}). It was fitted again today.`;
  return [
    ...(breaker === null ? [] : [{ code: 'CIRCUIT_BREAKER', text: tripped }]),
    ...(decayed.length === 0 ? [] : [{ code: 'SCORES_DECAYED', text: worse }]),
  ];
}

/** The alert of the first morning without cuts, and of the first one after. */
export function switchAlerts(cutSwitch: CutSwitch | null): readonly Alert[] {
  if (cutSwitch?.isNew !== true) return [];
  return cutSwitch.why === null
    ? [{ code: 'CUTS_ON', text: 'cuts are on again: what speaks against them no longer holds' }]
    : [{ code: 'CUTS_OFF', text: `cuts are switched off: ${cutSwitch.why}` }];
}

/** Alerts for a risk manager who would trust today's cuts as much as those of the last morning. */
export function engineAlerts({
  cutPerformanceAlert: poorPerformance,
  previousEngine,
  chain,
}: EngineAlertInput): readonly Alert[] {
  const doubt =
    poorPerformance === null
      ? []
      : [{ code: 'CUTS_COST_MORE', text: `${poorPerformance}: judge each cut yourself` }];
  if (previousEngine === null || previousEngine === chain.engine) return doubt;
  // The alert of the switch says it with the reason.
  if ([previousEngine, chain.engine].includes('no-cut')) return doubt;
  const names = { ridge: 'the model', rules: 'the rules', 'no-cut': 'no engine', none: 'no engine' };
  const text = `today ${names[chain.engine]} decided, on the last morning ${names[previousEngine]} did`;
  return [...doubt, { code: 'ENGINE_CHANGED', text }];
}

/** Alerts about single traders and the desk: retired traders who traded, no history. */
export function deskAlerts(desk: Desk): readonly Alert[] {
  return [
    ...desk.returned.map(
      (trader): Alert => ({
        code: 'RETIRED_TRADER_TRADED',
        trader,
        text: 'is retired on the roster and had fills in the last session',
      }),
    ),
    ...(desk.traders.length > 0 && desk.traders.every(({ days }) => days.length < MINIMUM_SESSIONS)
      ? [
          {
            code: 'NO_HISTORY',
            text: `no trader has ${MINIMUM_SESSIONS} sessions of history: decide every limit by hand`,
          },
        ]
      : []),
  ];
}

/** Traders named in the alert about missing sessions; the others are counted. */
const MOST_NAMED = 5;

/** One alert about the sessions that are missing, with the rules that did not fire because of them. */
export function holeAlerts({ holes, traders }: Desk, source: SourceName): readonly Alert[] {
  if (holes.length === 0) return [];
  const silenced = traders.filter(({ rulesAcrossHoles }) => rulesAcrossHoles.length > 0);
  const named = silenced.slice(0, MOST_NAMED).map(({ trader, rulesAcrossHoles, days }) => {
    return `${shownName(trader)} (${rulesAcrossHoles.map((rule) => wordsOfRule(rule, days)).join(', ')})`;
  });
  const more = silenced.length - named.length;
  const list = [...named, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
  const effect =
    silenced.length > 0 ? `not a reason today because of it: ${list}` : 'no reason depends on it';
  return [{ code: 'MISSING_SESSIONS', text: `${missingWords(holes, source === 'propreports')}; ${effect}` }];
}
