import type { LimitEvent } from '../../../domain/limits/limitEvent.ts';
import type { Override } from '../../../domain/limits/override.ts';
import { overrideStatus } from '../../../domain/limits/override.ts';
import { reportDocument, toCents, traderDocument } from '../../../domain/report/morningDocument.ts';
import { limitNumber } from '../../../domain/text/money.ts';
import type { DeskTrader, MorningRecord, TraderDayRecord } from '../../../ports/deskRecords.ts';
import type { OutboxEntry } from '../../../ports/outbox.ts';
import type { UnconfirmedAnswer } from '../../../ports/unconfirmedAnswers.ts';

/** A stored morning as the API returns it. */
export function morningOf(record: MorningRecord, includesIndicators: boolean) {
  const { sessionDate, ...report } = reportDocument(record.report);
  return {
    sessionDate,
    revision: record.report.revision ?? 0,
    decidedAt: record.decidedAt.toISOString(),
    ...report,
    traders: includesIndicators ? report.traders : report.traders.map(withoutIndicators),
    answers: record.answers.map(answerOf),
    unconfirmed: record.unconfirmed.map(unconfirmedOf),
    delivery: deliveryOf(record.mails),
  };
}

function withoutIndicators({ indicators: _, ...trader }: ReturnType<typeof traderDocument>) {
  return trader;
}

/** One trader of a morning with the evidence; null: the morning did not decide for the trader. */
export function traderMorningOf({ report, decidedAt, answers, unconfirmed }: MorningRecord, trader: string) {
  const isOwn = (each: { readonly trader?: string | null }) => each.trader === trader;
  const decision = report.decisions.find(isOwn);
  if (decision === undefined) return null;
  const pnl = report.traderPnl?.find(isOwn);
  return {
    sessionDate: report.sessionDate,
    revision: report.revision ?? 0,
    decidedAt: decidedAt.toISOString(),
    trader: traderDocument(decision),
    accounts: report.accounts?.find(isOwn)?.accounts ?? [],
    pnl:
      pnl === undefined
        ? null
        : {
            yesterday: centsOrNull(pnl.yesterday),
            fiveSessions: toCents(pnl.fiveSessions),
            monthToDate: toCents(pnl.monthToDate),
          },
    history: (report.histories.find(isOwn)?.sessions ?? []).map((session) => ({
      sessionDate: session.sessionDate,
      netPnl: toCents(session.netPnl),
      limitInForce: limitOrNull(session.limitInForce ?? null),
    })),
    alerts: report.alerts.filter(isOwn),
    answers: answers.filter(isOwn).map(answerOf),
    unconfirmed: unconfirmed.filter(isOwn).map(unconfirmedOf),
  };
}

function answerOf({ trader, kind, dollars, reason, by, recordedAt, through, revision }: LimitEvent) {
  const at = recordedAt.toISOString();
  return { trader, answer: kind, dollars: limitOrNull(dollars), reason, by, at, through, revision };
}

function unconfirmedOf({ trader, answer, revision, by, at, because }: UnconfirmedAnswer) {
  return {
    trader,
    answer: answer.kind,
    dollars: answer.kind === 'different' ? limitNumber(answer.dollars) : null,
    reason: answer.kind === 'not-applied' ? answer.reason : null,
    by,
    at: at.toISOString(),
    through: 'link',
    revision,
    because,
  };
}

/** The same three words as in `morning --json`. */
function deliveryOf(mails: readonly OutboxEntry[]) {
  const isLate = mails.length === 0 || mails.some(({ status }) => status === 'expired');
  const isSent = mails.some(({ status }) => status === 'sent');
  return {
    status: isSent ? ('sent' as const) : isLate ? ('late' as const) : ('queued' as const),
    recipients: mails.map(({ recipient, status, messageId }) => ({ address: recipient, status, messageId })),
  };
}

/** One row of the roster with the limit in force. */
export function deskTraderOf({ entry, baseLimit, inForce }: DeskTrader) {
  return {
    trader: entry.trader,
    desk: entry.desk,
    active: entry.active,
    accounts: [...entry.accounts],
    baseLimit: limitNumber(baseLimit),
    riskCapital: centsOrNull(entry.riskCapital),
    limitInForce: limitOrNull(inForce?.dollars ?? null),
    source: inForce?.source ?? null,
    since: inForce?.since ?? null,
    by: inForce?.by ?? null,
  };
}

/** One trader-day. */
export function traderDayOf({ day, limit }: TraderDayRecord) {
  return {
    sessionDate: day.sessionDate,
    netPnl: toCents(day.netPnl),
    grossPnl: toCents(day.grossPnl),
    fees: toCents(day.fees),
    limitInForce: limitOrNull(limit.dollars),
    limitSource: limit.source,
    fills: day.fills,
    orders: day.orders,
    roundTrips: day.roundTrips,
    winningTrips: day.winningTrips,
    losingTrips: day.losingTrips,
    grossWin: toCents(day.grossWin),
    grossLoss: toCents(day.grossLoss),
    largestTripLoss: toCents(day.largestTripLoss),
    shares: Math.round(day.shares * 1e6) / 1e6,
    notional: toCents(day.notional),
    symbols: day.symbols,
    overnightNotional: toCents(day.overnightNotional),
    firstFillSecond: day.firstFillSecond,
    lastFillSecond: day.lastFillSecond,
    bestRunningPnl: centsOrNull(day.bestRunningPnl),
    worstRunningPnl: centsOrNull(day.worstRunningPnl),
    giveBack: centsOrNull(day.giveBack),
  };
}

/** An override on the morning of a session. */
export function overrideOf({ dollars, baseLimit, recommended, at, ...rest }: Override, dueSession: string) {
  return {
    ...rest,
    dollars: limitNumber(dollars),
    baseLimit: limitNumber(baseLimit),
    recommended: limitOrNull(recommended),
    at: at.toISOString(),
    status: overrideStatus({ dollars, baseLimit, recommended, at, ...rest }, dueSession),
  };
}

function limitOrNull(dollars: number | null): number | null {
  return dollars === null ? null : limitNumber(dollars);
}

function centsOrNull(dollars: number | null): number | null {
  return dollars === null ? null : toCents(dollars);
}
