import { describe, expect, it } from 'vitest';
import type { ShadowStrategy } from '../../src/domain/engines/shadowStrategy.ts';
import type { Fill } from '../../src/domain/ledger/fill.ts';
import { correctMorning } from '../../src/pipeline/daemon/correctMorning.ts';
import type { MorningPorts, MorningRequest } from '../../src/pipeline/morning.ts';
import { readShadowComparison } from '../../src/pipeline/shadowComparison.ts';
import { fakeSource, trade } from '../support/desk.ts';
import { newOverride } from '../support/limits.ts';
import {
  accepted,
  history,
  morningPorts,
  request,
  runOwn,
  sessions,
  storePast,
} from '../support/morningDesk.ts';
import { SAME, shadowStrategy, UNCUT } from '../support/shadowStrategies.ts';
import { append, temporaryStores } from '../support/stores.ts';

const SESSION = request.sessionDate;
const CAPPED = shadowStrategy({ name: 'capped', engine: 'rules', maxReductionPct: 20 });
const SHADOWS = { shadowStrategies: [SAME, UNCUT, CAPPED] };
const NEVER = new AbortController().signal;

/** The morning of Tuesday 3 March: STREAK is cut by 50 % to $2,500, STEADY keeps $5,000. */
async function aDesk(fills: Fill[] = history()) {
  const stores = await temporaryStores();
  await storePast(stores, fills);
  const sent: string[] = [];
  const ports = morningPorts(stores, fakeSource(fills), async ({ bytes }) => {
    sent.push(bytes.toString());
    return accepted;
  });
  const auditOf = (kind: string) =>
    stores.database.connection.all<{ subject: string; body: string }>(
      'SELECT subject, body FROM audit_entry WHERE kind = ? ORDER BY sequence',
      kind,
    );
  return { stores, ports, sent, auditOf };
}

/** Name and limit of each shadow for one trader. */
async function limitsOf({ shadows }: Pick<MorningPorts, 'shadows'>, trader: string) {
  const decided = await shadows.decided(SESSION);
  return decided.map(({ name, decisions }) => {
    const found = decisions.find((each) => each.trader === trader);
    return [name, found?.recommendedLimit, found?.shadowLimit];
  });
}

