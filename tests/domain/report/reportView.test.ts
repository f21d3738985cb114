import { describe, expect, it } from 'vitest';
import { groupDecisions, sortDecisions } from '../../../src/domain/report/order.ts';
import { reportView } from '../../../src/domain/report/reportView.ts';
import { SHOWN } from '../../../src/domain/report/rowsShown.ts';
import { withLimits } from '../../support/limitMornings.ts';
import {
  badMorning,
  calmMorning,
  hostileMorning,
  largeMorning,
  morningByHand,
} from '../../support/mornings.ts';
import { cut, decision, history, reason, report, withLine } from '../../support/report.ts';

it('decisions come deepest cut first, then review, then withheld, then by name', () => {
  const mixed = [
    decision({ trader: 'B' }),
    decision({ trader: 'W', action: 'withheld', reconciled: false }),
    cut('SHALLOW', 20),
    decision({ trader: 'A' }),
    decision({ trader: 'R', action: 'review' }),
    cut('DEEP', 60),
    cut('ALSO', 20),
  ];
  expect(sortDecisions(mixed).map(({ trader }) => trader)).toEqual([
    'DEEP',
    'ALSO',
    'SHALLOW',
    'R',
    'W',
    'A',
    'B',
  ]);
});

it('every trader is in one group and no other', () => {
  const morning = largeMorning();
  const groups = Object.values(groupDecisions(morning)).flat();
  expect(groups.map(({ trader }) => trader).toSorted()).toEqual(
    morning.decisions.map(({ trader }) => trader).toSorted(),
  );
});

it('a kept trader whose P&L does not tie out is shown for a decision by hand', () => {
  const { attention } = reportView(report({ decisions: [decision({ trader: 'A', reconciled: false })] }));
  expect(attention.rows.map(({ trader, state }) => [trader, state])).toEqual([['A', 'Not tied out']]);
});

