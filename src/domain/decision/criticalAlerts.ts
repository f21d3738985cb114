import type { TraderDaySummary } from '../ledger/traderDayFacts.ts';
import { coverageZone } from '../statistics/pooledCoverage.ts';
import { EXCEPTION_RATE } from '../statistics/varBacktest.ts';
import { shortDay } from '../text/dates.ts';
import { riskDollars, roughDollars } from '../text/money.ts';
import { type CapitalFacts, capitalAtRisk } from './capitalAtRisk.ts';
import type { Decision } from './decision.ts';
import { quickestDay, REVENGE_LOG_RATE, timesWords } from './warningSigns.ts';

export type CriticalAlertCode =
  | 'CAPITAL_AT_RISK'
  | 'DISTRESSED_BEHAVIOUR'
  | 'VAR_EXCEPTIONS'
  | 'REPEATED_HIGH_RISK';

/** A trader to talk to today, whatever the limit. */
export interface CriticalAlert {
  readonly code: CriticalAlertCode;
  readonly trader: string;
  readonly text: string;
}

export type PastDecision = Pick<Decision, 'trader' | 'tier' | 'modelTier' | 'valueAtRisk95'> & {
  readonly sessionDate: string;
};

export interface CriticalInput {
  /** The session of the decisions. */
  readonly sessionDate: string;
  readonly decisions: readonly Pick<
    Decision,
    'trader' | 'tier' | 'modelTier' | 'indicators' | 'action' | 'baseLimit'
  >[];
  /** Decisions of earlier mornings, oldest first; those of this morning or later are ignored. */
  readonly past: readonly PastDecision[];
  /** Each trader's active sessions, oldest first. */
  readonly days: ReadonlyMap<string, readonly TraderDaySummary[]>;
  /** Of each trader. */
  readonly capital: ReadonlyMap<string, CapitalFacts>;
}

const HIGH_SESSIONS = 3;
const COVERAGE_SESSIONS = 60;
/** With fewer forecasts two bad days would change the zone. */
const MINIMUM_FORECASTS = 20;
/** Robust standard deviations of turnover above which a day is unusual. */
const NOTIONAL_SURPRISE = 3;
/** Entries after a loss 1.5 times as large as after a win. */
const SIZE_LOG_RATIO = Math.log(1.5);

/**
 * Every critical alert with its rule in words, in display order. The documentation's table is generated from
 * this list.
 */
export const criticalAlertRules: readonly { readonly code: CriticalAlertCode; readonly rule: string }[] = [
  {
    code: 'CAPITAL_AT_RISK',
    rule: 'drawdown over 60 sessions above 50 % of risk capital, whatever the cut, fresh or not',
  },
  {
    code: 'DISTRESSED_BEHAVIOUR',
    rule: '`revenge_rate` above ln 2, and with it `notional_surprise` above 3 or `size_after_loss` above ln 1.5: faster and larger after losses',
  },
  {
    code: 'VAR_EXCEPTIONS',
    rule: 'losses beyond VaR, over the last 60 traded sessions that had one (at least 20), in the yellow or red zone: from 6, from 11 of 60',
  },
  {
    code: 'REPEATED_HIGH_RISK',
    rule: 'tier high by the forecast on the last 3 mornings or more, this one included; a deep cut alone does not count',
  },
];

export function isCritical({ code }: { readonly code: string }): boolean {
  return criticalAlertRules.some((rule) => rule.code === code);
}

/** The critical alerts of a morning, sorted by kind, then in the order of the decisions. */
export function criticalAlerts(input: CriticalInput): readonly CriticalAlert[] {
  const known = { ...input, past: input.past.filter(({ sessionDate }) => sessionDate < input.sessionDate) };
  return [
    ...capitalsAtRisk(known),
    ...distressedBehaviour(known),
    ...varExceptions(known),
    ...repeatedHighRisk(known),
  ];
}

function capitalsAtRisk({ decisions, days, capital }: CriticalInput): readonly CriticalAlert[] {
  return decisions.flatMap((decision) => {
    const { trader } = decision;
    const own = capital.get(trader);
    const text = own === undefined ? null : capitalAtRisk(decision, own, days.get(trader) ?? []);
    return text === null ? [] : [{ code: 'CAPITAL_AT_RISK', trader, text }];
  });
}

function distressedBehaviour({ decisions, days }: CriticalInput): readonly CriticalAlert[] {
  return decisions.flatMap(({ trader, indicators }) => {
    const pace = indicators['revenge_rate'] ?? 0;
    const own = days.get(trader) ?? [];
    const larger = escalation(indicators, own.at(-1));
    if (pace <= REVENGE_LOG_RATE || larger === null) return [];
    const worst = quickestDay(own);
    const text = `chasing losses: after a loss re-enters ${timesWords(Math.exp(pace))} as fast as otherwise${larger}${worst === null ? '' : `; worst on ${worst}`}`;
    return [{ code: 'DISTRESSED_BEHAVIOUR', trader, text }];
  });
}