describe('the shadow strategies of a morning', () => {
  it('decide each trader from the same inputs, next to what was recommended', async () => {
    const { stores, ports } = await aDesk();
    await runOwn(ports, SHADOWS);
    expect(await limitsOf(stores, 'STREAK')).toEqual([
      ['capped', 2500, 4000],
      ['same', 2500, 2500],
      ['uncut', 2500, 5000],
    ]);
    expect(await limitsOf(stores, 'STEADY')).toEqual([
      ['capped', 5000, 5000],
      ['same', 5000, 5000],
      ['uncut', 5000, 5000],
    ]);
  });

  it('change nothing of the report, the mails, the decisions and their audit trail', async () => {
    const [without, withShadows] = [await aDesk(), await aDesk()];
    const plain = await runOwn(without.ports);
    const shadowed = await runOwn(withShadows.ports, SHADOWS);
    expect(shadowed.report).toEqual(plain.report);
    expect(shadowed.mail).toEqual(plain.mail);
    expect(withShadows.sent).toEqual(without.sent);
    expect(await withShadows.auditOf('decision')).toEqual(await without.auditOf('decision'));
    expect(await withShadows.auditOf('mail')).toHaveLength((await without.auditOf('mail')).length);
    expect((await withShadows.auditOf('shadow')).map(({ subject }) => subject)).toEqual([
      'same',
      'uncut',
      'capped',
    ]);
    expect(await without.auditOf('shadow')).toEqual([]);
  });

  it('are stored by no dry run', async () => {
    const { stores, ports } = await aDesk();
    await runOwn(ports, { ...SHADOWS, dryRun: true });
    expect(await stores.shadows.decided(SESSION)).toEqual([]);
    expect(await stores.shadows.mornings('2026-01-01', SESSION)).toEqual([]);
  });

  it('leave the limit of a trader whose P&L is not proven in both', async () => {
    const { stores, ports } = await aDesk();
    const totals = [
      {
        account: 'STREAK',
        sessionDate: '2026-03-02',
        grossPnl: 500,
        fees: 0,
        netPnl: 500,
        fills: 2,
        rows: 1,
      },
    ];
    const source = { ...fakeSource(history()), totals: async () => totals };
    const { report } = await runOwn({ ...ports, source }, SHADOWS);
    expect(report.decisions.find(({ trader }) => trader === 'STREAK')?.action).toBe('withheld');
    expect(await limitsOf(stores, 'STREAK')).toEqual([
      ['capped', 5000, 5000],
      ['same', 5000, 5000],
      ['uncut', 5000, 5000],
    ]);
  });

  it('are compared with the recommended limit, not with that of an override', async () => {
    const { stores, ports } = await aDesk();
    await stores.limits.addOverride(newOverride({ trader: 'STREAK', dollars: 4000 }));
    const { report } = await runOwn(ports, SHADOWS);
    expect(report.decisions.find(({ trader }) => trader === 'STREAK')?.newLimit).toBe(4000);
    expect(await limitsOf(stores, 'STREAK')).toContainEqual(['same', 2500, 2500]);
  });

  it('fail alone: the others decide, the mail goes out, and the failure is stored and logged', async () => {
    const { stores, ports, sent } = await aDesk();
    const { outcome } = await runOwn(ports, { shadowStrategies: [broken(), UNCUT] });
    expect(outcome).toBe('sent');
    expect(sent).toHaveLength(2);
    expect((await stores.shadows.decided(SESSION)).map(({ name }) => name)).toEqual(['uncut']);
    expect(ports.log.lines.join('\n')).toContain('a shadow strategy did not decide');
    const [comparison] = await readShadowComparison({ ...ports, ...stores }, SESSION);
    expect(comparison).toMatchObject({
      name: 'broken',
      sessions: 0,
      notDecided: [{ sessionDate: SESSION, because: 'the strategy is broken' }],
    });
  });

  it('keep no mail from going out where they cannot be stored', async () => {
    const { stores, ports, sent } = await aDesk();
    const shadows = { ...stores.shadows, save: () => Promise.reject(new Error('disk full')) };
    expect((await runOwn({ ...ports, shadows }, SHADOWS)).outcome).toBe('sent');
    expect(sent).toHaveLength(2);
    expect(ports.log.lines.join('\n')).toContain('could not be stored');
  });

  it('keep the next session from being learned in no case', async () => {
    const { stores, ports } = await aDesk();
    await runOwn(ports, SHADOWS);
    const shadows = { ...stores.shadows, decided: () => Promise.reject(new Error('unreadable')) };
    const next = { ...SHADOWS, sessionDate: '2026-03-04', allowStale: true, force: true };
    await stores.learning.forget();
    expect((await runOwn({ ...ports, shadows }, next)).outcome).toBe('sent');
    expect(ports.log.lines.join('\n')).toContain('could not be scored');
    expect(await stores.learning.state('2026-03-03')).not.toBeNull();
  });
});

function broken(): ShadowStrategy {
  return {
    ...shadowStrategy({ name: 'broken' }),
    get maxReductionPct(): number {
      throw new Error('the strategy is broken');
    },
  };
}

/** Tuesday 3 March: STREAK fell to −$2,600 and closed at −$1,000; STEADY won. */
function tuesday(): readonly Fill[] {
  return [...trade('STEADY', SESSION, 120), ...fallAndRecovery('STREAK', SESSION)];
}

function fallAndRecovery(trader: string, session: string): readonly Fill[] {
  const [opened, closed] = trade(trader, session, -2600);
  const [again, recovered] = trade(trader, session, 1600);
  if (!opened || !closed || !again || !recovered) throw new Error('two trades');
  return [opened, closed, { ...again, secondOfDay: 42_000 }, { ...recovered, secondOfDay: 50_000 }];
}

