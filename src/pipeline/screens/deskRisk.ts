import type { LimitBasis } from '../../domain/ledger/traderDayFacts.ts';
import type { Slippage } from '../../domain/outcome/counterfactual.ts';
import { deskPnl } from '../../domain/report/deskPnl.ts';
import { concentrationOf, type Weight } from '../../domain/risk/concentration.ts';
import { CORRELATION_SESSIONS, correlationsOf } from '../../domain/risk/correlation.ts';
import { type Exposure, grossOf } from '../../domain/risk/exposure.ts';
import type { Calendar } from '../../domain/session/calendar.ts';
import type { DeskRiskStore } from '../../ports/deskRiskStore.ts';
import type { LedgerStore } from '../../ports/ledgerStore.ts';
import type { DeskRisk, RiskLimit, Traded } from '../../ports/screens/deskRisk.ts';
import { sessionsBefore } from '../limitedSessions.ts';
import { type LimitPorts, type LimitTerms, readDeskLimits } from '../limits/deskLimits.ts';
import { rosterTraders } from '../rosterTraders.ts';
import { type EquityPorts, readDeskEquity } from './deskEquity.ts';
import { type ExposurePorts, readExposure, readTraded, readValuation } from './deskExposure.ts';

export interface DeskRiskPorts
  extends LimitPorts,
    Omit<EquityPorts, 'limits'>,
    Omit<ExposurePorts, 'roster'> {
  readonly calendar: Calendar;
  readonly ledger: LedgerStore;
  readonly deskRisk: DeskRiskStore;
}

export interface DeskRiskRequest {
  readonly basis: LimitBasis;
  readonly slippage: Slippage;
}

/** A year of sessions. */
export const EQUITY_SESSIONS = 250;

/** What is stored of the risk of the whole desk, through the newest date with facts; null: none. */
export async function readDeskRisk(
  ports: DeskRiskPorts,
  terms: LimitTerms,
  { basis, slippage }: DeskRiskRequest,
): Promise<DeskRisk | null> {
  const { calendar, deskRisk, pause } = ports;
  const dataThrough = await deskRisk.lastDate();
  if (dataThrough === null) return null;
  const sessions = sessionsBefore(calendar, calendar.nextSession(dataThrough), EQUITY_SESSIONS);
  const days = await deskRisk.totals(sessions[0] ?? dataThrough, dataThrough);
  const traders = rosterTraders(await ports.roster.all(), terms.defaultLimit);
  const equity = await readDeskEquity(ports, terms, { sessions, days, traders, basis, slippage });
  await pause();
  const valuation = await readValuation(ports, dataThrough);
  const exposure = await readExposure(ports, dataThrough, valuation);
  await pause();
  const notional = days.at(-1)?.notional ?? 0;
  const traded = { ...(await readTraded(ports, dataThrough, valuation)), notional };
  const limits = await readRiskLimits(ports, terms);
  const recent = sessions.slice(-CORRELATION_SESSIONS);
  const netPnls = await deskRisk.netPnls(recent[0] ?? dataThrough, dataThrough);
  await pause();
  return {
    dueSession: terms.dueSession,
    dataThrough,
    pnl: deskPnl(days, dataThrough),
    limits,
    equity,
    exposure,
    traded,
    concentrations: concentrations(exposure, traded, netPnls, limits),
    correlations: correlations(netPnls, recent, limits),
  };
}

async function readRiskLimits(ports: LimitPorts, terms: LimitTerms): Promise<readonly RiskLimit[]> {
  const limits = await readDeskLimits(ports, terms);
  return limits.map(({ trader, baseLimit, inForce }) => ({ trader, baseLimit, inForce: inForce.dollars }));
}

type NetPnls = Awaited<ReturnType<DeskRiskStore['netPnls']>>;

function concentrations(
  exposure: Exposure,
  traded: Traded,
  netPnls: NetPnls,
  limits: readonly RiskLimit[],
): DeskRisk['concentrations'] {
  const gross = (holdings: Exposure['bySymbol']) =>
    holdings.map((holding) => ({ name: holding.name, weight: grossOf(holding) }));
  const pnl = [...netPnls].map(([name, days]): Weight => {
    const sum = [...days.values()].reduce((total, netPnl) => total + netPnl, 0);
    return { name, weight: Math.abs(sum) };
  });
  const inForce = limits.flatMap((limit) =>
    limit.inForce === null ? [] : [{ name: limit.trader, weight: limit.inForce }],
  );
  return [
    { of: 'overnight-by-symbol', found: concentrationOf(gross(exposure.bySymbol)) },
    { of: 'overnight-by-trader', found: concentrationOf(gross(exposure.byTrader)) },
    { of: 'traded-by-symbol', found: concentrationOf(traded.bySymbol) },
    { of: 'traded-by-trader', found: concentrationOf(traded.byTrader) },
    { of: 'pnl-by-trader', found: concentrationOf(pnl) },
    { of: 'limits-by-trader', found: concentrationOf(inForce) },
  ];
}

/** Of active traders: a pair with someone who left needs no one's attention. */
function correlations(
  netPnls: NetPnls,
  sessions: readonly string[],
  limits: readonly RiskLimit[],
): DeskRisk['correlations'] {
  const traders = limits.flatMap(({ trader }) => {
    const days = netPnls.get(trader);
    return days === undefined
      ? []
      : [{ trader, netPnl: sessions.map((session) => days.get(session) ?? null) }];
  });
  return { ...correlationsOf(traders), traders: traders.map(({ trader }) => trader) };
}
