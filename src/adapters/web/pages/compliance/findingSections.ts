import { type ComplianceReport, PURPOSE } from '../../../../domain/compliance/complianceReport.ts';
import { findingRules } from '../../../../domain/compliance/findings/findingRegistry.ts';
import type { Finding, FindingGrade } from '../../../../domain/compliance/findings/findingRule.ts';
import { gradeWords } from '../../../../domain/report/compliance/complianceWords.ts';
import { capitalised, cleanLine } from '../../../../domain/text/outsideText.ts';
import { count } from '../../../../domain/text/words.ts';
import { type CellContent, numbers, paragraph, prose, section, table, words } from '../blocks.ts';
import type { Block, Section, Tone } from '../document.ts';
import { moreRows } from './moreRows.ts';

/** Rows that fit on the second sheet of paper, next to the changes of limits. */
const MOST_FINDINGS = 20;
const MOST_ENTRIES = 6;

const TONES: Readonly<Record<ComplianceReport['grade'], Tone>> = {
  compliant: 'good',
  minor: 'open',
  major: 'bad',
};

/** What was found, in one sentence, and what the report was made from. */
export function resultSection(report: ComplianceReport): Section {
  return section('result', 'Result', ...resultBlocks(report));
}

export function resultBlocks(report: ComplianceReport): readonly Block[] {
  const { grade, findings, statement } = report;
  const { due, mailed } = statement.mornings;
  return [
    {
      kind: 'verdicts',
      verdicts: [
        {
          question: 'What did the rules find in this period?',
          answer: capitalised(gradeWords[grade]),
          evidence: `${count(findings.length, 'finding')}, ${findings.filter(isMajor).length} of them major. ${count(due, 'morning')} due, ${mailed} mailed.`,
          tone: TONES[grade],
        },
      ],
    },
    paragraph(PURPOSE),
    headParagraph(report),
  ];
}

/** The report opens and closes with it. */
export function headParagraph({ head }: ComplianceReport): Block {
  return paragraph(
    `Made from the audit trail alone. Each of its ${count(head.sequence, 'entry', 'entries')} was verified; the last one has the hash ${head.hash}.`,
  );
}

/** Every rule with its threshold, and how often it found something. */
export function rulesSection({ findings }: ComplianceReport): Section {
  return section(
    'rules',
    'What was looked for',
    table(
      'Rules of the report',
      [...prose('Rule', 'Threshold'), ...words('Grade'), ...numbers('Found')],
      findingRules.map(({ id, title, threshold, grade }) => [
        title,
        capitalised(threshold),
        grade,
        foundCell(findings.filter((finding) => finding.id === id).length, grade),
      ]),
    ),
  );
}

/** Each finding with its entries, the major ones first. */
export function findingsSection(report: ComplianceReport): Section {
  const blocks = findingTable(report);
  const nothing = [paragraph('The rules found nothing in this period.')];
  return {
    ...section('findings', 'Findings', ...(blocks.length === 0 ? nothing : blocks)),
    startsPage: true,
  };
}

/** The table of findings; empty where there are none. */
export function findingTable({ findings: found }: ComplianceReport): readonly Block[] {
  const findings = [...found.filter(isMajor), ...found.filter((finding) => !isMajor(finding))];
  if (findings.length === 0) return [];
  return [
    table(
      'Findings, the major ones first',
      [...words('Session', 'Grade'), ...prose('What was found', 'Entries of the trail')],
      findings
        .slice(0, MOST_FINDINGS)
        .map(({ grade, session, text, entries }) => [
          session ?? 'the period',
          grade,
          cleanLine(text),
          entryWords(entries),
        ]),
    ),
    ...moreRows(findings.length - MOST_FINDINGS, 'finding'),
  ];
}

/** Sequence numbers, the first ones where there are many. */
export function entryWords(entries: readonly number[]): string {
  if (entries.length === 0) return 'none recorded';
  const shown = entries.slice(0, MOST_ENTRIES).join(', ');
  return entries.length > MOST_ENTRIES ? `${shown} and ${entries.length - MOST_ENTRIES} more` : shown;
}

function foundCell(found: number, grade: FindingGrade): CellContent {
  if (found === 0) return '0';
  return { text: String(found), tone: grade === 'major' ? 'bad' : 'open' };
}

function isMajor({ grade }: Finding): boolean {
  return grade === 'major';
}
