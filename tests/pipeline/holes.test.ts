import { describe, expect, it } from 'vitest';
import { fakeClock } from '../../scripts/simulation/fakes.ts';
import type { Stores } from '../../src/commands/world.ts';
import { acceptNoTrading } from '../../src/pipeline/accept.ts';
import { fetchHoles } from '../../src/pipeline/fetchHoles.ts';
import { readHoles } from '../../src/pipeline/holes.ts';
import { SourceError } from '../../src/shared/errors.ts';
import { fakeSource } from '../support/desk.ts';
import { accepted, history, morningPorts, runOwn, sessions } from '../support/morningDesk.ts';
import { append, temporaryStores } from '../support/stores.ts';

const through = '2026-03-02';
const missing = ['2026-02-24', '2026-02-25', '2026-02-26', '2026-02-27'];
const until = new Date('2026-03-03T13:30:00Z');
const fetch = { sessionDate: '2026-03-03', until, fillsRetentionDays: null };

/** A desk whose process was off for the four sessions before the last one. */
async function deskWithHoles(source = fakeSource(history())) {
  const stores = await temporaryStores();
  const past = history().filter(({ sessionDate }) => sessionDate < '2026-02-24');
  await append(stores, past);
  const sent: string[] = [];
  const ports = morningPorts(stores, source, async ({ recipient }) => {
    sent.push(recipient);
    return accepted;
  });
  return { stores, ports, source, sent };
}
const holesOf = (stores: Stores, ports: ReturnType<typeof morningPorts>) =>
  readHoles({ ...stores, calendar: ports.calendar }, through);

describe('a session that was never fetched', () => {
  it('is asked for after the mail: the last session comes first', async () => {
    const { ports, source } = await deskWithHoles();
    await runOwn(ports);
    expect(source.asked).toEqual(['2026-02-28..2026-03-02']);
    await fetchHoles(ports, fetch);
    expect(source.asked.slice(1)).toEqual(['2026-02-24..2026-02-24', '2026-02-25..2026-02-27']);
  });

  it('keeps the rules from looking across it, and the mail names both', async () => {
    const { ports } = await deskWithHoles();
    const { report } = await runOwn(ports, { dryRun: true });
    expect(report.decisions.map(({ trader, action, confidence }) => [trader, action, confidence])).toEqual([
      ['STEADY', 'keep', 'low'],
      ['STREAK', 'keep', 'low'],
    ]);
    const list = 'Tue 24 Feb, Wed 25 Feb, Thu 26 Feb, Fri 27 Feb';
    expect(report.dataQuality).toContainEqual({
      code: 'holes',
      count: 4,
      text: `4 sessions are missing in the history (${list}): fetched once the mails are out, until LATE_AT`,
    });
    expect(report.alerts.map(({ code }) => code)).toContain('MISSING_SESSIONS');
  });

  it('is no longer missing on the next morning: the streak is a reason again', async () => {
    const { ports, stores } = await deskWithHoles();
    await runOwn(ports);
    await fetchHoles(ports, fetch);
    expect(await holesOf(stores, ports)).toEqual([]);
    const { report } = await runOwn(ports, { dryRun: true });
    const streak = report.decisions.find(({ trader }) => trader === 'STREAK');
    expect(streak?.reasons.map(({ text }) => text)).toEqual(['6 losing sessions in a row']);
  });

  it('names the streak that it keeps from being a reason', async () => {
    const fills = history();
    const { ports, stores } = await deskWithHoles(fakeSource(fills));
    // Three losses follow the gap, and two lie before it.
    await fetchHoles(ports, fetch);
    await stores.database.connection.run("DELETE FROM fetched_session WHERE session_date = '2026-02-25'");
    await stores.database.connection.run("DELETE FROM fill_block WHERE session_date = '2026-02-25'");
    await stores.database.connection.run("DELETE FROM trader_day WHERE session_date = '2026-02-25'");
    const { report } = await runOwn(ports, { dryRun: true });
    const streak = report.decisions.find(({ trader }) => trader === 'STREAK');
    expect(streak?.reasons.map(({ text }) => text)).toEqual(['3 losing sessions in a row']);
    expect(report.alerts.find(({ code }) => code === 'MISSING_SESSIONS')?.text).toContain(
      'STREAK (5 losing sessions in a row',
    );
  });

  it('is not asked for from LATE_AT on', async () => {
    const { ports, source, stores } = await deskWithHoles();
    await runOwn(ports);
    await fetchHoles({ ...ports, clock: fakeClock(until.toISOString()) }, fetch);
    expect(source.asked).toHaveLength(1);
    expect(await holesOf(stores, ports)).toEqual(missing);
  });

  it('that the source cannot send does not keep the others away, nor fail the run', async () => {
    const good = fakeSource(history());
    const source = {
      ...good,
      async *fills(from: string, to: string) {
        if (from <= '2026-02-25' && to >= '2026-02-25')
          throw new SourceError('source_http_500', 'Source · HTTP 500 · expected fills', { hint: 'Wait.' });
        yield* good.fills(from, to);
      },
    };
    const { ports, stores } = await deskWithHoles(source);
    await runOwn(ports);
    await fetchHoles(ports, fetch);
    expect(await holesOf(stores, ports)).toEqual(['2026-02-25']);
  });

  it('older than the fills that are kept is not asked for', async () => {
    const { ports, source } = await deskWithHoles();
    await fetchHoles(ports, { ...fetch, fillsRetentionDays: 5 });
    expect(source.asked).toEqual(['2026-02-26..2026-02-26', '2026-02-27..2026-03-02']);
  });
});

describe('an imported history', () => {
  it('has a hole where no trader has a fill, until it is accepted', async () => {
    const stores = await temporaryStores();
    const gone = '2026-02-20';
    await append(
      stores,
      history().filter(({ sessionDate }) => sessionDate !== gone),
    );
    const ports = morningPorts(stores, fakeSource([]), async () => accepted);
    await runOwn({ ...ports, source: null, sourceName: 'csv' }, { dryRun: true });
    expect(await holesOf(stores, ports)).toEqual([gone]);
    const request = {
      sessionDate: gone,
      reason: 'power cut',
      by: 'ann',
      at: new Date(),
      lastClosed: through,
    };
    expect(await acceptNoTrading(ports, request)).toEqual({ remaining: [] });
    expect(await holesOf(stores, ports)).toEqual([]);
    await expect(acceptNoTrading(ports, request)).rejects.toMatchObject({ code: 'nothing_to_accept' });
  });

  it('has none where one trader of the desk did not trade', async () => {
    const stores = await temporaryStores();
    await append(
      stores,
      history().filter(({ sessionDate, account }) => sessionDate !== '2026-02-20' || account !== 'STREAK'),
    );
    const ports = morningPorts(stores, fakeSource([]), async () => accepted);
    await runOwn({ ...ports, source: null, sourceName: 'csv' }, { dryRun: true });
    expect(await holesOf(stores, ports)).toEqual([]);
    expect(sessions).toContain('2026-02-20');
  });
});
