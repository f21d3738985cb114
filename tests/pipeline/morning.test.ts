import { describe, expect, it } from 'vitest';
import { fakeClock, noProgress } from '../../scripts/simulation/fakes.ts';
import type { Fill } from '../../src/domain/ledger/fill.ts';
import type { MorningPorts, MorningRequest } from '../../src/pipeline/morning.ts';
import { updateLedger } from '../../src/pipeline/updateLedger.ts';
import type { SealedMail, SendResult } from '../../src/ports/mail.ts';
import type { SourceTotals } from '../../src/ports/source.ts';
import { fakeSource, trade } from '../support/desk.ts';
import { storedFill } from '../support/fill.ts';
import {
  accepted,
  history,
  morningPorts,
  request,
  runOwn,
  sessions,
  storePast,
} from '../support/morningDesk.ts';
import { append, temporaryStores } from '../support/stores.ts';

async function morningWith(
  fills: Fill[],
  options: {
    totals?: SourceTotals[];
    answer?: (mail: SealedMail, attempt: number) => SendResult;
    at?: string;
  } = {},
) {
  const stores = await temporaryStores();
  const clock = fakeClock(options.at ?? '2026-03-03T10:00:00Z');
  const handedOver: SealedMail[] = [];
  const source = fakeSource(fills, options.totals);
  const send = async (mail: SealedMail) => {
    handedOver.push(mail);
    const attempt = handedOver.filter(({ recipient }) => recipient === mail.recipient).length;
    return options.answer?.(mail, attempt) ?? accepted;
  };
  const ports: MorningPorts = morningPorts(stores, source, send, clock);
  await storePast(stores, fills);
  const run = (changes: Partial<MorningRequest> = {}) => runOwn(ports, changes);
  return { run, stores, clock, handedOver, source, ports };
}

