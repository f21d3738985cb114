import { describe, expect, it } from 'vitest';
import type { LowWaterMark } from '../../../src/domain/ledger/traderDayFacts.ts';
import { approximately } from '../../support/approximately.ts';
import { at, closeDay, contract, lot, tape } from '../../support/fills.ts';

const mark = (time: string, runningPnl: number, totalPnl: number, openNotional: number): LowWaterMark => ({
  runningPnl,
  totalPnl,
  secondOfDay: at(time),
  openNotional,
});

describe('the path of the running P&L', () => {
  it('has a mark at each new low of either basis', () => {
    const fills = tape(['09:30 B 100 X 10 1', '09:31 S 50 X 9 1', '09:32 S 50 X 9.5 0']);
    expect(closeDay({ fills }).facts).toMatchObject({
      bestRunningPnl: 0,
      worstRunningPnl: -102,
      giveBack: 77,
      lowWaterMarks: {
        realised: [mark('09:30', -1, -1, 1_000), mark('09:31', -52, -102, 450), mark('09:32', -77, -77, 0)],
        total: [mark('09:30', -1, -1, 1_000), mark('09:31', -102, -102, 450)],
      },
    });
  });

  it('has an open loss on the total basis only, and a give-back of an open gain', () => {
    const fills = tape(['09:30 B 100 X 10', '09:31 B 1 X 9', '09:32 S 1 X 12', '09:33 S 100 X 11']);
    // The lot at 10 is closed first: 2 realised; 99 at 10 and 1 at 9 stay open, valued at 12.
    expect(closeDay({ fills }).facts).toMatchObject({
      bestRunningPnl: 2 + 99 * 2 + 3,
      worstRunningPnl: -100,
      giveBack: 203 - 103,
      lowWaterMarks: { realised: [], total: [mark('09:31', -100, -100, 909)] },
    });
  });

  it('values a short position with the opposite sign, times its multiplier', () => {
    const fills = tape(['09:30 T 2 PUT 3', '09:31 T 1 PUT 4']);
    expect(closeDay({ fills, contractOf: () => contract(100) }).facts.lowWaterMarks.total).toEqual([
      mark('09:31', -200, -200, 1_200),
    ]);
  });

  it('has no mark for a fall that stays above 0', () => {
    const fills = tape(['09:30 B 10 X 10', '09:31 S 10 X 20', '09:32 B 10 X 20', '09:33 S 10 X 11']);
    expect(closeDay({ fills }).facts).toMatchObject({
      bestRunningPnl: 100,
      worstRunningPnl: 0,
      giveBack: 90,
      lowWaterMarks: { realised: [], total: [] },
    });
  });

  it('has no second mark for the same low', () => {
    const fills = tape([
      '09:30 B 0.3 X 10',
      '09:31 S 0.3 X 9',
      '09:32 B 0.1 X 7',
      '09:33 S 0.1 X 8',
      '09:34 B 0.1 X 8',
      '09:35 S 0.1 X 7',
    ]);
    expect(closeDay({ fills }).facts.lowWaterMarks.realised).toEqual(
      approximately([mark('09:31', -0.3, -0.3, 0)]),
    );
  });

  it('has an open notional of exactly 0 when nothing is open', () => {
    const fills = tape([
      '09:30 B 0.1 X 1.1',
      '09:31 B 0.7 Y 1.3',
      '09:32 S 0.1 X 1.1',
      '09:33 S 0.7 Y 1.3 5',
    ]);
    expect(closeDay({ fills }).facts.lowWaterMarks.realised.map(({ openNotional }) => openNotional)).toEqual([
      0,
    ]);
  });

  it('sums the accounts, each lot valued at the last price of its own account', () => {
    const fills = [
      ...tape(['09:30 B 100 X 10', '09:32 B 1 Y 1'], { account: 'A' }),
      ...tape(['09:31 B 100 X 9', '09:33 S 100 X 8'], { account: 'B' }),
    ];
    expect(closeDay({ fills }).facts.lowWaterMarks.total).toEqual([mark('09:33', -100, -100, 1_001)]);
  });

  it('includes the whole P&L of an overnight lot when it is closed', () => {
    const { facts } = closeDay({
      openingLots: [lot()],
      fills: tape(['09:30 S 60 AAPL 8', '10:00 S 60 AAPL 9']),
    });
    expect(facts.lowWaterMarks).toEqual({
      realised: [mark('09:30', -120, -120, 0), mark('10:00', -160, -160, 180)],
      total: [mark('09:30', -120, -120, 0), mark('10:00', -160, -160, 180)],
    });
  });
});

describe('the path within one second', () => {
  it('has no low between the first and the last fill', () => {
    const fills = tape(['09:30:00 B 100 X 10', '09:31:00 S 50 X 8', '09:31:00 S 50 X 13']);
    expect(closeDay({ fills }).facts).toMatchObject({
      worstRunningPnl: 0,
      bestRunningPnl: 50,
      lowWaterMarks: { realised: [], total: [] },
    });
  });

  it('has a low when the next fill is a second later', () => {
    const fills = tape(['09:30:00 B 100 X 10', '09:31:00 S 50 X 8', '09:31:01 S 50 X 13']);
    expect(closeDay({ fills }).facts.lowWaterMarks.realised).toEqual([mark('09:31', -100, -200, 400)]);
  });
});

describe('fills of unknown time', () => {
  it('count in P&L but not on the path; their open lots are valued like the others', () => {
    const fills = tape(['? B 100 X 10 1', '? S 50 X 5 1', '09:30 S 25 X 9']);
    expect(closeDay({ fills }).facts).toMatchObject({
      netPnl: -250 - 25 - 2,
      bestRunningPnl: 0,
      worstRunningPnl: -50,
      giveBack: 50,
      lowWaterMarks: { realised: [mark('09:30', -25, -50, 225)], total: [mark('09:30', -50, -50, 225)] },
    });
  });

  it('alone give no path', () => {
    expect(closeDay({ fills: tape(['? B 100 X 10', '? S 100 X 5']) }).facts).toMatchObject({
      netPnl: -500,
      unknownTimeFills: 2,
      bestRunningPnl: null,
      worstRunningPnl: null,
      giveBack: null,
      lowWaterMarks: { realised: [], total: [] },
    });
  });
});
