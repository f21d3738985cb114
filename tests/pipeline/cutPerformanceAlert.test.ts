import { describe, expect, it } from 'vitest';
import { noProgress } from '../../scripts/simulation/fakes.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import { readCutPerformanceAlert } from '../../src/pipeline/steps/cutPerformance.ts';
import { updateLedger } from '../../src/pipeline/updateLedger.ts';
import type { SendResult } from '../../src/ports/mail.ts';
import { fakeSource } from '../support/desk.ts';
import { storedFill } from '../support/fill.ts';
import { accepted, history, leaseOf, morningPorts, runOwn, storePast } from '../support/morningDesk.ts';
import { cut, report } from '../support/report.ts';
import { append, temporaryStores } from '../support/stores.ts';
import { trailOf } from '../support/trail.ts';

const calendar = createCalendar('nyse');
const sessions = calendar.sessionsBetween('2026-01-02', '2026-02-20');
const options = {
  limitBasis: 'realised',
  limitLifetime: 'until-changed',
  defaultLimit: 5_000,
  walk: { stop: { slippageBasisPoints: 0, limitRoundTo: 50 } },
} as const;

/** NET001 loses 2,600 by noon and is 400 ahead by the close of every session, each with a cut to 2,500. */
async function overcautiousDesk(status: 'sent' | 'expired') {
  const stores = await temporaryStores();
  await append(
    stores,
    sessions.flatMap((sessionDate) => [
      storedFill({ account: 'NET001', sessionDate, secondOfDay: 36_000, price: 100 }),
      storedFill({ account: 'NET001', sessionDate, secondOfDay: 40_000, side: 'S', price: 74 }),
      storedFill({ account: 'NET001', sessionDate, secondOfDay: 41_000, price: 70 }),
      storedFill({ account: 'NET001', sessionDate, secondOfDay: 50_000, side: 'S', price: 100 }),
    ]),
  );
  await updateLedger({ ...stores, progress: noProgress });
  for (const sessionDate of sessions) {
    const lease = await leaseOf(stores, sessionDate);
    const decidedAt = new Date(`${sessionDate}T10:00:00Z`);
    const expiresAt = new Date(`${sessionDate}T14:25:00Z`);
    const sealed = { recipient: 'ann@desk.example', messageId: `<${sessionDate}>`, bytes: Buffer.from('x') };
    const mails = [{ kind: 'morning' as const, sealed, expiresAt }];
    await stores.decisions.save(
      lease,
      { report: report({ sessionDate, decisions: [cut('NET001', 50)] }), decidedAt },
      mails,
    );
    const claimed = await stores.outbox.claim(lease, 'morning', decidedAt);
    const settlement = { response: 'ok', ambiguous: false, nextAttemptAt: null };
    if (status === 'sent' && claimed !== null)
      await stores.outbox.settle(lease, claimed.id, { ...settlement, status: 'sent' }, decidedAt);
  }
  return { ...stores, calendar };
}

describe('the alert that cuts cost more than they save', () => {
  it('compares the mailed cuts with the results of their days', async () => {
    const doubt = await readCutPerformanceAlert(await overcautiousDesk('sent'), '2026-02-20', options);
    expect(doubt).toContain(`over the last ${sessions.length} sessions the cuts cost more than they saved`);
    expect(doubt).toContain(`${sessions.length} trader-days changed`);
  });

  it('does not count cuts that were not mailed', async () => {
    expect(
      await readCutPerformanceAlert(await overcautiousDesk('expired'), '2026-02-20', options),
    ).toBeNull();
  });

  it('is absent on a first morning, whose report names no change of engine either', async () => {
    const stores = await temporaryStores();
    const fills = history();
    await storePast(stores, fills);
    const send = async (): Promise<SendResult> => accepted;
    const { report: first } = await runOwn(morningPorts(stores, fakeSource(fills), send));
    expect(first.alerts.map(({ code }) => code)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/CUTS_COST_MORE|ENGINE_CHANGED/)]),
    );
  });

  it('and a change of engine are in the report and in the audit trail', async () => {
    const stores = await temporaryStores();
    const fills = history();
    await storePast(stores, fills);
    const lease = await leaseOf(stores, '2026-03-02');
    const before = report({ sessionDate: '2026-03-02', engine: 'ridge', decisions: [cut('STREAK', 50)] });
    await stores.decisions.save(lease, { report: before, decidedAt: new Date('2026-03-02T10:00:00Z') }, []);
    const { report: now } = await runOwn(morningPorts(stores, fakeSource(fills), async () => accepted));
    expect(now.alerts.find(({ code }) => code === 'ENGINE_CHANGED')?.text).toContain(
      'today the rules decided, on the last morning the model did',
    );
    const entries = await trailOf(stores.database, 'gate');
    const recorded = entries.map(({ subject, body }) => [subject, body['from'], body['to']]);
    expect(recorded).toEqual([['2026-03-03', 'ridge', 'rules']]);
  });
});