const wednesday = { ...SHADOWS, sessionDate: '2026-03-04', force: true } satisfies Partial<MorningRequest>;

describe('the outcome of shadow strategies', () => {
  const differences = async ({ stores, ports }: Awaited<ReturnType<typeof aDesk>>) =>
    Object.fromEntries(
      (await readShadowComparison({ ...ports, ...stores }, '2026-03-31')).map(
        ({ name, sessions: many, difference, effectDays }) => [name, [many, difference, effectDays]],
      ),
    );

  it('is known on the morning after the session, and not before', async () => {
    const fills = history();
    const desk = await aDesk(fills);
    await runOwn(desk.ports, SHADOWS);
    expect(await differences(desk)).toEqual({ capped: [0, 0, 0], same: [0, 0, 0], uncut: [0, 0, 0] });
    fills.push(...tuesday());
    await runOwn(desk.ports, wednesday);
    // Stopped at −$2,600 under $2,500; $4,000 and $5,000 were not reached: −1,000 − (−2,600).
    expect(await differences(desk)).toEqual({ capped: [1, 1600, 1], same: [1, 0, 0], uncut: [1, 1600, 1] });
  });

  it('is the same whatever comes later (truncation test)', async () => {
    const fills = history();
    const desk = await aDesk(fills);
    await runOwn(desk.ports, SHADOWS);
    fills.push(...tuesday());
    await runOwn(desk.ports, wednesday);
    const before = await desk.stores.shadows.scores('2026-01-01', SESSION);
    const decided = await desk.stores.shadows.decided(SESSION);
    fills.push(...trade('STEADY', '2026-03-04', -90_000), ...trade('STREAK', '2026-03-04', -90_000));
    await runOwn(desk.ports, { ...wednesday, sessionDate: '2026-03-05' });
    await desk.stores.learning.forget();
    await runOwn(desk.ports, { ...wednesday, sessionDate: '2026-03-06', allowStale: true });
    expect(await desk.stores.shadows.scores('2026-01-01', SESSION)).toEqual(before);
    expect(await desk.stores.shadows.decided(SESSION)).toEqual(decided);
    expect(before).toHaveLength(3);
  });

  it('is scored again where the session is corrected', async () => {
    const fills = history();
    const desk = await aDesk(fills);
    await runOwn(desk.ports, SHADOWS);
    fills.push(...tuesday());
    await runOwn(desk.ports, wednesday);
    const last = fills.at(-1);
    if (last === undefined) throw new Error('a fill');
    fills.splice(-1, 1, { ...last, price: (last.price ?? 0) - 10 });
    await runOwn(desk.ports, { ...wednesday, sessionDate: '2026-03-05', allowStale: true });
    expect((await differences(desk))['uncut']).toEqual([2, 600, 1]);
  });
});

it('a correction decides the shadow strategies again', async () => {
  const fills = history();
  const { stores, ports, auditOf } = await aDesk(fills);
  await runOwn(ports, SHADOWS);
  // The source corrects the last session of STREAK to a win: its losing streak is over.
  const last = sessions.at(-1) ?? '';
  const others = fills.filter(({ account, sessionDate }) => account !== 'STREAK' || sessionDate !== last);
  fills.splice(0, fills.length, ...others, ...trade('STREAK', last, 80));
  const times = { sessionDate: SESSION, deadline: request.deadline };
  const corrected = await correctMorning(
    ports,
    { ...request, ...SHADOWS },
    times as never,
    'America/New_York',
    NEVER,
  );
  expect(corrected).toMatchObject({ outcome: 'corrected', traders: ['STREAK'] });
  const recommended = (await limitsOf(stores, 'STREAK')).map(([, limit]) => limit);
  expect(recommended).toEqual([5000, 5000, 5000]);
  expect(await auditOf('shadow')).toHaveLength(6);
});

it('a desk without shadow strategies stores nothing of them', async () => {
  const { stores, ports } = await aDesk();
  await append(stores, tuesday());
  await runOwn(ports);
  expect(await readShadowComparison({ ...ports, ...stores }, '2026-03-31')).toEqual([]);
});
