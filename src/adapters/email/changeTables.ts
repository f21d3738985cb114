import type { ChangeGroupView, ChangeView } from '../../domain/report/changeViews.ts';
import { type MailColumn, mailTable, TEXT_WIDTH } from './textTable.ts';
import { wrapText } from './wrapText.ts';

const INDENT = '    ';

/** The limits to key in, a heading for each kind: one line with the figures, then the reasons. */
export function changeTables(groups: readonly ChangeGroupView[]): string {
  return groups
    .map(({ title, rows }) => [title.toUpperCase(), ...rows.map(changeLines)].join('\n'))
    .join('\n\n');
}

/** The links of changes that stand without their reasons, each below the name of its trader. */
export function furtherAnswerList(changes: readonly ChangeView[]): string {
  return changes.map(({ trader, answerUrl }) => `${trader}\n${answerUrl}`).join('\n');
}

/** The changes that stand without their reasons. */
export function furtherChangeTable(changes: readonly ChangeView[]): string {
  return mailTable(
    FURTHER_COLUMNS,
    changes.map(({ trader, inForce, target, sign }) => [trader, inForce, `→ ${target} ${sign}`]),
  );
}

const FURTHER_COLUMNS: readonly MailColumn[] = [
  { head: 'Trader', width: 42 },
  { head: 'In force', width: 16, align: 'right' },
  { head: 'New limit', width: 20, align: 'right' },
];

function changeLines(change: ChangeView): string {
  const { trader, desk, inForce, target, sign, base, reason, record, notUsed, answerUrl } = change;
  return [
    ...wrapText(`${trader}  ${inForce} → ${target} ${sign}  ${desk}`.trim(), TEXT_WIDTH).split('\n'),
    ...[reason, base, record, notUsed]
      .filter((part) => part !== '')
      .flatMap((part) => wrapText(part, TEXT_WIDTH - INDENT.length).split('\n'))
      .map((line) => `${INDENT}${line}`),
    ...(answerUrl === '' ? [] : [answerUrl]),
  ].join('\n');
}
