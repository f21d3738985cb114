import { userInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { limitsList, limitsSet } from '../../src/commands/limits.ts';
import { limitDesk, lineOf, TODAY } from '../support/limitDesk.ts';
import { limitEvent } from '../support/limits.ts';
import { fakeWorld } from '../support/world.ts';

const YESTERDAY = '2026-03-02';
const json = { json: true };
const text = { json: false };

describe('`limits list`', () => {
  it('gives the base limit where nothing was mailed', async () => {
    const { world, document } = await limitDesk();
    const row = { baseLimit: 5000, limitInForce: 5000, source: 'base', since: null, by: null };
    expect(await document(() => limitsList(world, json))).toEqual({
      traders: ['NET001', 'NET002', 'NET003'].map((trader) => ({ trader, ...row })),
    });
  });

  it('says in words where each limit is known from', async () => {
    const { world, mail, withStores, lines } = await limitDesk();
    await mail(YESTERDAY, [lineOf('NET001'), lineOf('NET002', { change: 'stay', target: 5000 })]);
    await withStores(({ limits }) => limits.record([limitEvent({ trader: 'NET003', kind: 'set' })]));
    await limitsList(world, text);
    expect(lines[0]).toMatch(/NET001 +\$5,000 +\$3,000 +assumed since Mon 2 Mar, never confirmed/);
    expect(lines[0]).toMatch(/NET002 +\$5,000 +\$5,000 +base limit, no change was mailed/);
    expect(lines[0]).toMatch(/NET003 +\$5,000 +\$3,000 +stated by ann, since Tue 3 Mar/);
    expect(lines.slice(1)).toEqual(['3 traders, on Tuesday 3 March 2026.']);
  });

  it('says how many are unknown, and how to end it; a fact ends it for one trader', async () => {
    const { world, withStores, lines, documents } = await limitDesk();
    const unknown = limitEvent({ kind: 'unknown', trader: null, dollars: null, baseLimit: null, by: 'root' });
    await withStores(({ limits }) => limits.record([unknown]));
    await limitsSet(world, 'NET002', 4000, { ...text, by: 'ann' });
    await limitsList(world, text);
    expect(lines.at(-1)).toMatch(
      /^The limit in force of 2 traders is unknown\. Answer the next mail .* limits -- set TRADER DOLLARS/,
    );
    await limitsList(world, json);
    expect(documents.at(-1)).toMatchObject({
      traders: [
        { trader: 'NET001', limitInForce: null, source: 'unknown', since: TODAY, by: 'root' },
        { trader: 'NET002', limitInForce: 4000, source: 'set', by: 'ann' },
        { trader: 'NET003', limitInForce: null },
      ],
    });
  });

  it('keeps what the platform holds when the base limit changes on the roster', async () => {
    const { world, mail, withStores, document } = await limitDesk();
    await mail(YESTERDAY, [lineOf('NET001'), lineOf('NET002', { change: 'stay', target: 5000 })]);
    await withStores(({ roster }) => roster.set({ trader: 'NET002', baseLimit: 8000 }));
    expect(await document(() => limitsList(world, json))).toMatchObject({
      traders: [
        { trader: 'NET001', baseLimit: 5000, limitInForce: 3000 },
        { trader: 'NET002', baseLimit: 8000, limitInForce: 5000, source: 'base' },
        {},
      ],
    });
  });

  it('gives the base limit each morning with LIMIT_LIFETIME=session', async () => {
    const { world, mail, document } = await limitDesk({ LIMIT_LIFETIME: 'session' });
    await mail(YESTERDAY, [lineOf('NET001')]);
    expect(await document(() => limitsList(world, json))).toMatchObject({
      traders: [{ limitInForce: 5000, source: 'base' }, {}, {}],
    });
    await mail(TODAY, [lineOf('NET001')]);
    expect(await document(() => limitsList(world, json))).toMatchObject({
      traders: [{ limitInForce: 3000, source: 'assumed', since: TODAY }, {}, {}],
    });
  });

  it('creates no database', async () => {
    const { world } = fakeWorld({ DB_PATH: '/nowhere/daybreak.db' }, `${TODAY}T13:00:00Z`);
    await expect(limitsList(world, json)).rejects.toMatchObject({ code: 'no_database' });
  });
});

describe('`limits set`', () => {
  it('records a fact, and says that the next mail asks again', async () => {
    const { world, mail, lines, withStores } = await limitDesk();
    await mail(YESTERDAY, [lineOf('NET001')]);
    expect(await limitsSet(world, 'NET001', 4500, text)).toBe(0);
    const user = userInfo().username;
    expect(lines).toEqual([
      `NET001: the platform holds $4,500 from Tuesday 3 March 2026 on, stated by ${user}.`,
      `NET001: in force now $4,500, stated by ${user}, since Tue 3 Mar.`,
      "This is a fact, not a decision: the next mail asks again for Daybreak's own limit (last $3,000). To keep $4,500, use `npm run override -- set NET001 4500 --reason CODE`.",
    ]);
    const events = await withStores(({ limits }) => limits.events('2026-12-31'));
    expect(events.at(-1)).toEqual({
      ...limitEvent({ dollars: 4500, by: user, recordedAt: world.clock.now() }),
      id: 2,
    });
  });

  it('does not mention the next mail where the platform holds what was mailed', async () => {
    const { world, mail, lines } = await limitDesk();
    await mail(YESTERDAY, [lineOf('NET001')]);
    await limitsSet(world, 'NET001', 3000, { ...text, by: 'ann' });
    expect(lines).toHaveLength(2);
    expect(lines[1]).toBe('NET001: in force now $3,000, stated by ann, since Mon 2 Mar.');
  });

  it('of an earlier session is superseded by the mails after it', async () => {
    const { world, mail, document } = await limitDesk();
    await mail(TODAY, [lineOf('NET001')]);
    const set = () => limitsSet(world, 'NET001', 4500, { ...json, session: YESTERDAY, by: 'ann' });
    expect(await document(set)).toEqual({
      session: YESTERDAY,
      stated: 4500,
      trader: 'NET001',
      baseLimit: 5000,
      limitInForce: 3000,
      source: 'assumed',
      since: TODAY,
      by: 'daybreak',
    });
  });

  it.each([
    ['a trader who is misspelled', 'NET01', undefined, 'unknown_trader', /did you mean NET001\?/],
    ['a trader who is not active', 'NET004', undefined, 'unknown_trader', /who is not active/],
    ['a session after the next', 'NET001', '2026-03-05', 'future_session', /still to come/],
    ['a closed day', 'NET001', '2026-03-01', 'not_a_session', /closed \(Sunday\)/],
  ])('refuses %s and records nothing', async (_, trader, session, code, message) => {
    const { world, withStores } = await limitDesk();
    const options = session === undefined ? text : { ...text, session };
    await expect(limitsSet(world, trader, 4000, options)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
      name: session === undefined ? 'InputError' : 'ConfigurationError',
    });
    expect(await withStores(({ limits }) => limits.events('2026-12-31'))).toEqual([]);
  });
});
