import { expect, it } from 'vitest';
import { morningDocument } from '../../src/commands/morningDocument.ts';
import { fakeSource, trade } from '../support/desk.ts';
import {
  accepted,
  history,
  leaseOf,
  morningPorts,
  request,
  runOwn,
  sessions,
  storePast,
} from '../support/morningDesk.ts';
import { decision, report } from '../support/report.ts';
import { temporaryStores } from '../support/stores.ts';

/** A desk on which every morning so far gave STEADY a VaR of $50; it loses $100 on every other session. */
async function deskWithPast(lastPnl = -20_000) {
  const stores = await temporaryStores();
  const fills = [
    ...history(),
    ...sessions.flatMap((session, index) =>
      trade('SINKING', session, index === sessions.length - 1 ? lastPnl : 10),
    ),
  ];
  await storePast(stores, fills);
  for (const [index, sessionDate] of [...sessions.slice(1), request.sessionDate].entries()) {
    const decisions = [decision({ trader: 'STEADY', valueAtRisk95: 50 })];
    const decidedAt = new Date(`${sessionDate}T10:00:00Z`);
    const past = report({ sessionDate, dataThrough: sessions[index] ?? '', decisions });
    await stores.decisions.save(await leaseOf(stores, sessionDate), { report: past, decidedAt }, []);
  }
  return morningPorts(stores, fakeSource(fills), async () => accepted);
}

it('a morning compares the VaR of earlier mornings with the results, and reports breaches above the cuts', async () => {
  const { report: made, mail } = await runOwn(await deskWithPast(), { dryRun: true });
  expect(made.alerts.filter(({ code }) => code === 'VAR_EXCEPTIONS')).toEqual([
    {
      code: 'VAR_EXCEPTIONS',
      trader: 'STEADY',
      text: 'lost more than VaR 95 on 15 of the last 30 days, where 2 are usual; last on Fri 27 Feb, −$100 against $50',
    },
  ]);
  const text = mail?.text ?? '';
  expect(text).toMatch(/STEADY: lost more than VaR 95 on 15 of the last 30 days/);
});

it('a morning’s warnings come with their evidence, in the JSON and in the mail', async () => {
  const done = await runOwn(await deskWithPast(), { dryRun: true });
  const sinking = morningDocument(done).traders.find(({ trader }) => trader === 'SINKING');
  expect(sinking?.warnings).toEqual(sinking?.warningEvidence.map(({ code }) => code));
  const drawdown =
    '$20,000 below the best point of 60 sessions, at the close of Fri 27 Feb: 20% of the risk capital of $100,000; low on Mon 2 Mar, nothing recovered';
  expect(sinking?.warningEvidence).toContainEqual({ code: 'LARGE_DRAWDOWN', text: drawdown });
  for (const part of [done.mail?.text, done.mail?.html])
    expect(part?.replace(/<[^>]+>/g, '').replace(/\s+/g, ' ')).toContain(`Large drawdown: ${drawdown}`);
});

it('a trader who lost half of the risk capital is the first to talk to, without a figure on the roster', async () => {
  const done = await runOwn(await deskWithPast(-60_000), { dryRun: true });
  const text =
    'lost 60% of the risk capital since Fri 27 Feb ($60,000 of $100,000, 20 times the base limit; low on Mon 2 Mar, nothing recovered): decide whether to go on';
  expect(done.report.alerts[0]).toEqual({ code: 'CAPITAL_AT_RISK', trader: 'SINKING', text });
  expect(morningDocument(done).alerts[0]).toEqual({ code: 'CAPITAL_AT_RISK', trader: 'SINKING', text });
  const mail = done.mail?.text.replace(/\s+/g, ' ') ?? '';
  expect(mail).toContain('Talk to SINKING');
  expect(mail).toContain(`SINKING: ${text}`);
});
