import type { ProofItem } from '../../src/domain/decision/proofItem.ts';
import type { MorningReport } from '../../src/domain/report/report.ts';
import { cut, decision, history, reason, report } from './report.ts';

/** An ordinary bad morning: twelve traders, three cuts, one review, one withheld, alerts, findings. */
export function badMorning(): MorningReport {
  return report({
    decisions: [
      cut('NET001', 60, {
        desk: 'Equities New York',
        reasons: [
          reason(),
          reason({
            code: 'drawdown',
            text: 'drawdown of 27.4% of risk capital',
            value: 0.274,
            reductionPct: 60,
          }),
        ],
        valueAtRisk95: 3120.4,
        largeLossProbability: 0.44,
        warnings: ['REVENGE_TRADING', 'LARGE_DRAWDOWN', 'ELEVATED_RISK'],
        warningEvidence: [
          {
            code: 'REVENGE_TRADING',
            text: 'new entries right after losing exits at 2.4× the usual pace over 20 sessions (61 in 190 min, against 240 in 1930 min otherwise); most on Thu 1 Oct: 9 in 14 min',
          },
          {
            code: 'LARGE_DRAWDOWN',
            text: '$5,480 below the best point of 60 sessions, at the close of Wed 16 Sep: 27.4% of the risk capital of $20,000',
          },
          { code: 'ELEVATED_RISK', text: '2 signs at once' },
        ],
      }),
      cut('NET014', 45, {
        baseLimit: 12345.67,
        desk: 'Options',
        confidence: 'medium',
        reasons: [reason({ text: 'volatility 2.6× its norm over 5 days', code: 'volatility' })],
        valueAtRisk95: 6150,
        largeLossProbability: 0.31,
      }),
      cut('NET007', 20, {
        baseLimit: 125000,
        confidence: 'low',
        reasons: [
          reason({
            text: 'yesterday −$41,210, below the 5% quantile of 60 sessions (−$35,900)',
            code: 'bad_day',
          }),
        ],
        tier: 'neutral',
        valueAtRisk95: 52000,
        largeLossProbability: 0.22,
      }),
      decision({
        trader: 'NET022',
        action: 'review',
        tier: 'unknown',
        activeSessions: 7,
        valueAtRisk95: null,
        largeLossProbability: null,
      }),
      decision({
        trader: 'NET005',
        action: 'withheld',
        tier: 'high',
        proposedReductionPct: 40,
        reconciled: false,
        notProven: notProven('NET005'),
        reasons: [reason({ text: '4 losing sessions in a row' })],
        largeLossProbability: 0.35,
      }),
      decision({
        trader: 'NET003',
        tier: 'neutral',
        warnings: ['HIGH_VOLATILITY', 'LOW_WIN_RATE', 'ELEVATED_RISK'],
        warningEvidence: [
          {
            code: 'HIGH_VOLATILITY',
            text: 'swings of the last sessions 1.9× those of the last months; 63% of it from Fri 2 Oct (−$1,930), Wed 30 Sep ($1,610)',
          },
          {
            code: 'LOW_WIN_RATE',
            text: '4 of the last 20 sessions won, against 66 of 120 (55%): 2.8 standard errors below',
          },
          { code: 'ELEVATED_RISK', text: '2 signs at once' },
        ],
        largeLossProbability: 0.21,
        valueAtRisk95: 2210,
      }),
      decision({
        trader: 'NET011',
        tier: 'neutral',
        reasons: [reason({ text: 'win rate 31% over 20 sessions, usually 48%' })],
        largeLossProbability: 0.2,
      }),
      ...['NET002', 'NET004', 'NET006', 'NET008', 'NET010'].map((trader, index) =>
        decision({
          trader,
          desk: index % 2 === 0 ? 'Equities New York' : 'Options',
          largeLossProbability: 0.05 + index / 40,
        }),
      ),
    ],
    histories: [
      history(
        'NET001',
        [
          420, 310, -150, 640, 210, -380, 120, 505, -90, 330, 210, 85, -420, 160, 75, -610, -940, -1210, -480,
          -1875.5,
        ],
      ),
      history(
        'NET014',
        [
          900, -1200, 2100, -640, 480, 1500, -2900, 3100, -820, 640, -1700, 2600, -3400, 1900, -2100, 4200,
          -3900, 1250, -2750, -1480,
        ],
      ),
      history(
        'NET007',
        [8200, 12100, -4300, 6900, 15400, -2100, 9800, -7600, 11200, 4300, 13900, -3200, 7400, -41210],
      ),
    ],
    alerts: [
      {
        code: 'VAR_EXCEPTIONS',
        trader: 'NET007',
        text: '7 of the last 60 traded sessions lost more than VaR, where 3 are to be expected: yellow zone; last on Mon 5 Oct, −$41,210 against a VaR of $38,900',
      },
      {
        code: 'REPEATED_HIGH_RISK',
        trader: 'NET001',
        text: 'tier high on 4 mornings running, since Thu 1 Oct',
      },
      {
        code: 'UNRECONCILED',
        trader: 'NET005',
        text: 'net −$1,204.50 here, −$1,180 at the source: no recommendation until the two agree',
      },
    ],
    dataQuality: [
      {
        code: 'UNKNOWN_TIME',
        count: 14,
        text: '14 fills without a time: in the P&L, not in the intraday path',
      },
      { code: 'SHORT_HISTORY', count: 1, text: '1 trader with fewer than 20 active sessions: NET022' },
      { code: 'NOT_TIED_OUT', count: 1, text: '1 trader does not tie out with the source: NET005' },
    ],
  });
}

