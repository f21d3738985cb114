import { HtmlValidate } from 'html-validate';
import { describe, expect, it } from 'vitest';
import { backtestPage } from '../../../../src/adapters/web/pages/backtestPage.ts';
import {
  backtestResult,
  coverage,
  emptyResult,
  engine,
  gateDecision,
  impact,
  longResult,
  monthlyReview,
  nothing,
  strategies,
  switchDecision,
  traderResult,
} from '../../../support/backtestResult.ts';
import { bannedWordsIn } from '../../../support/comments.ts';

/** Words, by docs/style.md. */
const LONGEST_SENTENCE = 25;
const HOSTILE = '<script>alert("x")</script> & fill="#0072b2" zr0-c1 \u202e\n‮';

const pages = {
  'a long backtest': () => backtestResult(),
  'a first morning': () => emptyResult(),
  'a single trader over three weeks': () => longResult(15, 1),
  'cuts that were off': () => withCutsOff(),
  'a monthly review': () => longResult(60, 5, { review: monthlyReview() }),
  'a month without a mailed decision': () => longResult(60, 5, { review: withoutDecisions() }),
  'hostile names': () => withNames([HOSTILE, "'; DROP TABLE--", '', '{{constructor}}', '{b}|{a|x}']),
} as const;

const validator = new HtmlValidate({ extends: ['html-validate:recommended', 'html-validate:a11y'] });

const names = Object.keys(pages) as (keyof typeof pages)[];
const drawn = new Map(names.map((name) => [name, backtestPage(pages[name]())]));

/** A page that several tests read. To draw its charts takes a second. */
const pageOf = (name: keyof typeof pages) => drawn.get(name) ?? '';

