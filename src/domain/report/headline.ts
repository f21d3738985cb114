import { shortDay } from '../text/dates.ts';
import { limitDollars, signedDollars } from '../text/money.ts';
import { shortName } from '../text/outsideText.ts';
import { count } from '../text/words.ts';
import { switchClause } from './cutSwitch.ts';
import { decidedBy } from './engineWords.ts';
import { changeCount, groupByChange, type LimitGroups, lineOf } from './limitLines.ts';
import { inForceWords } from './limitWords.ts';
import { groupDecisions } from './order.ts';
import type { MorningReport } from './report.ts';

const PREHEADER_LONGEST = 90;
const PREHEADER_NAME_LENGTH = 24;

type Decided = Pick<MorningReport, 'decisions'>;

/**
 * `[Risk] Mon 30 Nov: change 3 of 14 limits (1 lower, 2 back up)`, or `… no changes, 7 of 14 stay cut`, then
 * what the reader has to know before opening the mail.
 */
export function subjectLine(report: MorningReport): string {
  return [`[Risk] ${shortDay(report.sessionDate)}: ${changeClause(report)}`, ...subjectExtras(report)].join(
    ', ',
  );
}

/** `change 3 of 14 limits (1 lower, 2 back up)`, `no changes, 7 of 14 stay cut`, `no changes, no cuts`. */
export function changeClause({ decisions }: Decided): string {
  const groups = groupByChange(decisions);
  const changes = changeCount(groups);
  if (changes === 0) return `no changes, ${staysClause(groups, decisions.length)}`;
  return groups.set.length === decisions.length && changes > 1
    ? `set all ${changes} limits (in force unknown)`
    : `change ${changes} of ${count(decisions.length, 'limit')} (${kindsOfChange(groups).join(', ')})`;
}

/** The heading: `Change 3 of 14 limits`. */
export function headline(report: MorningReport): string {
  const stale = report.stale === true ? 'STALE: ' : '';
  return `${stale}${headlineWords(report)}`;
}

function headlineWords({ decisions, engine }: MorningReport): string {
  const groups = groupByChange(decisions);
  const changes = changeCount(groups);
  const all = count(decisions.length, 'limit');
  if (changes > 1 && groups.set.length === decisions.length) return `Set all ${all}`;
  if (changes > 0) return `Change ${changes} of ${all}`;
  return engine === 'none'
    ? 'No engine could decide: no changes'
    : `No changes, ${staysClause(groups, decisions.length)}`;
}

/** `1 lower`, `2 back up`, `3 to set`, those without a case left out. */
export function kindsOfChange({ lower, raise, set }: LimitGroups): readonly string[] {
  return [
    ...(lower.length > 0 ? [`${lower.length} lower`] : []),
    ...(raise.length > 0 ? [`${raise.length} back up`] : []),
    ...(set.length > 0 ? [`${set.length} to set`] : []),
  ];
}

function staysClause({ stayCut }: LimitGroups, traders: number): string {
  return stayCut.length === 0 ? 'no cuts' : `${stayCut.length} of ${traders} stay cut`;
}

/** The preview line below the subject: 40-90 characters that the subject does not contain. */
export function preheader(report: MorningReport): string {
  const closing = `Data through ${shortDay(report.dataThrough)}.`;
  const withheld = groupDecisions(report).withheld.length;
  const optional = [
    ...(withheld > 0 ? [`${withheld} withheld.`] : []),
    ...(report.deskPnl === undefined ? [] : [`Desk ${signedDollars(report.deskPnl.yesterday)}.`]),
    decidedBy(report).split('. ', 1)[0]?.replace(/\.?$/, '.') ?? '',
  ];
  const opening = [
    ...(report.source === 'demo' ? ['DEMO DATA.'] : []),
    ...(report.stale === true ? ['STALE.'] : []),
    firstChange(report),
  ];
  return fillLine(opening, optional, closing).join(' ');
}

function subjectExtras(report: MorningReport): readonly string[] {
  const { withheld } = groupDecisions(report);
  const switched = switchClause(report);
  return [
    ...(switched === '' ? [] : [switched]),
    ...(withheld.length > 0 ? [`${withheld.length} withheld`] : []),
    ...(report.stale === true ? ['STALE'] : []),
    ...(report.source === 'demo' ? ['demo data'] : []),
  ];
}

function firstChange({ decisions }: MorningReport): string {
  const groups = groupByChange(decisions);
  const [first] = [...groups.lower, ...groups.set, ...groups.raise];
  if (first === undefined) return `${count(decisions.length, 'limit')} as they are.`;
  const line = lineOf(first);
  const name = shortName(first.trader, PREHEADER_NAME_LENGTH);
  return `${name} ${inForceWords(line)} → ${limitDollars(line.target)}.`;
}

/** The opening and the closing, and between them the optional parts that fit, in order. */
function fillLine(
  opening: readonly string[],
  optional: readonly string[],
  closing: string,
): readonly string[] {
  const middle: string[] = [];
  for (const part of optional) {
    if ([...opening, ...middle, part, closing].join(' ').length <= PREHEADER_LONGEST) middle.push(part);
  }
  return [...opening, ...middle, closing];
}
