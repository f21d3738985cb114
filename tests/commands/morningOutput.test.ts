import { expect, it } from 'vitest';
import { printResult, printStopped } from '../../src/commands/morningOutput.ts';
import type { CompletedMorning } from '../../src/pipeline/morning.ts';
import { deliveryOf, outcomeOf } from '../../src/pipeline/outcome.ts';
import type { OutboxEntry } from '../../src/ports/outbox.ts';
import { report } from '../support/report.ts';

function entry(changes: Partial<OutboxEntry> = {}): OutboxEntry {
  return {
    recipient: 'ann@desk.example',
    messageId: '<morning@desk.example>',
    status: 'sent',
    attempts: 1,
    ambiguousTries: 0,
    response: null,
    queuedAt: new Date(0),
    nextAttemptAt: null,
    expiresAt: new Date(0),
    ...changes,
  };
}

function printed(...entries: readonly OutboxEntry[]) {
  const lines: string[] = [];
  const output = { line: (text: string) => void lines.push(text), json: () => undefined };
  const result: CompletedMorning = {
    outcome: outcomeOf(entries),
    report: report(),
    mail: null,
    delivery: deliveryOf(entries),
    durationMs: {},
  };
  const exitCode = printResult(output, { json: false }, result);
  return { exitCode, last: lines.at(-1)?.trim().split('\n') };
}

it('a morning prints each recipient with the status of the mail', () => {
  expect(printed(entry())).toEqual({ exitCode: 0, last: ['ann@desk.example: sent'] });
});

it('a morning prints what to do about a mail for which the answer was lost', () => {
  const ambiguous = entry({ status: 'ambiguous', attempts: 2, ambiguousTries: 2, response: 'cut off' });
  expect(printed(ambiguous)).toEqual({
    exitCode: 1,
    last: [
      'ann@desk.example: ambiguous (cut off)',
      'It is not known whether ann@desk.example has the mail. Ask, and forward it if not. It is not sent again, so that it does not arrive twice.',
    ],
  });
});

it('a morning prints that a mail may have arrived twice after an answer was lost', () => {
  const { exitCode, last } = printed(
    entry({ attempts: 2, ambiguousTries: 1 }),
    entry({ recipient: 'bob@x.example' }),
  );
  expect(exitCode).toBe(0);
  expect(last?.slice(2)).toEqual([
    'ann@desk.example may have the same mail twice: the answer of the server to an earlier attempt was lost.',
  ]);
});

it('a stopped morning is reported as text and as JSON', () => {
  const lines: string[] = [];
  const documents: unknown[] = [];
  const output = {
    line: (text: string) => void lines.push(text),
    json: (document: unknown) => void documents.push(document),
  };
  printStopped(output, { json: false }, '2026-03-03');
  printStopped(output, { json: true }, '2026-03-03');
  expect(lines.join()).toContain('Run it again to continue from there');
  expect(documents).toEqual([{ sessionDate: '2026-03-03', outcome: 'stopped' }]);
});