describe.each(names.map((name) => [name, pages[name]] as const))('the page of %s', (name, result) => {
  const page = pageOf(name);

  it('is valid HTML', async () => {
    const { results } = await validator.validateString(page);
    expect(
      results.flatMap(({ messages }) =>
        messages.map(({ ruleId, message, line }) => `${line} ${ruleId}: ${message}`),
      ),
    ).toEqual([]);
  });

  it('has no external resources, scripts or mouse events', () => {
    expect(page).not.toMatch(
      /<script|<link|<iframe|@import|url\((?!#)|https?:|\bsrc=|\bon\w+="|javascript:/i,
    );
  });

  it('is accessible to screen readers', () => {
    expect(page.match(/<h1[ >]/g)).toHaveLength(1);
    expect(page).toContain('<html lang="en">');
    expect(page).toMatch(/<title>[^<]+<\/title>/);
    const charts = [...page.matchAll(/<svg class="(?:wide|narrow)"[^>]*role="img"[^>]*>(.*)/g)];
    expect(charts).toHaveLength(page.match(/<svg class="(?:wide|narrow)"/g)?.length ?? 0);
    for (const [, inside] of charts) {
      expect(inside).toMatch(/^<title id="[^"]+">[^<]+<\/title><desc id="[^"]+">[^<]+<\/desc>/);
    }
    expect(page.match(/<table[^>]*>\s*<caption>/g)?.length).toBe(page.match(/<table/g)?.length);
    expect(page).not.toMatch(/<th(?! scope=)[ >]/);
  });

  it('has no id twice', () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });

  it('uses only the page’s colour variables in drawings, so that they follow dark mode', () => {
    const drawn = page.match(/<svg[\s\S]*?<\/svg>/g)?.join('') ?? '';
    const colours = [...drawn.matchAll(/<[^>]* (?:fill|stroke)="([^"]+)"/g)].map(
      ([, colour]) => colour ?? '',
    );
    expect(colours.filter((colour) => !/^(?:none|transparent|var\(--\w+\))$/.test(colour))).toEqual([]);
  });

  it('shows no NaN, undefined, null or Infinity', () => {
    expect(page).not.toMatch(/NaN|Infinity|undefined|\bnull\b|\[object/);
  });

  it('has the same bytes each time', () => {
    expect(backtestPage(result())).toBe(page);
  });
});

describe('the page of a backtest', () => {
  const figureOf = (page: string, title: string) =>
    page.split(`<p class="chart-title">${title}</p>`)[1]?.split('</figure>')[0] ?? '';
  const textOf = (page: string) => page.replace(/<style[\s\S]*?<\/style>|<[^>]+>/g, '');

  it('has its sections in the order in which a head of risk asks', () => {
    const headings = [...pageOf('a long backtest').matchAll(/<h2>([^<]+)<\/h2>/g)].map(([, text]) => text);
    expect(headings).toEqual([
      'The verdict',
      'The worst days of the desk',
      'What the desk would have made',
      'The cuts against three controls',
      'Four ways to use the proposals',
      'Sizing',
      'The model against the rules',
      'The gate over time',
      'When cuts were switched off',
      'Value at risk',
      'Chance of a large loss',
      'Tiers',
      'What each rule was worth',
      'Trader by trader',
      'Month by month',
      'Inside the model',
      'How to read this',
    ]);
  });

  it('says on which sessions cuts were off, why, and what that made of the cuts', () => {
    const text = textOf(backtestPage(withCutsOff()));
    expect(text).toContain('They were off on 40 of 60 sessions.');
    expect(text).toContain(
      '2026-03-022026-03-16Over the last 250 sessions the cuts would have cost $12,300, with 80% confidence at least $2,100.',
    );
    expect(text).toContain('switched off where they cost+$14,200');
    expect(text).toContain('on every session−$22,000');
    expect(text).toContain('2026-03-02off−$12,300−$30,100−$2,1000.4%25096');
    expect(text).toContain('and cuts were switched off on 40.');
  });

  it('says nothing of cuts that were always on, without enough to judge them by', () => {
    expect(textOf(pageOf('a first morning'))).not.toContain('switched off');
  });

  it('names the demo desk in its subtitle when the data is the demo', () => {
    expect(textOf(backtestPage(emptyResult({ source: 'demo' })))).toContain(
      'The demo desk, with made-up fills.',
    );
    expect(textOf(pageOf('a first morning'))).not.toContain('demo');
  });

  it('states what was traded on days that are in none of its figures', () => {
    const closedDays = { traderDays: 19, netPnl: 21_453.63 };
    const text = textOf(backtestPage(backtestResult({ closedDays })));
    expect(text).toContain(
      'Not in these figures: 19 trader-days, net $21,454, on days that the calendar calls closed',
    );
    expect(textOf(pageOf('a long backtest'))).not.toContain('calls closed');
  });

  it('has the month and the mailed decisions when it is a review', () => {
    const page = backtestPage(longResult(60, 5, { review: monthlyReview() }));
    expect(page).toContain('<title>Appendix to the review of Nov 2025</title>');
    expect(page).toContain('What was decided and what became of it');
    expect(textOf(page)).toContain('114 limits were mailed, 66 of them cut');
    expect(page).toContain('▼ worse');
    expect(textOf(page)).toMatch(/Of these, estimated\s*11/);
    expect(textOf(page)).toMatch(/risk-1\s*spoken to the trader\s*31\s*12\s*4\s*1/);
    expect(textOf(page)).toContain('−$2,100 to −$300');
  });

  it('is smaller than a megabyte for 41 traders over 500 sessions', () => {
    expect(Buffer.byteLength(pageOf('a long backtest'))).toBeLessThan(1024 * 1024);
  });

  it('shows only the hundred traders with the largest effect when there are thousands, and states this', () => {
    const page = backtestPage(longResult(60, 3_000));
    expect(Buffer.byteLength(page)).toBeLessThan(1024 * 1024);
    expect(page).toContain('The 100 of 3,000 traders on whom the cuts had the largest effect');
    expect(page).toContain('The 60 of 3,000 traders whose share is least likely by chance');
    expect(
      page
        .split('id="traders"')[1]
        ?.split('id="months"')[0]
        ?.match(/<th scope="row">/g),
    ).toHaveLength(100);
  });

  it('shows the trader with the largest effect among the hundred', () => {
    const quiet = Array.from({ length: 150 }, (_, place) => traderResult(`T${place}`, 1));
    const loud = traderResult('LOUD', 1);
    const byTrader = [
      ...quiet,
      { ...loud, limit: { ...loud.limit, avoided: 90_000, opportunityCost: 88_000, net: 2_000 } },
    ];
    expect(backtestPage(backtestResult({ byTrader }))).toContain('<th scope="row">LOUD</th>');
  });

  it('shows hostile names as plain text', () => {
    const page = backtestPage(withNames([HOSTILE]));
    expect(page).not.toContain('<script>alert');
    const shown = textOf(page).match(/&lt;script&gt;alert[^\n]{0,80}/g);
    expect(shown?.length).toBeGreaterThan(2);
    expect(page).not.toMatch(/[\u202e\u2066-\u2069]/);
    expect(page).toContain('zr0-c1');
  });

  it('states why traders have no bounds of their own', () => {
    const traderIntervalsLeftOut = 'above 300,000 rows the bounds by trader are left out';
    const byTrader = [{ ...traderResult('NET001', 2), netInterval: null }];
    const page = backtestPage(backtestResult({ traderIntervalsLeftOut, byTrader }));
    expect(page).toContain('Above 300,000 rows the bounds by trader are left out.');
  });

  it.each([
    ['a net above chance', { limit: impact() }, 'Yes: they saved $31,150 more than they cost'],
    [
      'a net below it',
      { limit: impact({ net: -900, verdict: 'cost' }) },
      'No: they cost $900 more than they saved',
    ],
    [
      'a net within it',
      { limit: impact({ net: -900, verdict: 'could be chance' }) },
      'Not shown: a net of −$900 could be chance',
    ],
    [
      'a handful of days',
      { limit: { ...nothing, bindingDays: 9 } },
      'Not enough to tell: the cuts changed the result of 9 trader-days',
    ],
  ] as const)('answers whether the cuts helped, with %s', (_case, changed, answer) => {
    expect(textOf(backtestPage(emptyResult({ strategies: strategies(changed) })))).toContain(answer);
  });

  it.each([
    ['in force', gateDecision(), 'Yes: better than the rules by 14.2% over 120 sessions'],
    [
      'held back',
      gateDecision({ inForce: false, why: '45 sessions of record, of 60 needed', improvement: -0.031 }),
      'Not shown: 45 sessions of record, of 60 needed',
    ],
    ['never decided', null, 'Not enough to tell: the gate has not been decided yet'],
  ])('answers whether the model is better, with the model %s', (_case, latest, answer) => {
    const gate = {
      decisions: [],
      latest,
      ridgeSessions: 0,
      rulesSessions: 1,
      noCutSessions: 0,
      breakers: [],
    };
    expect(textOf(backtestPage(emptyResult({ gate })))).toContain(answer);
  });

  it('describes a model with more regret than the rules as worse', () => {
    const latest = gateDecision({
      inForce: false,
      improvement: -0.031,
      lowerBound: Number.NEGATIVE_INFINITY,
    });
    const gate = {
      decisions: [latest],
      latest,
      ridgeSessions: 0,
      rulesSessions: 1,
      noCutSessions: 0,
      breakers: [],
    };
    const text = textOf(backtestPage(emptyResult({ gate })));
    expect(text).toContain('was 3.1% more than the rules&#x27;, over 120 sessions');
  });

  it.each([
    ['5% as meant', 50, [0.04, 0.06], 900, 'green', 'Yes: it is breached on 5.0% of the days'],
    [
      'too few breaches',
      20,
      [0.01, 0.03],
      900,
      'green',
      'Rather cautious: it is breached on 2.0% of the days',
    ],
    ['a few too many', 60, [0.051, 0.07], 900, 'green', 'Nearly: it is breached a little too often'],
    ['too many', 80, [0.06, 0.1], 900, 'yellow', 'Doubtful: it is breached too often'],
    ['far too many', 200, [0.16, 0.24], 900, 'red', 'No: it is breached far too often'],
    [
      'more than meant, by chance',
      81,
      [0.035, 0.128],
      86,
      'green',
      'Not shown: it is breached on 8.1% of the days',
    ],
    ['5% and wide bounds', 50, [0.02, 0.07], 900, 'green', 'Not shown: it is breached on 5.0% of the days'],
    ['few forecasts', 50, [0.01, 0.2], 31, 'green', 'Not enough to tell: worth 31 independent forecasts'],
    [
      'few, and too many breached',
      150,
      [0.05, 0.3],
      20,
      'yellow',
      'Not enough to tell: worth 20 independent',
    ],
    ['one, breached', 1_000, [0.3, 1], 1, 'red', 'Not enough to tell: worth 1 independent forecast,'],
  ] as const)(
    'answers whether the VaR is honest, with %s',
    (_case, exceptions, interval, effective, zone, answer) => {
      const valueAtRisk = {
        ...coverage(exceptions, 1_000),
        zone,
        sessions: 100,
        rateInterval: interval,
        effectiveForecasts: effective,
        benchmark: null,
      };
      expect(textOf(backtestPage(emptyResult({ valueAtRisk })))).toContain(answer);
    },
  );

  it('shows no VaR zone with too few forecasts, and uses the singular for one forecast', () => {
    const one = {
      ...coverage(1, 1),
      zone: 'red',
      sessions: 1,
      rateInterval: [0.27, 1],
      effectiveForecasts: 1,
      benchmark: null,
    } as const;
    const text = textOf(backtestPage(emptyResult({ valueAtRisk: one })));
    expect(text).toContain('1 of 1 VaR was breached');
    expect(text).toContain('they tell as much as 1 independent one. Zone: too few to tell.');
  });

  it('compares the pinball loss of the VaR with that of the plain volatility', () => {
    const text = textOf(pageOf('a long backtest'));
    expect(text).toContain('0.980 (5–95%: 0.962 to 0.998)');
  });

  it('compares the sum of the chances with the large losses, and gives no verdict for bins with few days', () => {
    const { probability } = backtestResult();
    const few = {
      ...probability,
      days: 22,
      baseRate: 3 / 22,
      skill: -0.899,
      skillInterval: null,
      aucInterval: null,
      expected: 10.02,
      came: 3,
      reliability: probability.reliability.map((bin, place) => ({ ...bin, count: place === 2 ? 4 : 5 })),
    };
    const text = textOf(backtestPage(backtestResult({ probability: few })));
    expect(text).toContain('The chances add up to 10.0 large losses; 3 happened.');
    expect(text).toContain(
      'Forecasting the base rate every day would have scored better: the skill is −89.9%.',
    );
    expect(text).toContain('Not enough to tell for each bin: one has as few as 4 days, of 20 needed.');
    expect(text).not.toContain('of 5 bins');
    expect(textOf(pageOf('a long backtest'))).toContain('of 5 bins the mean forecast lies within');
  });

  it('shows bounds for skill and area, and the base rate’s score for Brier', () => {
    const text = textOf(pageOf('a long backtest'));
    expect(text).toContain('3.1% to 6.6%');
    expect(text).toContain('0.652 to 0.689');
    expect(text).toContain('0 is perfect; forecasting the base rate every day scores 0.1285');
  });

  it('shows bounds for each month’s share of breached VaRs, in the table and in the chart', () => {
    const { byMonth } = backtestResult();
    const months = byMonth
      .slice(0, 2)
      .map((month) => ({ ...month, varRateInterval: [0.0123, 0.1987] as const }));
    const page = backtestPage(backtestResult({ byMonth: months }));
    expect(textOf(page).match(/1\.2% to 19\.9%/g)).toHaveLength(2);
    const ink = (chart: string) => chart.match(/<path [^>]*stroke="var\(--ink\)"[^>]*>/g)?.length ?? 0;
    const [wide = ''] = figureOf(page, 'Share of VaRs breached, by month').split('</svg>');
    // One line per month, and the line of the 5% level.
    expect(ink(wide)).toBe(3);
  });

  it('shows only $0 on an axis when nothing was saved or lost', () => {
    const { byMonth } = backtestResult();
    const months = byMonth.slice(0, 3).map((month) => ({ ...month, limit: { ...month.limit, net: 0 } }));
    const page = backtestPage(backtestResult({ byMonth: months }));
    const chart = figureOf(page, 'Net benefit of the cuts, by month');
    expect([...new Set(chart.match(/\$\d+(?:\.\d+)?k?/g))]).toEqual(['$0']);
  });

  it('leaves out every section without data, and says so', () => {
    const page = pageOf('a first morning');
    const headings = [...page.matchAll(/<h2>([^<]+)<\/h2>/g)].map(([, text]) => text);
    expect(headings).toEqual(['The verdict', 'How to read this']);
    expect(textOf(page)).toContain('Sections without data are left out.');
  });

  it('shows slippage for the strategies alone whose net it changes, and none where it changes nothing', () => {
    const caption = 'Net if a stop costs nothing, the assumed slippage, and three times as much';
    const rowsOf = (page: string) =>
      page
        .split(caption)[2]
        ?.split('</table>')[0]
        ?.match(/<th scope="row">[^<]+/g);
    expect(rowsOf(pageOf('a long backtest'))).toEqual(['<th scope="row">Cut the limit']);
    const slippage = backtestResult().slippage.map((one) => ({ ...one, net: { ...one.net, limit: 1_000 } }));
    expect(backtestPage(backtestResult({ slippage }))).not.toContain(caption);
  });

  it('says what slippage would change in the verdict only where it changes the net', () => {
    expect(textOf(pageOf('a long backtest'))).toContain('If slippage were 3 times as large');
    const { slippage, strategies: of } = backtestResult();
    const same = slippage.map((one) => ({ ...one, net: { ...one.net, limit: of.limit.net } }));
    expect(textOf(backtestPage(backtestResult({ slippage: same })))).not.toContain('If slippage were');
  });

  it('shows the engine in force only where it was not one engine throughout', () => {
    const columns = (page: string) =>
      page
        .split('Engines side by side')[2]
        ?.split('</thead>')[0]
        ?.match(/The \w+|In force/g);
    const { engines } = backtestResult();
    const mixed = { ...engines, inForce: engine({ limit: impact({ net: 1 }) }) };
    expect(columns(backtestPage(backtestResult({ engines: mixed })))).toEqual([
      'The model',
      'The rules',
      'In force',
    ]);
    const rulesAlone = { ...engines, inForce: engines.rules };
    expect(columns(backtestPage(backtestResult({ engines: rulesAlone })))).toEqual([
      'The model',
      'The rules',
    ]);
  });

  it('draws the difference alone where the three lines would look like one', () => {
    const far = pageOf('a long backtest');
    expect(far).toContain('Summed net P&amp;L of the desk');
    const equity = backtestResult().equity.map((session) => ({
      ...session,
      underBaseLimits: session.asTraded,
      underCutLimits: session.asTraded + 0.1,
    }));
    const near = backtestPage(backtestResult({ equity }));
    expect(near).not.toContain('Summed net P&amp;L of the desk');
    expect(near).toContain('too close to draw as lines');
    expect(near).toContain('Net benefit of the cuts so far');
  });

  it('has no fixed thresholds of an earlier system', () => {
    expect(textOf(pageOf('a long backtest'))).not.toMatch(/Fixed|70%/);
  });

  it('leaves out columns in which no row has a value', () => {
    const { byMonth } = backtestResult();
    const silent = byMonth.map((month) => ({ ...month, verdict: 'not enough to tell' }) as const);
    const months =
      backtestPage(backtestResult({ byMonth: silent }))
        .split('id="months"')[1]
        ?.split('</section>')[0] ?? '';
    expect(months).toContain('Not enough to tell for any month');
    expect(months).not.toContain('5–95%');
    expect(months).not.toContain('Verdict');
  });

  it('uses no word and no sentence that docs/style.md rules out', () => {
    for (const result of [backtestResult(), longResult(60, 5, { review: monthlyReview() })]) {
      const page = backtestPage(result);
      expect(bannedWordsIn(textOf(page))).toEqual([]);
      const texts = [...page.matchAll(/<(p|figcaption|dd)(?: class="[^"]*")?>([\s\S]*?)<\/\1>/g)].map(
        ([, , text]) => textOf(text ?? ''),
      );
      const long = texts
        .flatMap((text) => text.split(/(?<=[.!?:;])\s/))
        .filter((sentence) => sentence.trim().split(/\s+/).length > LONGEST_SENTENCE);
      expect(long).toEqual([]);
    }
  });

  it('draws no bounds for few days', () => {
    const few = { ...nothing, bindingDays: 3, net: 123_456, netInterval: [-987_654, 876_543] as const };
    const page = backtestPage(
      emptyResult({ strategies: strategies({ limit: few }), engines: enginesWith(few) }),
    );
    expect(page).toContain('$123,456');
    expect(page).not.toContain('987,654');
  });
});

function enginesWith(limit: typeof nothing) {
  return { ridge: engine({ limit }), rules: engine({ limit }), inForce: engine({ limit }) };
}

function withNames(names: readonly string[]) {
  return longResult(60, 1, {
    byTrader: names.map(traderResult),
    gate: {
      decisions: [gateDecision({ decidedFor: '2024-02-01', why: names[0] ?? '' })],
      latest: null,
      ridgeSessions: 0,
      rulesSessions: 60,
      noCutSessions: 0,
      breakers: [{ sessionDate: '2024-02-02', why: names[0] ?? '' }],
    },
  });
}

function withoutDecisions() {
  const { decided } = monthlyReview();
  return monthlyReview({
    decided: { ...decided, sessions: 0, traderDays: 0, cuts: 0, agreeing: 0, differing: 0, differences: [] },
    drift: [],
  });
}

function withCutsOff() {
  const result = longResult(60, 5);
  const figures = { net: -12_300, lowerBound: -30_100, upperBound: -2_100, shortfallUncut: 1_000 };
  const why =
    'over the last 250 sessions the cuts would have cost $12,300, with 80% confidence at least $2,100. The worst 5% of trader-days would have been only 0.4% milder';
  return {
    ...result,
    gate: { ...result.gate, noCutSessions: 40 },
    strategies: { ...result.strategies, limit: impact({ net: 14_200 }) },
    cutSwitch: {
      decisions: [
        switchDecision({ decidedFor: '2026-03-02', ...figures, shortfallCut: 996 }, why),
        switchDecision({ decidedFor: '2026-03-09', ...figures, shortfallCut: 996 }, why),
        switchDecision({ decidedFor: '2026-03-16' }),
      ],
      offSessions: 40,
      changes: 2,
      limitWithoutSwitch: impact({ net: -22_000, netInterval: [-40_000, -3_000], verdict: 'cost' }),
    },
  };
}
