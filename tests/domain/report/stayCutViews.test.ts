import { describe, expect, it } from 'vitest';
import { stayCutViews } from '../../../src/domain/report/stayCutViews.ts';
import { tenthMorning } from '../../support/limitMornings.ts';
import { cut, decision, report, withLine } from '../../support/report.ts';

describe('limits that stay cut', () => {
  it('have their day and who confirmed them, the deepest first; a withheld one stands elsewhere', () => {
    expect(
      stayCutViews(tenthMorning()).map(({ trader, limit, base, since, question }) => [
        trader,
        limit,
        base,
        since,
        question,
      ]),
    ).toEqual([
      ['NET004', '$3,000', 'base $5,000', 'day 2, confirmed', ''],
      [
        'NET005',
        '$3,000',
        'base $5,000',
        'day 12, assumed since Fri 18 Sep, never confirmed',
        'Cut for 12 sessions. Change the base limit?',
      ],
      ['NET008', '$4,500', 'base $5,000', 'day 1, assumed since Mon, never confirmed', ''],
    ]);
  });

  it("give the engine's reason, or the override with Daybreak's own limit next to it", () => {
    expect(stayCutViews(tenthMorning()).map(({ why }) => why)).toEqual([
      '5 losing sessions in a row',
      '5 losing sessions in a row',
      "Override by risk-1 through Wed 7 Oct: spoken to the trader. Daybreak's own: $2,500",
    ]);
  });

  it('are none where nothing is below the base limit, or a change has to be keyed in', () => {
    const lower = withLine(cut('A', 40), { limitInForce: 5000 });
    expect(stayCutViews(report({ decisions: [lower, withLine(decision(), {})] }))).toEqual([]);
  });
});
