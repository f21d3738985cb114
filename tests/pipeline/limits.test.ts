import { describe, expect, it } from 'vitest';
import type { MorningRequest } from '../../src/pipeline/morning.ts';
import type { SendResult } from '../../src/ports/mail.ts';
import { fakeSource } from '../support/desk.ts';
import { limitEvent, newOverride } from '../support/limits.ts';
import { accepted, history, morningPorts, runOwn, storePast } from '../support/morningDesk.ts';
import { append, temporaryStores } from '../support/stores.ts';

/** The morning of Tuesday 3 March: STREAK is cut by 50 % to $2,500, STEADY keeps $5,000. */
async function aDesk() {
  const stores = await temporaryStores();
  await storePast(stores, history());
  const ports = morningPorts(stores, fakeSource(history()), async () => accepted);
  const lines = async (changes: Partial<MorningRequest> = { dryRun: true }) => {
    const { report } = await runOwn(ports, changes);
    return {
      report,
      lines: Object.fromEntries(report.decisions.map(({ trader, limit }) => [trader, limit])),
    };
  };
  return { stores, ports, lines };
}

const mailed = (dollars: number, sessionDate = '2026-03-02') =>
  limitEvent({ kind: 'mailed', trader: 'STREAK', sessionDate, dollars, revision: 0, by: 'daybreak' });

describe('the limits of a morning', () => {
  it('are changes against the base limits on a new desk', async () => {
    const { report, lines } = await (await aDesk()).lines();
    expect(lines).toMatchObject({
      STREAK: { limitInForce: 5000, inForceSource: 'base', target: 2500, change: 'lower', cutDay: 1 },
      STEADY: { limitInForce: 5000, inForceSource: 'base', target: 5000, change: 'stay', cutDay: null },
    });
    expect(report.changes).toEqual({ lower: 1, raise: 0, stay: 1, set: 0 });
  });

  it.each([
    { what: 'the same cut', events: [mailed(2500)], change: 'stay' },
    { what: 'a deeper cut', events: [mailed(1000)], change: 'raise' },
    {
      what: 'a cut that was not applied',
      events: [mailed(2500), { ...mailed(0), kind: 'not-applied' as const, dollars: null }],
      change: 'lower',
    },
    {
      what: 'a limit stated for a later session',
      events: [mailed(2500, '2026-03-04')],
      change: 'lower',
    },
  ])('are changes against $what', async ({ events, change }) => {
    const { stores, lines } = await aDesk();
    await stores.limits.record(events);
    expect((await lines()).lines['STREAK']).toMatchObject({ target: 2500, change });
  });

  it('are all to be set after an upgrade or a restore', async () => {
    const { stores, lines } = await aDesk();
    const unknown = { kind: 'unknown', trader: null, dollars: null, baseLimit: null } as const;
    await stores.limits.record([mailed(2500), limitEvent({ ...unknown, sessionDate: '2026-03-03' })]);
    const { report } = await lines();
    expect(report.changes).toEqual({ lower: 0, raise: 0, stay: 0, set: 2 });
  });

  it('start from the base limit every morning where the platform forgets them at night', async () => {
    const { stores, lines } = await aDesk();
    await stores.limits.record([mailed(2500)]);
    const { lines: bySession } = await lines({ dryRun: true, limitLifetime: 'session' });
    expect(bySession['STREAK']).toMatchObject({ limitInForce: 5000, change: 'lower' });
  });

  it('follow an override', async () => {
    const { stores, lines } = await aDesk();
    await stores.limits.addOverride(newOverride({ trader: 'STREAK', dollars: 4000 }));
    expect((await lines()).lines['STREAK']).toMatchObject({
      target: 4000,
      recommendedLimit: 2500,
      override: { dollars: 4000, by: 'ann' },
    });
  });
});

describe('the mail of a morning', () => {
  it.each([
    { baseLimit: 8000, change: 'raise', words: 'The base limit was changed from $5,000 to $8,000' },
    { baseLimit: 4000, change: 'lower', words: 'The base limit was changed from $5,000 to $4,000' },
  ])('says that the base limit was changed to $baseLimit, not that a cut has ended', async (example) => {
    const { stores, ports } = await aDesk();
    // As the mail before recorded it, when a cut of STEADY ended.
    await stores.limits.record([{ ...mailed(5000), trader: 'STEADY' }]);
    await stores.roster.set({ trader: 'STEADY', baseLimit: example.baseLimit });
    const { report, mail } = await runOwn(ports);
    expect(report.decisions.find(({ trader }) => trader === 'STEADY')?.limit).toMatchObject({
      limitInForce: 5000,
      inForceBaseLimit: 5000,
      target: example.baseLimit,
      change: example.change,
    });
    expect(mail?.text.replace(/\s+/g, ' ')).toContain(example.words);
    expect(mail?.text).not.toContain('has ended');
  });

  it('says that a cut has ended, and that the base limit was changed meanwhile', async () => {
    const { stores, ports } = await aDesk();
    await stores.limits.record([{ ...mailed(3000), trader: 'STEADY' }]);
    await stores.roster.set({ trader: 'STEADY', baseLimit: 8000 });
    const { mail } = await runOwn(ports);
    expect(mail?.text.replace(/\s+/g, ' ')).toContain(
      'The cut of Mon 2 Mar has ended; the base limit was changed from $5,000 to $8,000',
    );
  });

  it('names once where the platform has another limit than was mailed', async () => {
    const { stores, ports, lines } = await aDesk();
    await lines({});
    await stores.limits.record([
      limitEvent({ kind: 'readback', trader: 'STREAK', dollars: 4000, by: 'desk', through: 'file' }),
    ]);
    const wednesday = { sessionDate: '2026-03-04', allowStale: true, force: true };
    const { report, mail } = await runOwn(ports, wednesday);
    expect(report.platformDiffers).toMatchObject([{ trader: 'STREAK', holds: 4000, asked: 2500 }]);
    expect(mail?.text.replace(/\s+/g, ' ')).toContain(
      'the platform holds $4,000, the mail of Tue asked for $2,500 (read back by desk)',
    );
    const thursday = { sessionDate: '2026-03-05', allowStale: true, dryRun: true };
    expect((await runOwn(ports, thursday)).report.platformDiffers).toEqual([]);
  });

  it('does not name a difference twice where nothing was mailed about it', async () => {
    const { stores, lines } = await aDesk();
    await lines({});
    const stated = limitEvent({ trader: 'STREAK', dollars: 4000, recordedAt: new Date('2026-03-03T20:00Z') });
    await stores.limits.record([stated]);
    await stores.limits.addOverride(
      newOverride({ trader: 'STREAK', dollars: 4000, firstSession: '2026-03-04', lastSession: '2026-03-06' }),
    );
    const next = { allowStale: true, force: true };
    const named = async (sessionDate: string) =>
      (await lines({ ...next, sessionDate })).report.platformDiffers?.map(({ holds }) => holds);
    expect([await named('2026-03-04'), await named('2026-03-05')]).toEqual([[4000], []]);
  });
});

