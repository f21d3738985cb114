import type { Output } from '../adapters/terminal/output.ts';
import { longDay } from '../domain/text/dates.ts';
import type { MorningResult } from '../pipeline/morning.ts';
import type { MorningOutcome } from '../pipeline/outcome.ts';
import type { HeldByAnother } from '../pipeline/runLease.ts';
import type { ExitCode, JsonOption } from './commandOptions.ts';
import { morningDocument } from './morningDocument.ts';
import { printMorning } from './morningText.ts';

/** Prints how a morning ended, as text or as JSON, and returns the exit code. */
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

/** Prints that the morning was stopped on request. The next run continues where it stopped. */
export function printStopped(output: Output, { json }: JsonOption, sessionDate: string): void {
  if (json) output.json({ sessionDate, outcome: 'stopped' });
  else
    output.line(
      `The morning of ${longDay(sessionDate)} was stopped between two steps, as requested. Run it again to continue from there; a recipient gets a mail twice only where the server never confirmed the first.`,
    );
}

function isDone(outcome: MorningOutcome): boolean {
  return outcome === 'dry-run' || outcome === 'sent' || outcome === 'already-mailed';
}

/** Another process runs the morning: its owner, and until when its lease lasts. */
function heldDocument({ outcome, sessionDate, holder }: HeldByAnother) {
  return { sessionDate, outcome, holder: { owner: holder.owner, until: holder.until.toISOString() } };
}

function printHeld(output: Output, { sessionDate, holder }: HeldByAnother): void {
  output.line(
    `The morning of ${longDay(sessionDate)} is being run by ${holder.owner} (host:process). Its lease lasts until ${holder.until.toISOString()} and is renewed while it works. Nothing was done here.`,
  );
}
