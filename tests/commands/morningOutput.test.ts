import { expect, it } from 'vitest';
import { morningDocument } from '../../src/commands/morningDocument.ts';
import { printResult, printStopped } from '../../src/commands/morningOutput.ts';
import { printMorning } from '../../src/commands/morningText.ts';
import type { MorningReport } from '../../src/domain/report/report.ts';
import type { CompletedMorning } from '../../src/pipeline/morning.ts';
import { deliveryOf, type MorningOutcome, outcomeOf } from '../../src/pipeline/outcome.ts';
import type { OutboxEntry } from '../../src/ports/outbox.ts';
import { cut, decision, report } from '../support/report.ts';

function entry(changes: Partial<OutboxEntry> = {}): OutboxEntry {
  return {
    recipient: 'ann@desk.example',
    toDesk: true,
    messageId: '<morning@desk.example>',
    status: 'sent',
    attempts: 1,
    ambiguousTries: 0,
    response: null,
    settledAt: null,
    queuedAt: new Date(0),
    nextAttemptAt: null,
    expiresAt: new Date(0),
    ...changes,
  };
}

function printed(...entries: readonly OutboxEntry[]) {
  return printedAs(outcomeOf(entries), entries);
}

function printedAs(outcome: MorningOutcome, entries: readonly OutboxEntry[]) {
  const lines: string[] = [];
  const output = { line: (text: string) => void lines.push(text), json: () => undefined };
  const result: CompletedMorning = {
    outcome,
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

it('a morning that was mailed before prints that later fills are not in it', () => {
  expect(printedAs('already-mailed', [entry()])).toEqual({
    exitCode: 0,
    last: [
      'An earlier run mailed this morning, as listed: nothing was sent again.',
      'Fills that came since are not in it. The daemon, `npm start`, sends a correction where they change a limit.',
      'ann@desk.example: sent',
    ],
  });
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

function documentOf(morning: MorningReport) {
  const result: CompletedMorning = {
    outcome: 'sent',
    report: morning,
    mail: null,
    delivery: deliveryOf([]),
    durationMs: {},
  };
  return morningDocument(result);
}

it('the JSON document has the limit in force, the target, the change and what it rests on', () => {
  const limit = {
    limitInForce: 4000,
    inForceSource: 'assumed',
    inForceSince: '2026-10-01',
    target: 3200,
    change: 'lower',
    recommendedLimit: 3200,
    cutDay: 3,
    override: null,
  } as const;
  const document = documentOf(
    report({
      decisions: [
        cut('NET001', 36, {
          newLimit: 3200,
          limit,
          modelTier: 'neutral',
          wouldHaveStopped: { sessions: 60, stopped: 2 },
          trackRecord: { cuts: 89, followedByLargeLoss: 17, deskRate: 0.17 },
        }),
      ],
      changes: { lower: 1, raise: 0, stay: 0, set: 0 },
      stale: true,
      deskPnl: { yesterday: 1698.000000004, week: -4209.999999997, monthToDate: 12950 },
    }),
  );
  expect(document).toMatchObject({
    changes: { lower: 1, raise: 0, stay: 0, set: 0 },
    stale: true,
    desk: { netPnl: -4210.55, fills: 48213, yesterday: 1698, week: -4210, monthToDate: 12950 },
    yesterday: null,
  });
  expect(document.traders[0]).toMatchObject({
    newLimit: 3200,
    limitInForce: 4000,
    inForceSource: 'assumed',
    inForceSince: '2026-10-01',
    target: 3200,
    change: 'lower',
    cutDay: 3,
    override: null,
    wouldHaveStopped: { sessions: 60, stopped: 2 },
    modelTier: 'neutral',
    trackRecord: { cuts: 89, followedByLargeLoss: 17, deskRate: 0.17 },
    notProven: [],
    notes: [],
  });
});

it('the JSON document of a report stored before limits in force were known has every field', () => {
  const document = documentOf(report({ decisions: [cut('NET001', 40)] }));
  expect(document).toMatchObject({
    changes: null,
    stale: false,
    desk: { yesterday: null, week: null, monthToDate: null },
    yesterday: null,
  });
  expect(document.traders[0]).toMatchObject({
    limitInForce: null,
    inForceSource: 'unknown',
    inForceSince: null,
    target: 3000,
    change: 'set',
    cutDay: null,
    override: null,
    wouldHaveStopped: null,
    modelTier: null,
    trackRecord: null,
  });
});

function terminalText(morning: MorningReport): string {
  const lines: string[] = [];
  printMorning(
    { line: (text) => void lines.push(text), json: () => undefined },
    { outcome: 'sent', report: morning, mail: null, delivery: deliveryOf([]), durationMs: {} },
  );
  return lines.join('\n');
}

const inForce = {
  inForceSource: 'assumed',
  inForceSince: '2026-10-01',
  cutDay: null,
  override: null,
} as const;

it('the terminal prints what to key in first, in the order of the mail', () => {
  const text = terminalText(
    report({
      decisions: [
        cut('LOWER', 36, {
          newLimit: 3200,
          limit: { ...inForce, limitInForce: 4000, target: 3200, change: 'lower', recommendedLimit: 3200 },
          wouldHaveStopped: { sessions: 60, stopped: 2 },
        }),
        decision({
          trader: 'RAISE',
          limit: { ...inForce, limitInForce: 4000, target: 5000, change: 'raise', recommendedLimit: 5000 },
        }),
        cut('STAYS', 40, {
          limit: {
            ...inForce,
            limitInForce: 3000,
            target: 3000,
            change: 'stay',
            recommendedLimit: 3000,
            cutDay: 3,
          },
        }),
        decision({ trader: 'HAND', action: 'review', tier: 'unknown', activeSessions: 3 }),
      ],
      changes: { lower: 1, raise: 1, stay: 2, set: 0 },
      deskPnl: { yesterday: 1698, week: -4210, monthToDate: 12950 },
    }),
  );
  const places = [
    'CHANGE 2 OF 4 LIMITS · Tuesday 6 October 2026',
    '\nLower\n',
    '$4,000 → $3,200 ▼',
    'would have stopped 2',
    '\nBack up\n',
    '$4,000 → $5,000 ▲',
    '\nCheck on the platform\n',
    '\nDecide by hand\n',
    '\nYesterday\n',
    '\nStay cut, nothing to key in\n',
    'day 3',
    '\nWhat this rests on\n',
  ].map((part) => [part, text.indexOf(part)] as const);
  expect(places.filter(([, place]) => place < 0)).toEqual([]);
  expect(places).toEqual(places.toSorted(([, a], [, b]) => a - b));
});

it('the terminal is headed STALE where the newest fills are old', () => {
  expect(terminalText(report({ stale: true }))).toMatch(/^STALE/);
});

it('the terminal prints a report stored before limits in force were known', () => {
  expect(terminalText(report({ decisions: [cut('NET001', 40)] }))).toContain('$5,000 → $3,000 ▼');
});