describe('a morning', () => {
  it('marks its mails to EMAIL_RECIPIENTS, however they are written, and no other', async () => {
    const { run, stores } = await morningWith(history());
    await run({
      recipients: ['ann@DESK.example', 'eve@home.example'],
      deskRecipients: ['Ann <ann@desk.example>'],
    });
    expect(
      await stores.database.connection.all('SELECT recipient, to_desk, revision FROM outbox ORDER BY id'),
    ).toEqual([
      { recipient: 'ann@DESK.example', to_desk: 1, revision: 0 },
      { recipient: 'eve@home.example', to_desk: 0, revision: 0 },
    ]);
  });

  it('turns the fills of the source into one accepted mail for each recipient', async () => {
    const { run, handedOver, stores } = await morningWith(history());
    const { report, delivery } = await run();
    expect(
      report.decisions.map(({ trader, action, reductionPct, newLimit }) => [
        trader,
        action,
        reductionPct,
        newLimit,
      ]),
    ).toEqual([
      ['STREAK', 'cut', 50, 2500],
      ['STEADY', 'keep', 0, 5000],
    ]);
    expect(delivery.status).toBe('sent');
    expect(handedOver.map(({ recipient }) => recipient)).toEqual(request.recipients);
    expect(
      (await stores.decisions.decisions('2026-03-03', '2026-03-03')).map(({ trader, engine }) => [
        trader,
        engine,
      ]),
    ).toEqual([
      ['STEADY', 'rules'],
      ['STREAK', 'rules'],
    ]);
    expect(
      new Set((await stores.runs.steps('2026-03-03')).map(({ step, status }) => `${step} ${status}`)),
    ).toEqual(
      new Set(
        ['fetch', 'ledger', 'reconcile', 'indicators', 'forecast', 'decide', 'render', 'queue', 'send'].map(
          (step) => `${step} done`,
        ),
      ),
    );
  });

  it('sends nothing twice when it is run again', async () => {
    const { run, handedOver } = await morningWith(history());
    const first = await run();
    const second = await run();
    expect([first.outcome, second.outcome]).toEqual(['sent', 'already-mailed']);
    expect({ report: second.report, delivery: second.delivery }).toEqual({
      report: first.report,
      delivery: first.delivery,
    });
    expect(second.durationMs).toEqual({});
    expect(handedOver).toHaveLength(2);
  });

  it('in a dry run sends nothing, queues nothing and records no step', async () => {
    const { run, handedOver, stores } = await morningWith(history());
    const { delivery } = await run({ dryRun: true });
    expect(delivery).toEqual({
      status: 'dry-run',
      recipients: [],
      files: { html: 'h', text: 't', eml: 'e', limits: 'l' },
    });
    expect(handedOver).toEqual([]);
    expect(await stores.outbox.entries('2026-03-03', 'morning')).toEqual([]);
    expect(await stores.runs.steps('2026-03-03')).toEqual([]);
    expect(await stores.decisions.decisions('2026-03-03', '2026-03-03')).toEqual([]);
  });

  it('fetches the last session first, with the weekend before it, then the four before it', async () => {
    const { run, source } = await morningWith(history());
    await run();
    expect(source.asked).toEqual(['2026-02-28..2026-03-02', '2026-02-24..2026-02-27']);
  });

  it('fails if the last session has no fills, and stores nothing of it', async () => {
    const { run, stores } = await morningWith(
      history().filter(({ sessionDate }) => sessionDate < '2026-03-02'),
    );
    await expect(run()).rejects.toMatchObject({ code: 'no_fills', retryable: true });
    expect(await stores.runs.steps('2026-03-03')).toMatchObject([
      {
        step: 'fetch',
        status: 'failed',
        attempts: 1,
        owner: 'host:1:a',
        error: expect.stringMatching(/no fills/),
      },
    ]);
    expect(await stores.outbox.entries('2026-03-03', 'morning')).toEqual([]);
  });

  it('goes out although the source no longer has an earlier session, and says so', async () => {
    const fills = history();
    const { run } = await morningWith(fills);
    await run({ dryRun: true });
    const lost = fills.filter(({ sessionDate }) => sessionDate !== '2026-02-26');
    fills.splice(0, fills.length, ...lost);
    const { outcome, report } = await run();
    expect(outcome).toBe('sent');
    expect(report.dataQuality.find(({ code }) => code === 'not_refetched')).toEqual({
      code: 'not_refetched',
      count: 4,
      text: '4 earlier sessions not fetched again for corrections (Tue 24 Feb, Wed 25 Feb, Thu 26 Feb, Fri 27 Feb): Source · no fills, although 4 are stored for the open session 2026-02-26 · expected some',
    });
  });

  it('reports how many fills of earlier sessions the source corrected', async () => {
    const fills = history();
    const { run } = await morningWith(fills);
    expect((await run({ dryRun: true })).report.dataQuality.map(({ code }) => code)).not.toContain(
      'corrected_fills',
    );
    fills.push(...trade('STEADY', '2026-02-26', -10));
    const { report } = await run({ dryRun: true });
    expect(report.dataQuality).toContainEqual({
      code: 'corrected_fills',
      count: 2,
      text: '2 fills of earlier sessions corrected: 2 added',
    });
  });

  it('reports a correction that arrives after the mail in the next mail, and in no later one', async () => {
    const fills = history();
    const { run, stores } = await morningWith(fills);
    await run();
    const late = trade('STEADY', '2026-02-26', -10);
    await append(stores, late);
    await updateLedger({ ...stores, progress: noProgress });
    fills.push(...late, ...trade('STEADY', '2026-03-03', 10));
    const corrected = async (changes: Partial<MorningRequest>) =>
      (await run(changes)).report.dataQuality.find(({ code }) => code === 'corrected_fills')?.count;
    const next = { sessionDate: '2026-03-04', deadline: new Date('2026-03-04T14:25:00Z') };
    expect(await corrected({ ...next, dryRun: true })).toBe(2);
    expect(await corrected(next)).toBe(2);
    fills.push(...trade('STEADY', '2026-03-04', 10));
    expect(await corrected({ sessionDate: '2026-03-05', dryRun: true })).toBeUndefined();
  });

  it('withholds the cut of a trader whose P&L does not tie out, and reports it', async () => {
    const total = (account: string, netPnl: number) => ({
      account,
      sessionDate: '2026-03-02',
      grossPnl: netPnl,
      fees: 0,
      netPnl,
      fills: 2,
    });
    const { run } = await morningWith(history(), { totals: [total('STREAK', -49), total('STEADY', 120)] });
    const { report } = await run({ dryRun: true });
    expect(
      report.decisions.map(({ trader, action, reconciled, proposedReductionPct, newLimit }) => [
        trader,
        action,
        reconciled,
        proposedReductionPct,
        newLimit,
      ]),
    ).toEqual([
      ['STREAK', 'withheld', false, 50, 5000],
      ['STEADY', 'keep', true, 0, 5000],
    ]);
    expect(report.alerts).toEqual([
      {
        code: 'UNRECONCILED',
        trader: 'STREAK',
        text: 'P&L does not tie out: net of Mon 2 Mar −$50 here, −$49 at the source: no recommendation until it is settled',
      },
    ]);
  });

  it('withholds a cut because of an earlier session that does not tie out, and shows both figures', async () => {
    const untied = { account: 'STREAK', sessionDate: '2026-02-27', netPnl: -40 };
    const totals = sessions.slice(-5).flatMap((sessionDate, index) => [
      { account: 'STREAK', sessionDate, netPnl: -50 },
      { account: 'STEADY', sessionDate, netPnl: index % 2 === 0 ? 120 : -100 },
    ]);
    const { run } = await morningWith(history(), {
      totals: [
        ...totals.filter(
          ({ account, sessionDate }) => account !== untied.account || sessionDate !== untied.sessionDate,
        ),
        untied,
      ].map((total) => ({ ...total, grossPnl: total.netPnl, fees: 0, fills: 2 })),
    });
    const { report, mail } = await run({ dryRun: true });
    expect(report.decisions.map(({ trader, action, newLimit }) => [trader, action, newLimit])).toEqual([
      ['STREAK', 'withheld', 5000],
      ['STEADY', 'keep', 5000],
    ]);
    const why = 'net of Fri 27 Feb −$50 here, −$40 at the source';
    expect(report.alerts[0]).toEqual({
      code: 'UNRECONCILED',
      trader: 'STREAK',
      text: `P&L does not tie out: ${why}: no recommendation until it is settled`,
    });
    expect(mail?.text.replace(/\s+/g, ' ')).toContain(why);
  });

  it('warns about impossible prices and statuses, and does not change the P&L', async () => {
    const fills = history();
    const prints = Array.from({ length: 20 }, (_, n) =>
      storedFill({
        account: 'STEADY',
        sessionDate: '2026-03-02',
        secondOfDay: 41_000 + n,
        side: n % 2 ? 'S' : 'B',
      }),
    );
    const odd = { price: 1000, quantity: 1, status: 'Pending' };
    const strange = (['B', 'S'] as const).map((side, n) =>
      storedFill({ account: 'STEADY', sessionDate: '2026-03-02', secondOfDay: 42_000 + n, side, ...odd }),
    );
    const { run } = await morningWith([...fills, ...prints, ...strange]);
    const { report, mail } = await run({ dryRun: true });
    expect(report.dataQuality.filter(({ code }) => /price|status/.test(code))).toEqual([
      {
        code: 'impossible_prices',
        count: 2,
        text: "2 fills at a price far from the desk's other prints of the symbol, in the P&L as they came: AAPL at 1000 in STEADY where the median is 10; AAPL at 1000 in STEADY where the median is 10",
      },
      {
        code: 'unknown_statuses',
        count: 2,
        text: '2 fills with a status that does not say “executed”, in the P&L all the same: Pending (2)',
      },
    ]);
    for (const format of [mail?.text, mail?.html]) expect(format).toContain('Pending');
    expect(report.desk.netPnl).toBeCloseTo(70, 6);
  });

  it('leaves a new trader to the risk manager', async () => {
    const { run } = await morningWith([...history(), ...trade('NEWCOMER', '2026-03-02', -900)]);
    const { report } = await run({ dryRun: true });
    expect(report.decisions.find(({ trader }) => trader === 'NEWCOMER')).toMatchObject({
      action: 'review',
      tier: 'unknown',
      newLimit: 5000,
    });
  });

  it('names retired traders, and decides for one who traded', async () => {
    const { run, stores } = await morningWith([
      ...history(),
      ...trade('GONE_OLD', '2026-02-02', 10),
      ...trade('BACK_OLD', '2026-03-02', 10),
    ]);
    const { report } = await run({ dryRun: true });
    expect((await stores.roster.all()).find(({ trader }) => trader === 'GONE_OLD')?.active).toBe(false);
    expect(report.decisions.map(({ trader }) => trader).sort()).toEqual(['BACK_OLD', 'STEADY', 'STREAK']);
    expect(report.dataQuality.find(({ code }) => code === 'retired')?.text).toBe(
      '1 retired trader left out: GONE_OLD',
    );
    expect(report.alerts).toContainEqual({
      code: 'RETIRED_TRADER_TRADED',
      trader: 'BACK_OLD',
      text: 'is retired on the roster and had fills in the last session',
    });
  });
});

