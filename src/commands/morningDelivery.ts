import type { CompletedMorning } from '../pipeline/morning.ts';
import type { MorningOutcome } from '../pipeline/outcome.ts';
import type { OutboxEntry } from '../ports/outbox.ts';

/** Where the mail of a morning is: the files of a dry run, or each recipient with the status of the mail. */
export function deliveryWords({ outcome, delivery: { files, recipients } }: CompletedMorning): string {
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
    return [
      'An earlier run mailed this morning, as listed: nothing was sent again.',
      'Fills that came since are not in it. The daemon, `npm start`, sends a correction where they change a limit.',
    ];
  if (outcome === 'late')
    return [
      'The deadline has passed and nothing was sent. Keep the limits of the previous session, or use --force.',
    ];
  return [];
}
