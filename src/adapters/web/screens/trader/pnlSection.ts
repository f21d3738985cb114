import type { DayKind } from '../../../../domain/outcome/classifiedDay.ts';
import { clockOfDay } from '../../../../domain/report/clockOfDay.ts';
import { shortDay } from '../../../../domain/text/dates.ts';
import { limitDollars, pnlDollars } from '../../../../domain/text/money.ts';
import { count } from '../../../../domain/text/words.ts';
import type { TraderHistory, TraderSession } from '../../../../ports/screens/traderHistories.ts';
import { details, numbers, paragraph, prose, section, table, words } from '../../pages/blocks.ts';
import type { Section } from '../../pages/document.ts';
import { figure } from '../../pages/drawing.ts';
import { sessionChart } from './sessionChart.ts';

const ANSWERS = new Set(['applied', 'different', 'not-applied', 'set', 'readback']);

/** What each kind of day means for the limit. */
const kinds: Readonly<Record<DayKind, string>> = {
  stopped: 'stopped at it',
  ignored: 'reached it and went on',
  unclear: 'unclear',
  'not-reached': 'not reached',
  free: '',
};

/** Net P&L of each session with the limit in force, and where the limit was reached or answered. */
export function pnlSection({ sessions, events, baseLimit }: TraderHistory): Section {
  const traded = sessions.filter(({ day }) => day !== null);
  if (traded.length === 0)
    return section('pnl', 'P&L and limit', paragraph('The trader did not trade in the last 120 sessions.'));
  const answered = new Set(events.filter(({ kind }) => ANSWERS.has(kind)).map((event) => event.sessionDate));
  const loss = (limit: number | null) => (limit === null ? null : -limit);
  const markWhere = (isMarked: (each: TraderSession) => boolean) =>
    sessions.map((each) => (isMarked(each) ? (loss(each.limit) ?? -baseLimit) : null));
  return section(
    'pnl',
    'P&L and limit',
    figure(
      {
        id: 'pnl-chart',
        title: 'Net P&L by session, with the limit in force',
        description: `Bars over ${count(sessions.length, 'session')}, and the limit as a line below 0. ${summary(sessions)}`,
        caption: `Line: the limit in force during the session${hasUnknown(sessions) ? '; a gap where it is unknown' : ''}. Triangle: stopped at the limit. Diamond: reached it and went on. Circle: a limit was answered or stated. ${summary(sessions)}`,
      },
      280,
      (size) =>
        sessionChart(
          {
            sessions: sessions.map(({ sessionDate }) => sessionDate),
            bars: sessions.map(({ day }) => day?.netPnl ?? null),
            line: { name: 'limit', values: sessions.map(({ limit }) => loss(limit)) },
            marks: [
              {
                name: 'answered',
                symbol: 'circle',
                colour: 'muted',
                values: markWhere(({ sessionDate }) => answered.has(sessionDate)),
              },
              {
                name: 'stopped',
                symbol: 'triangle',
                colour: 'ink',
                values: markWhere(({ kind }) => kind === 'stopped'),
              },
              {
                name: 'went on',
                symbol: 'diamond',
                colour: 'bad',
                values: markWhere(({ kind }) => kind === 'ignored'),
              },
            ],
          },
          size,
        ),
    ),
    details('The numbers: every session that was traded', sessionTable(traded)),
  );
}

function hasUnknown(sessions: readonly TraderSession[]): boolean {
  return sessions.some(({ limit }) => limit === null);
}

function summary(sessions: readonly TraderSession[]): string {
  const traded = sessions.filter(({ day }) => day !== null).length;
  const having = (kind: DayKind) => sessions.filter((each) => each.kind === kind).length;
  return `Traded on ${traded} of ${sessions.length} sessions; stopped on ${having('stopped')}, went on past the limit on ${having('ignored')}.`;
}

function sessionTable(traded: readonly TraderSession[]) {
  return table(
    'Net P&L, limit in force, and what the limit did',
    [...words('Session'), ...numbers('Net P&L', 'Limit', 'Lowest point', 'Trades'), ...prose('Limit')],
    traded
      .toReversed()
      .map(({ sessionDate, day, limit, kind, reachedSecond }) => [
        shortDay(sessionDate),
        { text: pnlDollars(day?.netPnl ?? 0), ...((day?.netPnl ?? 0) < 0 ? { tone: 'bad' as const } : {}) },
        limit === null ? 'unknown' : limitDollars(limit),
        day?.worstRunningPnl == null ? 'n/a' : pnlDollars(day.worstRunningPnl),
        String(day?.roundTrips ?? 0),
        reachedSecond === null ? kinds[kind] : `${kinds[kind]} at ${clockOfDay(reachedSecond)}`,
      ]),
  );
}
