import { isIsoDate } from '../../domain/session/isoDate.ts';
import { type Answer, accountsAnswer, fillsAnswer, totalsAnswer } from './answers.ts';
import type { DemoDesk } from './demoDesk.ts';
import type { DemoTrader } from './simulation/traders.ts';

/** The group of all accounts. */
export const ALL_ACCOUNTS = '-2';

/** Which requests for the group of all accounts the server supports; versions of PropReports differ. */
export interface GroupSupport {
  readonly fills: boolean;
  /** named: each account's days below its name · unnamed: days without account names · refused: an error */
  readonly reports: 'named' | 'unnamed' | 'refused';
}

/** An error that PropReports reports as HTTP 500 with this message as body. */
export class RequestError extends Error {}

/**
 * Answers the actions accounts, fills and report (totalsByDate).
 * @throws RequestError when a parameter is missing or unknown.
 */
export function answerAction(desk: DemoDesk, parameters: URLSearchParams, groups: GroupSupport): Answer {
  const action = parameters.get('action');
  if (action === 'accounts') {
    required(parameters, 'groupId');
    return accountsAnswer(desk);
  }
  if (action === 'fills') return answerFills(desk, parameters, groups);
  if (action === 'report') return answerReport(desk, parameters, groups);
  throw new RequestError('Unknown action.');
}

function answerFills(desk: DemoDesk, parameters: URLSearchParams, groups: GroupSupport): Answer {
  const within = range(parameters);
  const trader = chosenTrader(desk, parameters);
  if (trader === null && !groups.fills)
    throw new RequestError('Fills are not available by group. Please specify accountId.');
  const ids = new Map([...desk.attendance.keys()].map((each) => [each.account, each.accountId]));
  const fills = desk.fills.filter(
    (fill) => within(fill.sessionDate) && (trader === null || fill.execution.account === trader.account),
  );
  return fillsAnswer(fills, (account) => ids.get(account) ?? 0);
}

function answerReport(desk: DemoDesk, parameters: URLSearchParams, groups: GroupSupport): Answer {
  if (required(parameters, 'type') !== 'totalsByDate') throw new RequestError('Unknown report type.');
  const within = range(parameters);
  const trader = chosenTrader(desk, parameters);
  if (trader === null && groups.reports === 'refused')
    throw new RequestError('This report is not available by group. Please specify accountId.');
  const days = desk.days.filter(
    (day) => within(day.sessionDate) && (trader === null || day.trader === trader),
  );
  return totalsAnswer(days, trader === null && groups.reports === 'named' ? 'named' : 'unnamed');
}

/** The trader of the request; null for the whole desk. */
function chosenTrader(desk: DemoDesk, parameters: URLSearchParams): DemoTrader | null {
  const accountId = parameters.get('accountId');
  if (accountId === null) {
    if (required(parameters, 'groupId') !== ALL_ACCOUNTS) throw new RequestError('Unknown group.');
    return null;
  }
  const trader = [...desk.attendance.keys()].find((each) => String(each.accountId) === accountId);
  if (trader === undefined) throw new RequestError('Unknown account.');
  return trader;
}

function range(parameters: URLSearchParams): (date: string) => boolean {
  const from = required(parameters, 'startDate');
  const to = required(parameters, 'endDate');
  if (!isIsoDate(from) || !isIsoDate(to)) throw new RequestError('Invalid date. Please use YYYY-MM-DD.');
  if (from > to) throw new RequestError('startDate must not be after endDate.');
  return (date) => date >= from && date <= to;
}

function required(parameters: URLSearchParams, name: string): string {
  const value = parameters.get(name);
  if (value === null || value === '') throw new RequestError(`Missing parameter: ${name}.`);
  return value;
}