describe('the truncation test: a morning uses nothing from its own session or later', () => {
  it.each([
    ['deleted', () => []],
    [
      'replaced by garbage',
      () =>
        ['2026-03-03', '2026-03-04', '2026-03-05'].flatMap((session) => trade('STEADY', session, -99_999)),
    ],
  ])('decides the same with the future %s', async (_, future) => {
    const alone = await morningWith(history());
    const withFuture = await morningWith(history());
    const ingest = await withFuture.stores.fills.append();
    await ingest.add(future());
    await ingest.commit();
    const [a, b] = [await alone.run({ dryRun: true }), await withFuture.run({ dryRun: true })];
    expect(b.report).toEqual(a.report);
  });
});

describe('delivery', () => {
  it('sends to the other recipient although one is refused', async () => {
    const { run } = await morningWith(history(), {
      answer: ({ recipient }) =>
        recipient.startsWith('ann')
          ? { outcome: 'refused', permanent: true, response: '550 no such user' }
          : accepted,
    });
    const { delivery } = await run();
    expect(
      delivery.recipients.map(({ recipient, status, attempts }) => [recipient, status, attempts]),
    ).toEqual([
      ['ann@desk.example', 'refused', 1],
      ['bob@desk.example', 'sent', 1],
    ]);
  });

  it('tries only the refused recipient again when the operator starts the run again', async () => {
    let open = false;
    const { run, handedOver } = await morningWith(history(), {
      answer: ({ recipient }) =>
        recipient.startsWith('ann') && !open
          ? { outcome: 'refused', permanent: true, response: '535 wrong password' }
          : accepted,
    });
    await run();
    open = true;
    expect((await run()).delivery.recipients.map(({ status }) => status)).toEqual(['sent', 'sent']);
    expect(handedOver.map(({ recipient }) => recipient)).toEqual([
      'ann@desk.example',
      'bob@desk.example',
      'ann@desk.example',
    ]);
  });

  it('retries a greylisting server with the same bytes and growing waits', async () => {
    const { run, handedOver, clock } = await morningWith(history(), {
      answer: (_, attempt) =>
        attempt < 3 ? { outcome: 'refused', permanent: false, response: '451 try later' } : accepted,
    });
    const { delivery } = await run({ recipients: ['ann@desk.example'] });
    expect(delivery.recipients[0]).toMatchObject({ status: 'sent', attempts: 3 });
    expect(clock.waits).toEqual([30_000, 60_000]);
    expect(new Set(handedOver.map(({ bytes }) => bytes.toString('base64'))).size).toBe(1);
  });

  it('retries once after a lost answer, then leaves the mail to the operator', async () => {
    const { run, handedOver } = await morningWith(history(), {
      answer: () => ({ outcome: 'ambiguous', response: 'connection lost after the final dot' }),
    });
    const { delivery } = await run({ recipients: ['ann@desk.example'] });
    expect(delivery.recipients[0]?.status).toBe('ambiguous');
    expect(new Set(handedOver.map(({ messageId }) => messageId)).size).toBe(1);
    expect(handedOver).toHaveLength(2);
  });

  it('gives up at the deadline and sends nothing late', async () => {
    const { run, clock } = await morningWith(history(), {
      answer: () => ({ outcome: 'unreachable', response: 'ECONNREFUSED' }),
    });
    const { delivery } = await run();
    expect(delivery.status).toBe('late');
    expect(delivery.recipients.map(({ status }) => status)).toEqual(['expired', 'expired']);
    expect(clock.now().toISOString()).toBe('2026-03-03T14:25:00.000Z');
  });

  it('queues nothing after the deadline without --force', async () => {
    const late = await morningWith(history(), { at: '2026-03-03T14:30:00Z' });
    expect((await late.run()).delivery).toEqual({ status: 'late', recipients: [], files: null });
    expect(late.handedOver).toEqual([]);
    expect((await late.run({ force: true })).delivery.status).toBe('sent');
  });
});

