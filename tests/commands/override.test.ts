import { describe, expect, it } from 'vitest';
import type { OverrideSetOptions } from '../../src/commands/commandOptions.ts';
import { overrideApprove, overrideEnd, overrideList, overrideSet } from '../../src/commands/override.ts';
import { overrideInForce } from '../../src/domain/limits/override.ts';
import { limitDesk, lineOf, TODAY } from '../support/limitDesk.ts';

const TOMORROW = '2026-03-04';
const json = { json: true };
const text = { json: false };

function options(parts: Partial<OverrideSetOptions> = {}): OverrideSetOptions {
  return { json: true, reason: 'hedged', by: 'ann', ...parts };
}

async function overrideDesk() {
  const desk = await limitDesk();
  const { world, withStores } = desk;
  const stored = () => withStores(({ limits }) => limits.overrides());
  return {
    ...desk,
    stored,
    set: (parts: Partial<OverrideSetOptions> = {}, dollars = 4000, trader = 'NET001') =>
      overrideSet(world, trader, dollars, options(parts)),
    holds: async (session: string) => overrideInForce(await stored(), 'NET001', session)?.dollars ?? null,
  };
}

describe('`override set`', () => {
  it('holds for the session due now, next to what Daybreak recommends', async () => {
    const { mail, set, documents, holds } = await overrideDesk();
    await mail(TODAY, [lineOf('NET001', { target: 3500, recommendedLimit: 3000 })]);
    expect(await set()).toBe(0);
    expect(documents[0]).toEqual({
      id: 1,
      trader: 'NET001',
      dollars: 4000,
      firstSession: TODAY,
      lastSession: TODAY,
      reason: 'hedged',
      note: null,
      by: 'ann',
      at: '2026-03-03T13:00:00.000Z',
      baseLimit: 5000,
      recommended: 3000,
      renewals: 0,
      approvedBy: null,
      endedFrom: null,
      endedBy: null,
      status: 'in-force',
    });
    expect([await holds(TODAY), await holds(TOMORROW)]).toEqual([4000, null]);
  });

  it('counts sessions, not days: five may span a weekend and a holiday', async () => {
    const { set, lines, clock } = await overrideDesk();
    // Good Friday 2026 is on 3 April.
    clock.set('2026-03-31T13:00:00Z');
    await set({ json: false, through: '2026-04-07' });
    expect(lines[0]).toContain('NET001 $4,000, Tue 31 Mar to Tue 7 Apr');
    await expect(set({ through: '2026-04-08', reason: 'event-day' })).rejects.toMatchObject({
      code: 'bad_override',
      message: expect.stringContaining(
        'found 6 sessions, 2026-03-31 to 2026-04-08 · expected at most 5: --through 2026-04-07',
      ),
    });
  });

  it('above the base limit is without effect until someone else approves it', async () => {
    const { world, set, lines, documents, holds } = await overrideDesk();
    await set({ json: false }, 6000);
    expect(lines[1]).toContain('without effect until someone else approves it');
    expect(await holds(TODAY)).toBeNull();
    await expect(overrideApprove(world, 1, { ...json, by: ' ANN' })).rejects.toMatchObject({
      code: 'override_approval',
      message: expect.stringContaining('expected someone else'),
    });
    expect(await holds(TODAY)).toBeNull();
    await overrideApprove(world, 1, { ...json, by: 'bob' });
    expect(documents.at(-1)).toMatchObject({ id: 1, approvedBy: 'bob', status: 'in-force' });
    expect(await holds(TODAY)).toBe(6000);
    await expect(overrideApprove(world, 1, { ...json, by: 'cy' })).rejects.toMatchObject({
      code: 'override_approval',
    });
  });

  it('renews an override with a new reason only, and counts the renewals', async () => {
    const { set, documents } = await overrideDesk();
    await set();
    await expect(set({ session: TOMORROW })).rejects.toMatchObject({
      code: 'bad_override',
      message: expect.stringContaining('this renews override 1 of NET001 with the same reason hedged'),
    });
    await set({ session: TOMORROW, note: 'the hedge was rolled' });
    await set({ session: '2026-03-05', reason: 'event-day' });
    expect(documents.at(-1)).toMatchObject({ id: 3, renewals: 2 });
    await set({ session: '2026-03-09', reason: 'event-day' });
    expect(documents.at(-1)).toMatchObject({ id: 4, renewals: 0 });
  });

  it('renews across a weekend', async () => {
    const { set, documents } = await overrideDesk();
    await set({ through: '2026-03-06' });
    await set({ session: '2026-03-09', reason: 'spoken-to' });
    expect(documents.at(-1)).toMatchObject({ renewals: 1 });
  });

  it('that was ended before it held is not renewed by the next one', async () => {
    const { world, set, documents } = await overrideDesk();
    await set({ session: TOMORROW });
    await overrideEnd(world, 'NET001', { ...json, by: 'ann' });
    await set({ session: TOMORROW });
    expect(documents.at(-1)).toMatchObject({ renewals: 0 });
  });

  it.each<[string, Partial<OverrideSetOptions>, string, string, RegExp]>([
    ['a misspelled reason', { reason: 'hedge' }, 'NET001', 'bad_override', /did you mean hedged\?/],
    ['the reason `other` alone', { reason: 'other' }, 'NET001', 'bad_override', /expected --note TEXT/],
    ['a session that is over', { session: '2026-03-02' }, 'NET001', 'bad_override', /which is over/],
    [
      'an end before its beginning',
      { session: TOMORROW, through: TODAY },
      'NET001',
      'bad_override',
      /before the first/,
    ],
    ['a closed last day', { through: '2026-03-07' }, 'NET001', 'not_a_session', /Saturday/],
    ['a misspelled trader', {}, 'NET01', 'unknown_trader', /did you mean NET001\?/],
  ])('refuses %s and stores nothing', async (_, parts, trader, code, message) => {
    const { set, stored } = await overrideDesk();
    await expect(set(parts, 4000, trader)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
    expect(await stored()).toEqual([]);
  });

  it('takes the reason `other` with a note', async () => {
    const { set, stored } = await overrideDesk();
    await set({ reason: 'other', note: 'a new system' });
    expect(await stored()).toMatchObject([{ reason: 'other', note: 'a new system' }]);
  });
});

describe('`override end`', () => {
  it('ends it from the session due now on', async () => {
    const { world, set, holds, lines, clock } = await overrideDesk();
    await set({ through: '2026-03-06' });
    clock.set(`${TOMORROW}T13:00:00Z`);
    await overrideEnd(world, 'NET001', { ...text, by: 'bob' });
    expect(lines).toEqual([
      "Override 1 of NET001 ($4,000) has ended. The next mail asks for Daybreak's own limit.",
    ]);
    expect([await holds(TODAY), await holds(TOMORROW)]).toEqual([4000, null]);
  });

  it.each([
    ['NET001', 'bad_override'],
    ['NET01', 'unknown_trader'],
  ])('refuses %s without an override', async (trader, code) => {
    const { world } = await overrideDesk();
    await expect(overrideEnd(world, trader, { ...json, by: 'bob' })).rejects.toMatchObject({ code });
  });
});

describe('`override list`', () => {
  it('shows what is pending and in force, and counts the ended ones', async () => {
    const { world, set, lines, documents, clock } = await overrideDesk();
    await set();
    clock.set(`${TOMORROW}T13:00:00Z`);
    await set({ reason: 'other', note: 'a new system' });
    await set({ through: '2026-03-06' }, 9000, 'NET002');
    await set({ session: '2026-03-05', reason: 'event-day' }, 4500, 'NET003');
    await overrideList(world, text);
    expect(lines[0]).toMatch(/4 +NET003 +\$4,500 .* Thu 5 Mar only +from Thu 5 Mar +day of an event/);
    expect(lines[0]).toMatch(
      /2 +NET001 +\$4,000 +\$5,000 +Wed 4 Mar only +in force +other: a new system \(renewal 1\) +ann/,
    );
    expect(lines[0]).toMatch(/3 +NET002 +\$9,000 +\$5,000 +Wed 4 Mar to Fri 6 Mar +waits for approval/);
    expect(lines[1]).toBe('3 overrides; 1 ended (`--json` lists them).');
    await overrideList(world, json);
    expect(documents.at(-1)).toMatchObject({
      overrides: [
        { id: 1, status: 'ended' },
        { id: 2, status: 'in-force' },
        { id: 3, status: 'pending' },
        { id: 4, status: 'in-force' },
      ],
    });
  });
});