/** Nothing to cut, the model in force. */
export function calmMorning(): MorningReport {
  return report({
    engine: 'ridge',
    engineReason: 'The gate is open.',
    gate: { improvement: 0.142, lowerBound: 0.031, sessions: 120, inForce: true },
    desk: { netPnl: 8120, fees: 640.25, fills: 31877, activeTraders: 3, losingTraders: 1 },
  });
}

/** No cut, but traders to decide about by hand. */
export function morningByHand(): MorningReport {
  return report({
    engine: 'none',
    engineReason: 'Indicators are missing for 2 of 3 traders.',
    gate: null,
    decisions: [
      decision({
        trader: 'NET001',
        action: 'review',
        tier: 'unknown',
        activeSessions: 1,
        valueAtRisk95: null,
        largeLossProbability: null,
      }),
      decision({
        trader: 'NET002',
        action: 'withheld',
        newLimit: 3000,
        proposedReductionPct: 30,
        notProven: notProven('NET002').slice(0, 1),
      }),
      decision({
        trader: 'NET004',
        action: 'review',
        tier: 'unknown',
        activeSessions: 14,
        valueAtRisk95: 812.4,
        largeLossProbability: 0.21,
      }),
      decision({ trader: 'NET003', reconciled: false }),
    ],
  });
}

/** A day of which rows were rejected, and one that does not tie out. */
export function notProven(trader: string): readonly ProofItem[] {
  return [
    {
      code: 'day_incomplete',
      session: '2026-10-05',
      symbol: null,
      text: `3 rows of ${trader} on Mon 5 Oct could not be read (fills-2026-10-05.csv: Qty “1,500” is not a number)`,
    },
    {
      code: 'untied',
      session: '2026-09-17',
      symbol: null,
      text: 'net of Thu 17 Sep −$45,015 here, $435 at the source',
    },
  ];
}

/** Two hundred traders whose P&L is not proven, each with as many items as a decision holds. */
export function withheldMorning(traders = 200): MorningReport {
  const names = Array.from({ length: traders }, (_, index) => `NET${String(index + 1).padStart(3, '0')}`);
  const items = (trader: string) => Array.from({ length: 10 }, () => notProven(trader)).flat();
  return report({
    decisions: names.map((trader) =>
      decision({
        trader,
        action: 'withheld',
        reconciled: false,
        notProven: items(trader),
        proposedReductionPct: 60,
      }),
    ),
  });
}

/** Two hundred traders, a quarter of them cut. */
export function largeMorning(traders = 200, cutEvery = 4): MorningReport {
  const names = Array.from({ length: traders }, (_, index) => `NET${String(index + 1).padStart(3, '0')}`);
  return report({
    decisions: names.map((trader, index) => {
      if (index % cutEvery === 0) return cut(trader, 10 + (index % 15) * 5, { reasons: longReasons() });
      if (index % 11 === 1)
        return decision({
          trader,
          action: 'withheld',
          reconciled: false,
          notProven: notProven(trader),
          proposedReductionPct: 30,
        });
      if (index % 5 === 1) return volatile(trader);
      return decision({ trader });
    }),
    histories: names.map((trader, index) =>
      history(
        trader,
        Array.from({ length: 20 }, (_, day) => (((index + 1) * (day + 3) * 97) % 2000) - 1100),
      ),
    ),
    alerts: Array.from({ length: 30 }, (_, index) => ({
      code: 'REPEATED_HIGH_RISK',
      trader: names[index] ?? '',
      text: 'tier high on 4 mornings running, since Thu 1 Oct',
    })),
  });
}

/** Trader names that imitate HTML, a header, a formula, a long text or another trader. */
export function hostileMorning(): MorningReport {
  const names = [
    '<script>alert(1)</script>\nBcc: x@y',
    "=cmd|' /C calc'!A0",
    '{{subject}} {{{html}}}',
    'A\u202E100TEN\u202C "quoted", comma',
    'x'.repeat(300),
  ];
  return report({
    decisions: [
      ...names.map((trader, index) =>
        cut(trader, 60 - index * 5, {
          desk: '+desk\t<b>',
          reasons: [reason({ text: `<img src=x onerror=alert(1)> ${trader}` })],
        }),
      ),
      decision({ trader: '\u0000\u200B', action: 'review', tier: 'unknown', activeSessions: 0 }),
    ],
    histories: [history(names[0] ?? '', [10, -20])],
    alerts: [{ code: '<i>', trader: names[0] ?? '', text: 'line one\r\nline two & three' }],
    dataQuality: [{ code: 'ODD_NAMES', count: 6, text: 'names "with" <signs>' }],
    engineReason: 'because\u001B[31m red',
  });
}

function volatile(trader: string) {
  const text =
    'swings of the last sessions 1.9× those of the last months; 63% of it from Fri 2 Oct (−$1,930), Wed 30 Sep ($1,610)';
  return decision({
    trader,
    tier: 'neutral',
    warnings: ['HIGH_VOLATILITY'],
    warningEvidence: [{ code: 'HIGH_VOLATILITY', text }],
  });
}

function longReasons() {
  return [
    reason({ text: '5 losing sessions in a row' }),
    reason({ text: 'drawdown of 27.4% of risk capital over 60 sessions' }),
    reason({ text: 'volatility 2.6× its norm over 5 days' }),
  ];
}