/** How the trader trades larger, as the end of the sentence; null: not larger. */
function escalation(
  indicators: Readonly<Record<string, number | null>>,
  last: TraderDaySummary | undefined,
): string | null {
  const surprise = indicators['notional_surprise'] ?? 0;
  const afterLoss = indicators['size_after_loss'] ?? 0;
  const clauses = [
    ...(afterLoss > SIZE_LOG_RATIO
      ? [` and ${timesWords(Math.exp(afterLoss))} as large as after a win`]
      : []),
    ...(surprise > NOTIONAL_SURPRISE && last
      ? [`; turnover of ${roughDollars(last.notional)} on ${shortDay(last.sessionDate)}, far above the usual`]
      : []),
  ];
  return clauses.length === 0 ? null : clauses.join('');
}

function varExceptions({ decisions, past, days }: CriticalInput): readonly CriticalAlert[] {
  const forecasts = varByTrader(past);
  return decisions.flatMap(({ trader }) => {
    const judged = judgedForecasts(forecasts.get(trader), days.get(trader) ?? []);
    const exceptions = judged.filter(({ netPnl, valueAtRisk }) => netPnl < -valueAtRisk);
    const last = exceptions.at(-1);
    if (last === undefined || judged.length < MINIMUM_FORECASTS) return [];
    const zone = coverageZone(exceptions.length, judged.length);
    if (zone === 'green') return [];
    const usual = Math.round(EXCEPTION_RATE * judged.length);
    const text = `lost more than VaR 95 on ${exceptions.length} of the last ${judged.length} days, where ${usual} are usual; last on ${shortDay(last.sessionDate)}, ${roughDollars(last.netPnl)} against ${riskDollars(last.valueAtRisk)}`;
    return [{ code: 'VAR_EXCEPTIONS', trader, text }];
  });
}

/** VaR by trader and session, dollars. */
function varByTrader(past: readonly PastDecision[]): ReadonlyMap<string, Map<string, number>> {
  const byTrader = new Map<string, Map<string, number>>();
  for (const { trader, sessionDate, valueAtRisk95, tier } of past) {
    // Without a tier: the VaR of a young trader rests on too few days to be tested.
    if (valueAtRisk95 === null || tier === 'unknown') continue;
    const own = byTrader.get(trader) ?? new Map<string, number>();
    byTrader.set(trader, own.set(sessionDate, valueAtRisk95));
  }
  return byTrader;
}

/** The last 60 traded sessions with a stored VaR, oldest first; dollars. */
function judgedForecasts(
  forecasts: ReadonlyMap<string, number> | undefined,
  days: readonly TraderDaySummary[],
) {
  return days
    .flatMap(({ sessionDate, netPnl }) => {
      const valueAtRisk = forecasts?.get(sessionDate);
      return valueAtRisk === undefined ? [] : [{ sessionDate, netPnl, valueAtRisk }];
    })
    .slice(-COVERAGE_SESSIONS);
}

function repeatedHighRisk({ sessionDate, decisions, past }: CriticalInput): readonly CriticalAlert[] {
  const mornings = [...new Set(past.map((decision) => decision.sessionDate))].toSorted().reverse();
  const high = new Set(past.filter(isHigh).map(keyOf));
  return decisions.flatMap((decision) => {
    const { trader } = decision;
    if (!isHigh(decision)) return [];
    const broken = mornings.findIndex((morning) => !high.has(keyOf({ trader, sessionDate: morning })));
    const before = broken < 0 ? mornings.length : broken;
    if (before + 1 < HIGH_SESSIONS) return [];
    const since = shortDay(mornings[before - 1] ?? sessionDate);
    const text = `high risk on ${before + 1} mornings in a row, since ${since}`;
    return [{ code: 'REPEATED_HIGH_RISK', trader, text }];
  });
}

/**
 * The forecast's own tier: the tier of a decision is high after every deep cut, also of a cut that lasts for
 * weeks. Decisions stored before `modelTier` existed have only one tier, the forecast's.
 */
function isHigh({ tier, modelTier }: Pick<Decision, 'tier' | 'modelTier'>): boolean {
  return (modelTier ?? tier) === 'high';
}

function keyOf({ trader, sessionDate }: { readonly trader: string; readonly sessionDate: string }): string {
  return `${sessionDate} ${trader}`;
}
