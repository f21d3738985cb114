import type { Output } from '../adapters/terminal/output.ts';
import { textTable } from '../adapters/terminal/table.ts';
import { isCritical } from '../domain/decision/criticalAlerts.ts';
import type { Decision } from '../domain/decision/decision.ts';
import { confidenceWord } from '../domain/engines/proposal.ts';
import { groupDecisions } from '../domain/report/order.ts';
import { notProvenOf, notProvenWords, settleWords } from '../domain/report/proofReport.ts';
import type { Alert, MorningReport } from '../domain/report/report.ts';
import { warningNames } from '../domain/report/signs.ts';
import { watchSigns } from '../domain/report/traderViews.ts';
import { longDay } from '../domain/text/dates.ts';
import { limitDollars } from '../domain/text/money.ts';
import { cleanLine, shownName, shownSentence } from '../domain/text/outsideText.ts';
import { count, reductionWords } from '../domain/text/words.ts';
import type { CompletedMorning } from '../pipeline/morning.ts';
import type { MorningOutcome } from '../pipeline/outcome.ts';
import type { OutboxEntry } from '../ports/outbox.ts';
import { platformFilesLines } from './platformFilesText.ts';

/**
 * Prints a morning on the terminal: first the cuts, then the traders to watch, then alerts and data quality.
 */
export function printMorning(output: Output, result: CompletedMorning): void {
  const { report } = result;
  const { cuts, reviews, withheld, watched, quiet } = groupDecisions(report);
  output.line(`Morning of ${longDay(report.sessionDate)} · data through ${longDay(report.dataThrough)}`);
  output.line(
    `Source: ${sourceWords[report.source]} · engine: ${report.engine}${report.engineReason === '' ? '' : ` (${report.engineReason})`}`,
  );
  list(output, 'Critical', report.alerts.filter(isCritical).map(alertWords));
  section(
    output,
    `${count(cuts.length, 'cut')} of ${count(report.decisions.length, 'trader')}`,
    cuts.length > 0 ? decisionTable(cuts) : null,
  );
  if (reviews.length > 0) section(output, 'Decide by hand: too little history', decisionTable(reviews));
  if (withheld.length > 0)
    section(output, 'Withheld, neither cut nor raised: P&L not proven', decisionTable(withheld));
  if (watched.length > 0)
    section(
      output,
      'Watch',
      decisionTable(watched, (decision) => watchSigns(decision).join('; ')),
    );
  if (quiet.length > 0) output.line(`\n${count(quiet.length, 'limit')} unchanged, nothing to report.`);
  list(output, 'Alerts', report.alerts.filter((alert) => !isCritical(alert)).map(alertWords));
  list(
    output,
    'Data quality',
    report.dataQuality.map(({ text }) => text),
  );
  const files = platformFilesLines(report.platformFiles ?? []);
  if (files.length > 0) output.line(`\n${files.join('\n')}`);
  output.line(`\n${deliveryWords(result)}`);
}

const sourceWords: Readonly<Record<MorningReport['source'], string>> = {
  propreports: 'PropReports',
  csv: 'imported fills',
  demo: 'the demo desk (set API_URL, or import fills, for your own)',
};

function decisionTable(
  decisions: readonly Decision[],
  wordsOf: (decision: Decision) => string = why,
): string {
  return textTable(
    [
      { head: 'TRADER' },
      { head: 'LIMIT', align: 'right' },
      { head: '', align: 'right' },
      { head: 'REASON', width: 58 },
      { head: 'CONFIDENCE' },
    ],
    decisions.map((decision) => [
      shownName(decision.trader),
      limits(decision),
      decision.action === 'cut' ? reductionWords(decision.reductionPct) : '',
      wordsOf(decision),
      confidenceWord(decision.confidence),
    ]),
  );
}

function limits({ baseLimit, newLimit, action }: Decision): string {
  return newLimit < baseLimit || action === 'cut'
    ? `${limitDollars(baseLimit)} → ${limitDollars(newLimit)}`
    : limitDollars(baseLimit);
}

function why(decision: Decision): string {
  const reasons = decision.reasons.map(({ text }) => text);
  if (decision.action === 'review')
    reasons.unshift(`only ${count(decision.activeSessions, 'session')} known`);
  const doubts = notProvenOf(decision);
  if (decision.action === 'withheld')
    reasons.unshift(
      decision.unreconciledBecause ?? '',
      `the engine asked for ${reductionWords(decision.proposedReductionPct)}`,
    );
  if (doubts.length > 0) reasons.unshift(notProvenWords(doubts), settleWords(decision));
  if (decision.warnings.length > 0) reasons.push(`signs: ${warningNames(decision)}`);
  return reasons
    .filter((reason) => reason !== '')
    .map(cleanLine)
    .join('; ');
}

function alertWords({ trader, text }: Alert): string {
  return trader === undefined ? text : `${shownName(trader)}: ${text}`;
}

function section(output: Output, title: string, body: string | null): void {
  output.line(`\n${title}`);
  if (body !== null) output.line(body);
}

function list(output: Output, title: string, lines: readonly string[]): void {
  if (lines.length > 0) section(output, title, lines.map((line) => `  · ${shownSentence(line)}`).join('\n'));
}

function deliveryWords({ outcome, delivery: { files, recipients } }: CompletedMorning): string {
  if (files)
    return `Dry run, nothing sent. The mail:\n  ${[files.html, files.text, files.eml, files.limits].join('\n  ')}`;
  const each = recipients.map(
    ({ recipient, status, response }) => `${recipient}: ${status}${response ? ` (${response})` : ''}`,
  );
  return [...outcomeWords(outcome), ...each, ...recipients.flatMap(lostAnswerWords)].join('\n');
}

/** Explains a mail for which the answer of the server was lost: its status alone does not. */
function lostAnswerWords({ recipient, status, ambiguousTries }: OutboxEntry): readonly string[] {
  if (status === 'ambiguous')
    return [
      `It is not known whether ${recipient} has the mail. Ask, and forward it if not. It is not sent again, so that it does not arrive twice.`,
    ];
  if (status === 'sent' && ambiguousTries > 0)
    return [
      `${recipient} may have the same mail twice: the answer of the server to an earlier attempt was lost.`,
    ];
  return [];
}

function outcomeWords(outcome: MorningOutcome): readonly string[] {
  if (outcome === 'already-mailed')
    return ['An earlier run mailed this morning, as listed: nothing was sent again.'];
  if (outcome === 'late')
    return [
      'The deadline has passed and nothing was sent. Keep the limits of the previous session, or use --force.',
    ];
  return [];
}
