import type { Output } from '../adapters/terminal/output.ts';
import { textTable } from '../adapters/terminal/table.ts';
import { isCritical } from '../domain/decision/criticalAlerts.ts';
import type { Decision } from '../domain/decision/decision.ts';
import { confidenceWord } from '../domain/engines/proposal.ts';
import { groupDecisions } from '../domain/report/order.ts';
import type { Alert, MorningReport } from '../domain/report/report.ts';
import { warningNames, watchSigns } from '../domain/report/viewTraders.ts';
import { longDay } from '../domain/text/dates.ts';
import { limitDollars, limitNumber } from '../domain/text/money.ts';
import { shownName, shownSentence } from '../domain/text/outsideText.ts';
import { count, reductionWords } from '../domain/text/words.ts';
import type { CompletedMorning, MorningResult } from '../pipeline/morning.ts';
import type { MorningOutcome } from '../pipeline/outcome.ts';
import type { HeldByAnother } from '../pipeline/runLease.ts';
import type { OutboxEntry } from '../ports/outbox.ts';
import type { ExitCode, JsonOption } from './commandTable.ts';

/** How a morning ended, for a person or as JSON; says with which exit code. */
export function printResult(output: Output, { json }: JsonOption, result: MorningResult): ExitCode {
  if (result.outcome === 'held-by-another') {
    if (json) output.json(heldDocument(result));
    else printHeld(output, result);
    return 1;
  }
  if (json) output.json(morningDocument(result));
  else printMorning(output, result);
  return isDone(result.outcome) ? 0 : 1;
}

/** A morning that was asked to stop, whose next run goes on where it stopped. */
export function printStopped(output: Output, { json }: JsonOption, sessionDate: string): void {
  if (json) output.json({ sessionDate, outcome: 'stopped' });
  else
    output.line(
      `The morning of ${longDay(sessionDate)} was stopped between two steps, as asked. Run it again to go on from there; no recipient gets a mail twice by that.`,
    );
}

function isDone(outcome: MorningOutcome): boolean {
  return outcome === 'dry-run' || outcome === 'sent' || outcome === 'already-mailed';
}

/** `morning --json`, as architecture fixed it: other tools parse it. */
export function morningDocument({ outcome, report, delivery, durationMs }: CompletedMorning) {
  return {
    sessionDate: report.sessionDate,
    outcome,
    dataThrough: report.dataThrough,
    source: report.source,
    engine: report.engine,
    engineReason: report.engineReason,
    gate: report.gate,
    traders: report.decisions.map((decision) => ({
      trader: decision.trader,
      desk: decision.desk,
      action: decision.action,
      tier: decision.tier,
      baseLimit: limitNumber(decision.baseLimit),
      newLimit: limitNumber(decision.newLimit),
      reductionPct: decision.reductionPct,
      proposedReductionPct: decision.proposedReductionPct,
      confidence: decision.confidence,
      reasons: decision.reasons.map((reason) => reason.text),
      valueAtRisk95: decision.valueAtRisk95,
      largeLossProbability: decision.largeLossProbability,
      warnings: decision.warnings,
      warningEvidence: decision.warningEvidence ?? [],
      reconciled: decision.reconciled,
      activeSessions: decision.activeSessions,
      indicators: decision.indicators,
    })),
    alerts: report.alerts,
    dataQuality: report.dataQuality,
    delivery: {
      status: delivery.status,
      recipients: delivery.recipients.map(({ recipient, status, messageId }) => ({
        address: recipient,
        status,
        messageId,
      })),
      files: delivery.files,
    },
    durationMs,
  };
}

/** The morning for a person at a terminal: the cuts first, then who to look at, then what to know. */
function printMorning(output: Output, result: CompletedMorning): void {
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
  if (withheld.length > 0) section(output, 'Not recommended: P&L does not tie out', decisionTable(withheld));
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
  output.line(`\n${deliveryWords(result)}`);
}

/** A morning that this process did not get: whose it is, and until when. */
function heldDocument({ outcome, sessionDate, holder }: HeldByAnother) {
  return { sessionDate, outcome, holder: { owner: holder.owner, until: holder.until.toISOString() } };
}

function printHeld(output: Output, { sessionDate, holder }: HeldByAnother): void {
  output.line(
    `The morning of ${longDay(sessionDate)} is being run by ${holder.owner} (host:process), which keeps it until ${holder.until.toISOString()} and longer while it works. Nothing was done here.`,
  );
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
  return action === 'cut'
    ? `${limitDollars(baseLimit)} → ${limitDollars(newLimit)}`
    : limitDollars(baseLimit);
}

function why(decision: Decision): string {
  const reasons = decision.reasons.map(({ text }) => text);
  if (decision.action === 'review')
    reasons.unshift(`only ${count(decision.activeSessions, 'session')} known`);
  if (decision.action === 'withheld')
    reasons.unshift(
      decision.unreconciledBecause ?? '',
      `the engine asked for ${reductionWords(decision.proposedReductionPct)}`,
    );
  if (decision.warnings.length > 0) reasons.push(`signs: ${warningNames(decision)}`);
  return reasons
    .filter((reason) => reason !== '')
    .map(shownSentence)
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
  return [...preface(outcome), ...each, ...recipients.flatMap(doubts)].join('\n');
}

/** What a status alone does not say of a mail whose end the server was not heard to confirm. */
function doubts({ recipient, status, ambiguousTries }: OutboxEntry): readonly string[] {
  if (status === 'ambiguous')
    return [
      `It is not known whether ${recipient} has the mail: ask, and pass it on if not. Nothing tries it again, lest it come twice.`,
    ];
  if (status === 'sent' && ambiguousTries > 0)
    return [
      `${recipient} may have the mail twice, the same both times: an earlier try ended before the server's answer was heard.`,
    ];
  return [];
}

function preface(outcome: MorningOutcome): readonly string[] {
  if (outcome === 'already-mailed')
    return ['Already mailed, as above, by an earlier run: nothing was sent again.'];
  if (outcome === 'late')
    return ["The deadline has passed: nothing was sent; keep yesterday's limits (or --force)."];
  return [];
}
