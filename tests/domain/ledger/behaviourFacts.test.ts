import { describe, expect, it } from 'vitest';
import { closeDay, tape } from '../../support/fills.ts';

const factsOf = (...lines: string[]) => closeDay({ fills: tape(lines) }).facts;

describe('entries and minutes after a loss', () => {
  it('are separated from the rest of the day by the median hold of its trips', () => {
    const facts = factsOf(
      '10:00 B 100 X 10',
      '10:05 S 100 X 9',
      '10:07 B 200 X 10',
      '10:17 S 200 X 11',
      '10:30 B 100 Y 10',
      '10:45 S 100 Y 9',
      '10:50 B 400 Z 10',
      '11:00 S 400 Z 11',
    );
    expect(facts).toMatchObject({
      entriesAfterLoss: 2,
      minutesAfterLoss: 20,
      entriesOtherwise: 2,
      minutesOtherwise: 40,
    });
  });

  it.each([
    { what: 'at least a minute', hold: '10:00:05', again: '10:01:04', after: 1 },
    { what: 'no longer than that minute', hold: '10:00:05', again: '10:01:05', after: 0 },
    { what: 'at most a quarter of an hour', hold: '10:40:00', again: '10:54:59', after: 1 },
    { what: 'no longer than that quarter of an hour', hold: '10:40:00', again: '10:55:00', after: 0 },
  ])('count in a window of $what', ({ hold, again, after }) => {
    const facts = factsOf('10:00 B 1 X 10', `${hold} S 1 X 9`, `${again} B 1 X 9`);
    expect(facts).toMatchObject({ entriesAfterLoss: after, entriesOtherwise: 2 - after });
  });

  it('count in a window of a quarter of an hour where no hold is known', () => {
    const facts = factsOf('? B 1 X 10', '10:00 S 1 X 9', '10:14 B 1 Y 1', '10:16 B 1 Z 1');
    expect(facts).toMatchObject({
      entriesAfterLoss: 1,
      minutesAfterLoss: 15,
      entriesOtherwise: 1,
      minutesOtherwise: 1,
    });
  });

  it('count overlapping windows once, until the last fill', () => {
    const facts = factsOf(
      '10:00 B 1 X 10',
      '10:00 B 1 Y 10',
      '10:10 S 1 X 9',
      '10:14 S 1 Y 9',
      '10:20 B 1 Z 1',
    );
    // The median hold is 12 minutes: windows 10:10 to 10:22 and 10:14 to 10:26, until the last fill at 10:20.
    expect(facts).toMatchObject({
      entriesAfterLoss: 1,
      minutesAfterLoss: 10,
      entriesOtherwise: 2,
      minutesOtherwise: 10,
    });
  });

  it('depend on the order of the exits, not on the order of the trips', () => {
    const facts = factsOf(
      '10:00 B 2 X 10',
      '10:00 B 1 Y 10',
      '10:05 S 1 X 9',
      '10:08 S 1 Y 9',
      '10:09 B 1 Z 1',
      '10:20 S 1 X 9',
      '10:40 B 1 W 1',
    );
    // The median of holds of 8 and (5 + 20)/2 minutes is 10 min 15 s: windows from 10:08 and from 10:20.
    expect(facts).toMatchObject({
      entriesAfterLoss: 1,
      minutesAfterLoss: 20.5,
      entriesOtherwise: 3,
      minutesOtherwise: 19.5,
    });
  });

  it('are 0 after a win and after a trip without P&L', () => {
    const facts = factsOf(
      '10:00 B 1 X 10',
      '10:05 S 1 X 11',
      '10:06 B 1 Y 10',
      '10:07 S 1 Y 10',
      '10:08 B 1 Z 1',
    );
    expect(facts).toMatchObject({
      entriesAfterLoss: 0,
      minutesAfterLoss: 0,
      entriesOtherwise: 3,
      minutesOtherwise: 8,
    });
  });

  it.each([
    {
      what: 'later in the order of fills is after the loss',
      lines: ['10:05 S 1 X 9', '10:05 B 1 Y 1'],
      after: 1,
    },
    {
      what: 'earlier in the order of fills is not after the loss',
      lines: ['10:05 B 1 Y 1', '10:05 S 1 X 9'],
      after: 0,
    },
    { what: 'in the same fill, by crossing zero, is after the loss', lines: ['10:05 S 2 X 9'], after: 1 },
  ])('an entry in the second of the losing exit and $what', ({ lines, after }) => {
    expect(factsOf('10:00 B 1 X 10', ...lines).entriesAfterLoss).toBe(after);
  });

  it('start at the last exit of a losing trip', () => {
    const facts = factsOf(
      '10:00 B 2 X 10',
      '10:05 S 1 X 9',
      '10:06 B 1 Y 1',
      '10:07 S 1 X 9',
      '10:08 B 1 Z 1',
    );
    expect(facts).toMatchObject({ entriesAfterLoss: 1, minutesAfterLoss: 1, entriesOtherwise: 2 });
  });

  it('do not include entries of unknown time', () => {
    const facts = factsOf('? B 1 X 10', '? S 1 X 9', '? B 1 Y 10');
    expect(facts).toMatchObject({
      entriesAfterLoss: 0,
      entriesOtherwise: 0,
      minutesAfterLoss: 0,
      minutesOtherwise: 0,
    });
  });

  it('count a position built in parts as one entry, and an addition after an exit as another', () => {
    const facts = factsOf(
      '10:00 B 1 X 10',
      '10:01 B 1 X 10',
      '10:02 S 1 X 11',
      '10:03 B 1 X 11',
      '10:04 S 2 X 12',
    );
    expect(facts.entriesOtherwise).toBe(2);
  });

  it('count an entry in one account after a loss in another', () => {
    const fills = [
      ...tape(['10:00 B 1 X 10', '10:05 S 1 X 9'], { account: 'B' }),
      ...tape(['10:06 B 1 X 9'], { account: 'A' }),
    ];
    expect(closeDay({ fills }).facts.entriesAfterLoss).toBe(1);
  });
});

