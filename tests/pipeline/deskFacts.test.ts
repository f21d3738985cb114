import { describe, expect, it } from 'vitest';
import { deskFactsOf } from '../../src/adapters/database/deskFactsBody.ts';
import type { Stores } from '../../src/commands/world.ts';
import type { Fill } from '../../src/domain/ledger/fill.ts';
import { correctMorning } from '../../src/pipeline/daemon/correctMorning.ts';
import { fakeSource, trade } from '../support/desk.ts';
import { calendar } from '../support/learningDesk.ts';
import { accepted, history, morningPorts, request, runOwn, storePast } from '../support/morningDesk.ts';
import { temporaryStores } from '../support/stores.ts';

const SESSION = request.sessionDate;

async function aDesk(fills: Fill[] = history()) {
  const stores = await temporaryStores();
  await storePast(stores, fills);
  return { stores, ports: morningPorts(stores, fakeSource(fills), async () => accepted) };
}

async function recorded({ database }: Stores) {
  const entries = await database.connection.all<{ subject: string; body: string }>(
    "SELECT subject, body FROM audit_entry WHERE kind = 'desk-facts' ORDER BY sequence",
  );
  return entries.map(({ subject, body }) => {
    expect(subject).toBe(SESSION);
    return deskFactsOf(JSON.parse(body));
  });
}

describe('the facts of the desk in the audit trail', () => {
  it('are one entry a morning, with P&L, rules and data', async () => {
    const { stores, ports } = await aDesk();
    await runOwn(ports);
    const [facts, ...others] = await recorded(stores);
    expect(others).toEqual([]);
    expect(facts).toMatchObject({
      sessionDate: SESSION,
      dataThrough: '2026-03-02',
      revision: 0,
      times: {
        due: '2026-03-03T10:00:00.000Z',
        lateAt: '2026-03-03T13:30:00.000Z',
        deadline: '2026-03-03T14:25:00.000Z',
        opensAt: '2026-03-03T14:30:00.000Z',
      },
      rules: { engine: 'rules', maxReductionPct: 80, maxPositionPct: null, maxPortfolioRiskPct: 2 },
      desk: { capital: { value: null, why: 'the roster has no risk capital for 2 of 2 traders' } },
      traders: [
        { trader: 'STEADY', netPnl: 120, stop: 'free', tiedOut: null, limitInForce: 5000 },
        { trader: 'STREAK', netPnl: -50, stop: 'free', tiedOut: null, limitInForce: 5000 },
      ],
      pairs: [],
      data: { source: 'propreports', compared: 0, untied: 0, missingSessions: [], isStale: false },
    });
  });

  it('have the largest position in percent of the risk capital, and say why a figure is missing', async () => {
    const { stores, ports } = await aDesk();
    await stores.roster.set({ trader: 'STEADY', riskCapital: 100_000 });
    await runOwn(ports);
    const [facts] = await recorded(stores);
    // 100 shares bought at $10: $1,000 of $100,000.
    expect(facts?.traders.map(({ largestPositionPct }) => largestPositionPct)).toEqual([
      { value: 1, why: null },
      { value: null, why: 'the roster has no risk capital' },
    ]);
    expect(facts?.desk.valueAtRisk95).toEqual({
      value: null,
      why: expect.stringMatching(/60 are needed|no forecast/),
    });
  });

  it('have the risk capital of the desk once the roster gives it for every trader', async () => {
    const { stores, ports } = await aDesk();
    await stores.roster.set({ trader: 'STEADY', riskCapital: 100_000 });
    await stores.roster.set({ trader: 'STREAK', riskCapital: 50_000 });
    await runOwn(ports);
    expect((await recorded(stores))[0]?.desk.capital).toEqual({ value: 150_000, why: null });
  });

  it('are not repeated by a second run of the morning, and not written by a dry run', async () => {
    const { stores, ports } = await aDesk();
    await runOwn(ports, { dryRun: true });
    expect(await recorded(stores)).toEqual([]);
    await runOwn(ports);
    await runOwn(ports);
    expect(await recorded(stores)).toHaveLength(1);
  });

  it('are recorded again by a correction, under its revision', async () => {
    const fills = history();
    const { stores, ports } = await aDesk(fills);
    await runOwn(ports);
    fills.push(...trade('STEADY', '2026-03-02', -4000));
    const never = new AbortController().signal;
    const times = {
      ...request,
      remindAt: request.deadline,
      close: request.closesAt,
    };
    const corrected = await correctMorning(ports, request, times, 'America/New_York', never);
    expect(corrected.outcome).toBe('corrected');
    expect((await recorded(stores)).map((facts) => facts?.revision)).toEqual([0, 1]);
  });

  it('do not keep the mail waiting where they cannot be read', async () => {
    const { stores, ports } = await aDesk(twins());
    const multipliers = () => Promise.reject(new Error('the disk failed'));
    const { outcome } = await runOwn({ ...ports, roster: { ...ports.roster, multipliers } });
    expect(outcome).toBe('sent');
    expect(await recorded(stores)).toEqual([]);
    expect(ports.log.lines.join('\n')).toMatch(/facts of the desk could not be recorded.*the disk failed/);
  });

  it('name two traders whose P&L moves together, with the notional that they share', async () => {
    const { stores, ports } = await aDesk(twins());
    await runOwn(ports);
    expect((await recorded(stores))[0]?.pairs).toEqual([
      { first: 'FIRST', second: 'SECOND', correlation: 1, commonSessions: 50, sharedNotional: 1 },
    ]);
  });
});

/** Two traders who win and lose on the same 50 sessions. */
function twins(): Fill[] {
  return calendar
    .sessionsBetween('2025-12-17', '2026-03-02')
    .flatMap((session, index) => [
      ...trade('FIRST', session, index % 2 === 0 ? 120 : -100),
      ...trade('SECOND', session, index % 2 === 0 ? 60 : -50),
    ]);
}