describe('old fills', () => {
  const oldest = (stores: Awaited<ReturnType<typeof morningWith>>['stores']) =>
    stores.database.connection.value<string>('SELECT min(session_date) FROM fill_block');

  it('are removed after the mails are sent, and the next morning makes the same decisions', async () => {
    const { run, stores, handedOver } = await morningWith(history());
    const first = await run({ fillsRetentionDays: 30 });
    expect([await oldest(stores), handedOver.length]).toEqual(['2026-02-02', 2]);
    const again = await run({ dryRun: true });
    expect(again.report.decisions).toEqual(first.report.decisions);
  });

  it.each([
    ['of a dry run', { dryRun: true, fillsRetentionDays: 30 }],
    ['without the setting', {}],
  ])('%s stay', async (_, changes) => {
    const { run, stores } = await morningWith(history());
    await run(changes);
    expect(await oldest(stores)).toBe(sessions[0]);
  });

  it('that a recomputation would need are named in the mail', async () => {
    const { run, stores } = await morningWith(history());
    await run({ fillsRetentionDays: 30 });
    await stores.roster.setMultiplier({ pattern: 'AAPL', multiplier: 100 });
    const { report } = await run({ dryRun: true });
    const prunedSessions = sessions.filter((session) => session < '2026-02-02').length;
    expect(report.dataQuality).toContainEqual({
      code: 'pruned_days',
      count: 2 * prunedSessions,
      text: `${2 * prunedSessions} trader-days out of date for want of pruned fills, until those are imported again: STEADY (${prunedSessions} sessions), STREAK (${prunedSessions} sessions)`,
    });
  });
});