describe('an override', () => {
  const raised = newOverride({ trader: 'STEADY', dollars: 4000, lastSession: '2026-03-06' });

  it('ends in the store once its morning is saved and no cut remains', async () => {
    const { stores, lines } = await aDesk();
    await stores.limits.addOverride(raised);
    const { report, lines: byTrader } = await lines();
    expect(byTrader['STEADY']).toMatchObject({ target: 5000, override: null });
    expect(report.endedOverrides).toMatchObject([{ trader: 'STEADY', because: 'no-cut' }]);
    expect(await stores.limits.overrides()).toMatchObject([{ endedFrom: null }]);
    await lines({});
    expect(await stores.limits.overrides()).toMatchObject([{ endedFrom: '2026-03-03', endedBy: 'daybreak' }]);
  });

  it('ends in the store although the process ended between both', async () => {
    const { stores, ports, lines } = await aDesk();
    await stores.limits.addOverride(raised);
    const broken = { ...stores.limits, endOverride: () => Promise.reject(new Error('killed')) };
    await expect(runOwn({ ...ports, limits: broken })).rejects.toThrow('killed');
    await lines({});
    expect(await stores.limits.overrides()).toMatchObject([{ endedFrom: '2026-03-03' }]);
  });
});

describe('an override that ended', () => {
  const over = newOverride({ trader: 'STREAK', dollars: 4000, firstSession: '2026-03-02' });
  const refused = { outcome: 'refused', permanent: true, response: '550 no' } as const;

  it.each([
    { what: 'reached the desk', sent: accepted, to: 'ann@desk', named: [] },
    {
      what: 'reached a risk manager who has left',
      sent: accepted,
      to: 'ann@desk',
      now: 'eve@desk',
      named: [],
    },
    { what: 'was refused', sent: refused, to: 'ann@desk', named: ['STREAK'] },
    { what: 'went to another address', sent: accepted, to: 'boss@desk', named: ['STREAK'] },
  ])('is named again after a mail that $what', async ({ sent, to, now = 'ann@desk', named }) => {
    const stores = await temporaryStores();
    await storePast(stores, history());
    await stores.limits.addOverride({ ...over, lastSession: '2026-03-02' });
    const deskRecipients = ['ann@desk'];
    let result: SendResult = accepted;
    const ports = morningPorts(stores, fakeSource(history()), async () => result);
    await runOwn(ports, { sessionDate: '2026-03-02', recipients: deskRecipients, deskRecipients });
    result = sent;
    await runOwn(ports, { recipients: [to], deskRecipients });
    const next = { ...ports, source: null, sourceName: 'csv' as const };
    const { report } = await runOwn(next, {
      sessionDate: '2026-03-04',
      dryRun: true,
      allowStale: true,
      deskRecipients: [now],
    });
    expect(report.endedOverrides?.map(({ trader }) => trader)).toEqual(named);
  });
});

it('a morning reads nothing of its own session or a later one', async () => {
  const reportOf = async (through: string) => {
    const stores = await temporaryStores();
    await append(
      stores,
      history().filter(({ sessionDate }) => sessionDate <= through),
    );
    await stores.limits.record([mailed(1000, '2026-02-27')]);
    if (through > '2026-02-27')
      await stores.limits.record([mailed(4000, '2026-03-02'), mailed(10, '2026-03-03')]);
    const ports = morningPorts(stores, fakeSource([]), async () => accepted);
    const csv = { ...ports, source: null, sourceName: 'csv' as const };
    return (await runOwn(csv, { dryRun: true, sessionDate: '2026-03-02' })).report;
  };
  const [truncated, whole] = [await reportOf('2026-02-27'), await reportOf('2026-03-02')];
  const streak = truncated.decisions.find(({ trader }) => trader === 'STREAK');
  expect(streak).toMatchObject({ action: 'cut', wouldHaveStopped: { sessions: 30, stopped: 0 } });
  expect(truncated).toMatchObject({ yesterday: { cuts: 1, notReached: 1 }, deskPnl: { yesterday: -150 } });
  expect(whole).toEqual(truncated);
});
