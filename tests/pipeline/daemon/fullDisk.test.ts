import { describe, expect, it } from 'vitest';
import type { Outbox } from '../../../src/ports/outbox.ts';
import type { FillSource } from '../../../src/ports/source.ts';
import { SourceError, StoreError } from '../../../src/shared/errors.ts';
import { daemonDay, newYork } from '../../support/daemonDay.ts';
import { fakeSource } from '../../support/desk.ts';
import { history } from '../../support/morningDesk.ts';

const full = new StoreError('database_full', 'Database · no space left · expected free space', {
  hint: 'Free space.',
});

const neverReady: FillSource = {
  ...fakeSource(history()),
  accounts: async () => {
    throw new SourceError('no_fills', 'Source · no fills · expected some', {
      hint: 'Wait.',
      retryable: true,
    });
  },
};

type Write = 'queue' | 'claim' | 'settle';

/** A day whose disk is full between two times, for one kind of write to the outbox. */
async function dayOfFullDisk(write: Write, from: string, until: string, source?: FillSource) {
  const day = await daemonDay(source === undefined ? {} : { source: () => source });
  const isFull = () => {
    const time = newYork(day.clock.now());
    return time >= from && time < until;
  };
  const { outbox } = day.stores;
  const writes: Pick<Outbox, Write> = {
    queue: async (...values) => (isFull() ? Promise.reject(full) : outbox.queue(...values)),
    claim: async (...values) => (isFull() ? Promise.reject(full) : outbox.claim(...values)),
    settle: async (...values) => (isFull() ? Promise.reject(full) : outbox.settle(...values)),
  };
  const stores = { ...day.stores, outbox: { ...outbox, [write]: writes[write] } };
  return { ...day, start: (owner: string) => day.start(owner, stores) };
}

describe('a disk that is full at LATE_AT', () => {
  it.each<[string, Write]>([
    ['before the notice is queued', 'queue'],
    ['after the notice is queued', 'claim'],
    ['after the notice is sent', 'settle'],
  ])('%s lets LATE and FAILED go out once each, at their times, over restarts', async (_, write) => {
    const day = await dayOfFullDisk(write, '08:25', '08:50', neverReady);
    await day.start('host:1:a');
    await day.until('08:40');
    day.kill('host:1:a');
    await day.start('host:2:b');
    await day.until('09:00');
    day.kill('host:2:b');
    await day.pass(2);
    await day.start('host:3:c');
    await day.until('10:30');
    expect(day.mails().filter((mail) => !mail.includes('alert'))).toEqual([
      '08:30 late ann',
      '08:30 late bob',
      '09:26 failed ann',
      '09:26 failed bob',
    ]);
    const late = await day.stores.outbox.entries('2026-03-03', 'late');
    expect(late.map(({ status }) => status)).toEqual(
      write === 'settle' ? Array(2).fill('ambiguous') : Array(2).fill('sent'),
    );
  });
});

it('a disk that is full when a limit mail was taken does not make it go out a second time', async () => {
  const day = await dayOfFullDisk('settle', '05:00', '05:20');
  await day.start('host:1:a');
  await day.until('05:10');
  day.kill('host:1:a');
  await day.pass(3);
  await day.start('host:2:b');
  await day.until('06:30');
  const limits = day.mails().filter((mail) => mail.includes('morning'));
  expect(limits.map((mail) => mail.slice(6)).sort()).toEqual(['morning ann', 'morning bob']);
  const mails = await day.stores.outbox.entries('2026-03-03', 'morning');
  // The store could not record twice what became of them, so it does not claim that they arrived.
  expect(mails.map(({ status }) => status)).toEqual(['ambiguous', 'ambiguous']);
  expect(
    day
      .mails()
      .find((mail) => mail.includes('alert'))
      ?.slice(0, 5),
  ).toBe('05:00');
});