describe('size after losing and after winning', () => {
  it('is the size of the next entry relative to the median entry of the day', () => {
    const facts = factsOf(
      '10:00 B 100 X 10',
      '10:05 S 100 X 9',
      '10:07 B 200 X 10',
      '10:17 S 200 X 11',
      '10:30 B 100 Y 10',
      '10:45 S 100 Y 9',
      '10:50 B 400 Z 10',
      '11:00 S 400 Z 11',
    );
    expect(facts.meanLogSizeAfterLoss).toBeCloseTo(
      (Math.log(2_000 / 1_500) + Math.log(4_000 / 1_500)) / 2,
      12,
    );
    expect(facts.meanLogSizeAfterWin).toBeCloseTo(Math.log(1_000 / 1_500), 12);
  });

  it('uses the whole size of an entry made in parts', () => {
    const facts = factsOf(
      '10:00 B 1 X 10',
      '10:01 S 1 X 9',
      '10:02 B 2 X 10',
      '10:03 B 2 X 10',
      '10:04 S 4 X 10',
    );
    expect(facts.meanLogSizeAfterLoss).toBeCloseTo(Math.log(40 / 25), 12);
  });

  it('uses only the opening part of a fill that crosses zero', () => {
    const facts = factsOf('10:00 B 3 X 10', '10:01 S 4 X 9');
    expect(facts.meanLogSizeAfterLoss).toBeCloseTo(Math.log(9 / 19.5), 12);
  });

  it('is null where no entry follows, or only one at price 0', () => {
    expect(factsOf('10:00 B 1 X 10', '10:01 S 1 X 9').meanLogSizeAfterLoss).toBeNull();
    expect(factsOf('10:00 B 1 X 10', '10:01 S 1 X 9', '10:02 B 1 Y 0').meanLogSizeAfterLoss).toBeNull();
  });
});
