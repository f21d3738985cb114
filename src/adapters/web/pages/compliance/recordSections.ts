import type { ComplianceReport } from '../../../../domain/compliance/complianceReport.ts';
import { counted } from '../../../../domain/report/backtestWords.ts';
import { capitalised, cleanLine, shownName } from '../../../../domain/text/outsideText.ts';
import { count } from '../../../../domain/text/words.ts';
import { numbers, paragraph, prose, section, table, words } from '../blocks.ts';
import type { Block, Section } from '../document.ts';
import { entryWords, headParagraph } from './findingSections.ts';
import { moreRows } from './moreRows.ts';

/** Rows of each table that fit on the third sheet of paper. */
const MOST_EXCEPTIONS = 10;
const MOST_DATA_CHANGES = 5;
const MOST_CONTROL_CHANGES = 5;

/** Departures from the usual course that the rules allow. */
export function exceptionsSection({ exceptions }: ComplianceReport): Section {
  const blocks: readonly Block[] =
    exceptions.length === 0
      ? [paragraph('No exception was made in this period.')]
      : [
          table(
            'Exceptions, in the order of the trail',
            [...words('Session', 'Trader', 'Kind', 'By'), ...prose('What and why'), ...words('Entries')],
            exceptions
              .slice(0, MOST_EXCEPTIONS)
              .map(({ session, trader, kind, who, text, entries }) => [
                session ?? 'the period',
                trader === null ? 'the desk' : shownName(trader),
                kind,
                shownName(who),
                cleanLine(text),
                entryWords(entries),
              ]),
          ),
          ...moreRows(exceptions.length - MOST_EXCEPTIONS, 'exception'),
        ];
  return { ...section('exceptions', 'Exceptions', ...blocks), startsPage: true };
}

/** Where the figures came from, and who changed data. */
export function lineageSection({ lineage }: ComplianceReport): Section {
  const { sessions, changes } = lineage;
  const sum = (of: (session: (typeof sessions)[number]) => number) =>
    sessions.reduce((total, session) => total + of(session), 0);
  const revised = new Set(sessions.flatMap(({ revisedSessions }) => revisedSessions));
  const missing = new Set(sessions.flatMap(({ missingSessions }) => missingSessions));
  const sources = [...new Set(sessions.map(({ source }) => source))].sort().join(', ');
  return section(
    'lineage',
    'Data lineage',
    paragraph(
      sessions.length === 0
        ? 'The data of the mornings of this period are not recorded.'
        : `${count(sessions.length, 'morning')} with ${counted(
            sum(({ fills }) => fills),
            'fill',
          )} of the sessions before, from ${sources}. ${counted(
            sum(({ compared }) => compared),
            'trader-day',
          )} compared with the totals of the source, ${sum(({ untied }) => untied)} of them differed. ${count(
            sum(({ rejectedRows }) => rejectedRows),
            'row',
          )} could not be read. ${count(revised.size, 'earlier session')} corrected later, ${count(missing.size, 'session')} missing.`,
    ),
    ...(changes.length === 0
      ? [paragraph('No file was imported, no correction made and no backup restored.')]
      : [
          table(
            'Files, corrections and restores',
            [...words('Time', 'Kind'), ...prose('What'), ...words('By'), ...numbers('Entry')],
            changes
              .slice(0, MOST_DATA_CHANGES)
              .map(({ time, kind, what, who, entry }) => [
                minuteOf(time),
                kind,
                cleanLine(what),
                nameOf(who),
                String(entry),
              ]),
          ),
          ...moreRows(changes.length - MOST_DATA_CHANGES, 'change'),
        ]),
  );
}

/** Who changed the roster and the keys; last comes the head of the trail again. */
export function controlChangesSection(report: ComplianceReport): Section {
  const { changes } = report.statement;
  return section(
    'control-changes',
    'Roster and keys',
    ...(changes.length === 0
      ? [paragraph('Roster and keys did not change.')]
      : [
          table(
            'Changes of roster and keys',
            [...words('Time', 'Subject'), ...prose('What'), ...words('By'), ...numbers('Entry')],
            changes
              .slice(0, MOST_CONTROL_CHANGES)
              .map(({ time, subject, what, who, entry }) => [
                minuteOf(time),
                shownName(subject),
                capitalised(cleanLine(what)),
                nameOf(who),
                String(entry),
              ]),
          ),
          ...moreRows(changes.length - MOST_CONTROL_CHANGES, 'change'),
        ]),
    headParagraph(report),
  );
}

/** 2026-03-03 12:40 UTC. */
function minuteOf(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`;
}

function nameOf(who: string | null): string {
  return who === null ? 'not recorded' : shownName(who);
}
