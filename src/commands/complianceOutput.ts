import type { Output } from '../adapters/terminal/output.ts';
import { textTable } from '../adapters/terminal/table.ts';
import { type ComplianceReport, PURPOSE } from '../domain/compliance/complianceReport.ts';
import { gradeWords } from '../domain/report/compliance/complianceWords.ts';
import { shownSentence } from '../domain/text/outsideText.ts';
import { count } from '../domain/text/words.ts';

/** Findings on a terminal; the files have all of them. */
const MOST_FINDINGS = 40;

/** Prints the report in short: it opens and closes with the head of the trail. */
export function printCompliance(output: Output, report: ComplianceReport, files: readonly string[]): void {
  const { from, to, grade, changes, exceptions, statement, lineage } = report;
  const { due, mailed } = statement.mornings;
  output.line(`Compliance report, ${from} to ${to}: ${gradeWords[grade]}`);
  output.line(PURPOSE);
  output.line(headLine(report));
  printFindings(output, report);
  output.line(
    `${count(due, 'morning')} due, ${mailed} mailed; ${count(changes.length, 'change')} of limits, ${count(exceptions.length, 'exception')}.`,
  );
  if (lineage.notRecorded.length > 0)
    output.line(`Facts of the desk are not recorded for ${count(lineage.notRecorded.length, 'session')}.`);
  for (const file of files) output.line(`Written: ${file}`);
  output.line(headLine(report));
}

function headLine({ head }: ComplianceReport): string {
  return `The audit trail holds: ${count(head.sequence, 'entry', 'entries')} verified, head ${head.hash}.`;
}

function printFindings(output: Output, { findings }: ComplianceReport): void {
  if (findings.length === 0) return;
  const shown = findings.slice(0, MOST_FINDINGS);
  output.line(
    textTable(
      [
        { head: 'GRADE' },
        { head: 'FINDING' },
        { head: 'SESSION' },
        { head: 'WHAT', width: 80 },
        { head: 'ENTRIES', width: 24 },
      ],
      shown.map(({ id, grade, session, text, entries }) => [
        grade,
        id,
        session ?? '',
        shownSentence(text),
        entries.join(' '),
      ]),
    ),
  );
  if (findings.length > shown.length)
    output.line(`${count(findings.length - shown.length, 'more finding')}: see --json or --out.`);
}