describe('the view of a report', () => {
  it.each([badMorning, calmMorning, hostileMorning, largeMorning, morningByHand])(
    'holds strings and booleans alone',
    (morning) => {
      const leaves: unknown[] = [];
      JSON.stringify(reportView(morning()), (_key, value: unknown) => {
        if (typeof value !== 'object' || value === null) leaves.push(value);
        return value;
      });
      expect(leaves.filter((leaf) => typeof leaf !== 'string' && typeof leaf !== 'boolean')).toEqual([]);
    },
  );

  it('compares a report without limit lines with the base limits', () => {
    expect(reportView(badMorning()).changeGroups[0]?.rows[1]).toEqual({
      trader: 'NET014',
      desk: 'Options',
      inForce: '$12,345.67',
      target: '$6,790.11',
      sign: '▼',
      word: 'lower',
      isLower: true,
      base: 'base $12,345.67',
      reason: 'Volatility 2.6× its norm over 5 days',
      record: 'confidence medium',
      notUsed: '',
      answerUrl: '',
    });
  });

  it('states for every list how many rows it leaves out', () => {
    const { changeGroups, furtherChanges, everyTrader, talks } = reportView(largeMorning(400, 1));
    expect([changeGroups[0]?.rows.length, furtherChanges.rows.length, furtherChanges.leftOut]).toEqual([
      30,
      170,
      '200 more changes in limits.csv.',
    ]);
    expect([everyTrader.rows.length, everyTrader.leftOut]).toEqual([
      SHOWN.traders,
      '375 more traders in limits.csv.',
    ]);
    expect([talks.rows.length, talks.leftOut]).toEqual([
      5,
      '25 more traders to talk to; their signs are under Watch.',
    ]);
  });

  it('shows signs with their evidence for uncut traders, and next to the chart for changes', () => {
    const signs = {
      warnings: ['LOW_WIN_RATE' as const],
      warningEvidence: [{ code: 'LOW_WIN_RATE' as const, text: '4 of 20' }],
    };
    const view = reportView(
      report({
        decisions: [
          cut('CUT', 60, signs),
          decision({ trader: 'KEPT', ...signs, reasons: [reason({ text: 'a reason' })] }),
          decision({ trader: 'HELD', action: 'withheld', reconciled: false, ...signs }),
          decision({ trader: 'OLD', warnings: ['LOW_WIN_RATE', 'ELEVATED_RISK'] }),
          decision({ trader: 'TIER', tier: 'high', largeLossProbability: 0.31 }),
          decision({ trader: 'WILD', tier: 'high', largeLossProbability: 0.12 }),
        ],
        histories: [history('CUT', [-20])],
      }),
    );
    expect(view.pictures.rows[0]?.signs).toEqual(['Low win rate: 4 of 20']);
    expect(view.attention.rows[0]?.signs).toEqual(['Low win rate: 4 of 20']);
    expect(view.watch.rows.map(({ trader, signs: lines }) => [trader, lines])).toEqual([
      ['TIER', ['Chance of a large loss 31%, where 15% is usual']],
      ['WILD', ["Larger swings than on 99 of 100 of the trader's own days"]],
      ['KEPT', ['Low win rate: 4 of 20', 'A reason']],
      ['OLD', ['Low win rate']],
    ]);
  });

  it('does not repeat a reason as a sign, nor a talk under Watch', () => {
    const falls = { warnings: ['LARGE_DRAWDOWN' as const] };
    const quick = { warnings: ['REVENGE_TRADING' as const], tier: 'neutral' as const };
    const { watch } = reportView(
      report({
        decisions: [
          decision({ trader: 'A', ...falls, reasons: [reason({ code: 'drawdown', text: 'a fall' })] }),
          decision({ trader: 'B', ...quick }),
          decision({ trader: 'C', ...quick }),
        ],
        alerts: [{ code: 'DISTRESSED_BEHAVIOUR', trader: 'B', text: 'chasing losses' }],
      }),
    );
    expect(watch.rows.map(({ trader, signs }) => [trader, signs])).toEqual([
      ['C', ['Quick re-entry after losses']],
      ['A', ['A fall']],
    ]);
  });

  it('names a trader to talk to once, with every reason, and other alerts at the end', () => {
    const critical = ['A', 'B', 'A'].map((trader, index) => ({
      code: 'VAR_EXCEPTIONS',
      trader,
      text: `t${index}`,
    }));
    const view = reportView(report({ alerts: [{ code: 'NO_HISTORY', text: 'n' }, ...critical] }));
    expect(view.talks.rows.map(({ trader, text }) => [trader, text])).toEqual([
      ['A', 't0; t2'],
      ['B', 't1'],
    ]);
    expect(view.notices.rows).toEqual([{ hasTrader: false, trader: '', text: 'N.' }]);
    expect(view.isCalm).toBe(false);
    expect(view.lead).toBe('Nothing to key in. Talk to A, B.');
  });

  it('does not say a large drawdown again under Watch where the capital is at risk', () => {
    const evidence = [
      { code: 'LARGE_DRAWDOWN', text: 'far below' },
      { code: 'LOW_WIN_RATE', text: '2 of 20' },
    ] as const;
    const warned = decision({
      trader: 'A',
      warnings: evidence.map(({ code }) => code),
      warningEvidence: evidence,
    });
    const signs = (code: string) =>
      reportView(report({ decisions: [warned], alerts: [{ code, trader: 'A', text: 't' }] })).watch.rows.map(
        (row) => row.signs,
      );
    expect(signs('CAPITAL_AT_RISK')).toEqual([['Low win rate: 2 of 20']]);
    expect(signs('VAR_EXCEPTIONS')).toEqual([['Large drawdown: far below', 'Low win rate: 2 of 20']]);
  });

  it('begins with what a cut record demands, whatever else there is', () => {
    const alerts = [{ code: 'CUTS_COST_MORE', text: 'the cuts cost more: judge each cut yourself' }];
    expect(reportView(report({ alerts })).lead).toBe(
      'Nothing to key in. The cuts cost more: judge each cut yourself.',
    );
  });

  it('is calm only when no decision by hand is needed', () => {
    expect(
      [badMorning(), morningByHand(), calmMorning()].map((morning) => reportView(morning).isCalm),
    ).toEqual([false, false, true]);
  });

  it('describes each chart in words', () => {
    const morning = report({ decisions: [cut('A', 60)], histories: [history('A', [100, -300.4, 50, -20])] });
    expect(reportView(morning).pictures.rows).toEqual([
      {
        trader: 'A',
        from: 'Wed 30 Sep',
        to: 'Mon 5 Oct',
        caption: '2 of the last 4 sessions lost, total −$170, worst −$300 on Thu 1 Oct, last −$20',
        alternative:
          'Bar chart of A: 2 of the last 4 sessions lost, total −$170, worst −$300 on Thu 1 Oct, last −$20',
        contentId: 'history-1',
        signs: [],
      },
    ]);
  });

  it('draws and names the limit in force through the days', () => {
    const limits = [5000, 5000, 4000, 4000];
    const morning = report({
      decisions: [withLine(cut('A', 60), { limitInForce: 4000 })],
      histories: [withLimits(history('A', [100, -300.4, 50, -20]), limits)],
    });
    expect(reportView(morning).pictures.rows[0]?.caption).toMatch(
      /last −\$20\. Limit in force \$5,000, \$4,000 since Fri 2 Oct; today \$2,000$/,
    );
  });

  it('states what the limits rest on', () => {
    expect(reportView(badMorning()).evidence.map(({ label, text }) => `${label}: ${text}`)).toEqual([
      'Engine: Decided by the fixed rules. The model is not in use: it has not proved better yet.',
      'Tie-out: The P&L of 11 of 12 traders agrees with the source; 1 does not.',
      'Source: PropReports',
    ]);
  });

  it('does not count a trader who could not be checked as wrong', () => {
    const unchecked = decision({ reconciled: null });
    const words = (decisions: readonly ReturnType<typeof decision>[]) =>
      reportView(report({ decisions })).evidence[1]?.text;
    expect(words([unchecked])).toBe('Not checked: the source has no totals to compare with.');
    expect(words([unchecked, decision({ trader: 'B' })])).toBe(
      'The P&L of 1 of 2 traders agrees with the source; 1 could not be checked, because the source has no totals for them.',
    );
    expect(words([decision()])).toBe('The P&L of the one trader agrees with the source.');
  });

  it('shows a missing figure as n/a and a zero as 0', () => {
    const { everyTrader } = reportView(
      report({
        decisions: [
          decision({ valueAtRisk95: null, largeLossProbability: null }),
          decision({ trader: 'Z', valueAtRisk95: 0, largeLossProbability: 0 }),
        ],
      }),
    );
    expect(everyTrader.rows.map(({ valueAtRisk, largeLoss }) => [valueAtRisk, largeLoss])).toEqual([
      ['$0', '0%'],
      ['n/a', 'n/a'],
    ]);
  });
});

describe('a young trader in the table of every trader', () => {
  const young = decision({ trader: 'YOUNG', action: 'review', tier: 'unknown', activeSessions: 12 });
  const figuresOf = (decisions: Parameters<typeof report>[0]) => {
    const { everyTrader, youngNote } = reportView(report(decisions));
    return { rows: everyTrader.rows.map((row) => [row.trader, row.valueAtRisk, row.largeLoss]), youngNote };
  };

  it('has a mark at each figure, and the table says what it means', () => {
    expect(figuresOf({ decisions: [decision({ trader: 'OLD' }), young] })).toEqual({
      rows: [
        ['YOUNG', '$1,241*', '11%*'],
        ['OLD', '$1,241', '11%'],
      ],
      youngNote:
        '* young: with 10 to 19 active sessions, VaR and chance of a large loss rest on few days. Decide the limit by hand.',
    });
  });

  it('has neither without a forecast', () => {
    const none = { ...young, valueAtRisk95: null, largeLossProbability: null };
    expect(figuresOf({ decisions: [none] })).toEqual({ rows: [['YOUNG', 'n/a', 'n/a']], youngNote: '' });
  });
});
