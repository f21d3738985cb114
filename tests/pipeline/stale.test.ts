import { describe, expect, it } from 'vitest';
import { acceptNoTrading } from '../../src/pipeline/accept.ts';
import type { MorningRequest } from '../../src/pipeline/morning.ts';
import { fakeSource } from '../support/desk.ts';
import { limitEvent } from '../support/limits.ts';
import { accepted, history, morningPorts, request, runOwn } from '../support/morningDesk.ts';
import { append, temporaryStores } from '../support/stores.ts';

/** Fills imported from files through a session; the mornings ask for later ones. */
async function imported(through: string, sourceFills?: ReturnType<typeof history>) {
  const stores = await temporaryStores();
  await append(
    stores,
    history().filter(({ sessionDate }) => sessionDate <= through),
  );
  const ports = morningPorts(stores, fakeSource(sourceFills ?? []), async () => accepted);
  const csv = { ...ports, source: null, sourceName: 'csv' as const };
  const run = (changes: Partial<MorningRequest> = {}) =>
    runOwn(sourceFills ? ports : csv, { dryRun: true, ...changes });
  const accept = (sessionDate: string) =>
    acceptNoTrading(csv, {
      sessionDate,
      reason: 'storm',
      by: 'ann',
      at: new Date('2026-03-03T09:00:00Z'),
      lastClosed: '2026-03-02',
    });
  return { stores, run, accept };
}

describe('a morning without the fills of the session before', () => {
  it.each([
    {
      what: 'of Monday, on Tuesday',
      through: '2026-02-27',
      sessionDate: '2026-03-03',
      missing: '2026-03-02',
    },
    { what: 'of Friday, on Monday', through: '2026-02-26', sessionDate: '2026-03-02', missing: '2026-02-27' },
    {
      what: 'of Friday, after Presidents’ Day',
      through: '2026-02-12',
      sessionDate: '2026-02-17',
      missing: '2026-02-13',
    },
    {
      what: 'of the day before the clock change',
      through: '2026-03-02',
      sessionDate: '2026-03-09',
      missing: '2026-03-06',
    },
    {
      what: 'of a date in the future',
      through: '2026-03-02',
      sessionDate: '2026-06-01',
      missing: '2026-03-03',
    },
  ])('stops before anything is decided: $what', async ({ through, sessionDate, missing }) => {
    const { run, stores } = await imported(through);
    for (const force of [false, true])
      await expect(run({ sessionDate, force, dryRun: !force })).rejects.toMatchObject({
        code: 'stale_fills',
        message: expect.stringContaining(missing),
        hint: expect.stringContaining('npm run import'),
      });
    expect(await stores.decisions.report(sessionDate)).toBeNull();
  });

  it('is as fresh as can be after a weekend, a holiday and for a past date', async () => {
    const { run } = await imported('2026-03-02');
    for (const sessionDate of ['2026-02-17', '2026-02-23', '2026-03-03'])
      expect((await run({ sessionDate })).report.stale).toBe(false);
  });

  it('goes on where the day is accepted as one without trading', async () => {
    const { run, accept } = await imported('2026-02-27');
    await accept('2026-03-02');
    const { report } = await run();
    expect(report).toMatchObject({ stale: false, dataThrough: '2026-03-02' });
  });

  it('still misses the session before an accepted one', async () => {
    const { run, accept } = await imported('2026-02-26');
    await accept('2026-03-02');
    await expect(run()).rejects.toMatchObject({ message: expect.stringContaining('2026-02-27') });
  });

  it('goes on with --allow-stale: data of the newest session, and no raise', async () => {
    const { run, stores } = await imported('2026-02-27');
    await stores.limits.record([
      limitEvent({ kind: 'mailed', trader: 'STEADY', sessionDate: '2026-03-02', dollars: 2000, revision: 0 }),
    ]);
    const { report } = await run({ allowStale: true });
    expect(report).toMatchObject({ stale: true, dataThrough: '2026-02-27', changes: { raise: 0 } });
    const steady = report.decisions.find(({ trader }) => trader === 'STEADY');
    expect(steady).toMatchObject({ action: 'keep', newLimit: 2000, limit: { change: 'stay' } });
  });

  it('counts the morning of the missing session in the days of a cut', async () => {
    const { run } = await imported('2026-02-27');
    await run({ sessionDate: '2026-03-02', dryRun: false });
    const { report } = await run({ allowStale: true });
    const streak = report.decisions.find(({ trader }) => trader === 'STREAK');
    expect(streak?.limit?.cutDay).toBe(2);
  });

  it('is the failure of the source where there is one', async () => {
    const { run } = await imported(
      '2026-02-27',
      history().filter(({ sessionDate }) => sessionDate < '2026-03-02'),
    );
    await expect(run()).rejects.toMatchObject({ code: 'no_fills', retryable: true });
    expect((await run({ allowStale: true })).report.stale).toBe(true);
  });

  it('is a day without trading where someone accepted it, from the source too', async () => {
    const { run, accept } = await imported(
      '2026-02-27',
      history().filter(({ sessionDate }) => sessionDate < '2026-03-02'),
    );
    await accept('2026-03-02');
    expect((await run()).report.stale).toBe(false);
  });
});

it('the request of a morning does not allow stale data by itself', () => {
  expect(request.allowStale).toBe(false);
});
