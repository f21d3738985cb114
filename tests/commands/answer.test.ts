import { describe, expect, it } from 'vitest';
import { answerCommand } from '../../src/commands/answer.ts';
import type { AnswerOptions } from '../../src/commands/commandOptions.ts';
import { limitsList } from '../../src/commands/limits.ts';
import { limitDesk, lineOf, TODAY } from '../support/limitDesk.ts';

const YESTERDAY = '2026-03-02';

function options(parts: Partial<AnswerOptions>): AnswerOptions {
  return {
    json: true,
    session: YESTERDAY,
    all: false,
    applied: false,
    notApplied: false,
    by: 'ann',
    ...parts,
  };
}

/** An option that is not given is absent. */
function withoutEmptyTrader({ trader, ...rest }: AnswerOptions): AnswerOptions {
  return trader === '' || trader === undefined ? rest : { ...rest, trader };
}

const changes = [
  lineOf('NET001'),
  lineOf('NET002', { change: 'raise', target: 4500, limitInForce: 2000 }),
  lineOf('NET003', { change: 'stay', target: 4000 }),
];

describe('`answer`', () => {
  it('with --all --applied confirms every change of the mail', async () => {
    const { world, mail, document, withStores } = await limitDesk();
    await mail(YESTERDAY, changes);
    const answered = { limitInForce: 3000, source: 'answered', since: YESTERDAY };
    expect(await document(() => answerCommand(world, options({ all: true, applied: true })))).toEqual({
      session: YESTERDAY,
      answer: 'applied',
      reason: null,
      by: 'ann',
      traders: [
        { trader: 'NET001', mailed: 3000, ...answered },
        { trader: 'NET002', mailed: 4500, ...answered, limitInForce: 4500 },
      ],
    });
    const events = await withStores(({ limits }) => limits.events('2026-12-31'));
    expect(events.map(({ kind, trader, by, through }) => [kind, trader, by, through])).toEqual([
      ['mailed', 'NET001', 'daybreak', 'mail'],
      ['mailed', 'NET002', 'daybreak', 'mail'],
      ['applied', 'NET001', 'ann', 'command'],
      ['applied', 'NET002', 'ann', 'command'],
    ]);
  });

  it.each<[string, Partial<AnswerOptions>, number, string]>([
    ['another amount', { limit: 3500 }, 3500, 'answered by ann, since Mon 2 Mar'],
    ['not applied', { notApplied: true, reason: 'down' }, 5000, 'answered by ann, unchanged'],
  ])('with %s says what is in force afterwards', async (_, answer, dollars, words) => {
    const { world, mail, lines } = await limitDesk();
    await mail(YESTERDAY, changes);
    await answerCommand(world, options({ json: false, trader: 'NET001', ...answer }));
    expect(lines).toEqual([
      expect.stringContaining('Mail of Monday 2 March 2026, answered by ann: '),
      `NET001: in force now $${dollars.toLocaleString('en-US')}, ${words}. (mailed $3,000)`,
    ]);
  });

  it('is superseded by a later answer', async () => {
    const { world, mail, document, clock } = await limitDesk();
    await mail(YESTERDAY, changes);
    await answerCommand(world, options({ trader: 'NET001', applied: true }));
    clock.set(`${TODAY}T13:05:00Z`);
    expect(
      await document(() =>
        answerCommand(world, options({ trader: 'NET001', notApplied: true, reason: 'a mistake' })),
      ),
    ).toMatchObject({ traders: [{ trader: 'NET001', limitInForce: 5000, source: 'answered' }] });
  });

  it('given late leaves the mail of the next session in force', async () => {
    const { world, mail, document } = await limitDesk();
    await mail(YESTERDAY, changes);
    await mail(TODAY, [lineOf('NET001', { target: 2000 })]);
    expect(
      await document(() =>
        answerCommand(world, options({ trader: 'NET001', notApplied: true, reason: 'late' })),
      ),
    ).toMatchObject({ traders: [{ mailed: 3000, limitInForce: 2000, source: 'assumed', since: TODAY }] });
  });

  it('of a corrected morning answers the correction, and says so where it was not applied', async () => {
    const { world, mail, lines } = await limitDesk();
    await mail(YESTERDAY, changes);
    await mail(YESTERDAY, [lineOf('NET001', { change: 'raise', target: 4000, limitInForce: 3000 })], 1);
    await answerCommand(world, options({ json: false, trader: 'NET001', notApplied: true, reason: 'late' }));
    expect(lines[1]).toBe('NET001: in force now $3,000, answered by ann, since Mon 2 Mar. (mailed $4,000)');
    expect(lines[2]).toContain('If the morning was not applied either, answer with --limit DOLLARS.');
  });

  it('keeps the base limit of the mail, so that a change on the roster is still asked for', async () => {
    const { world, mail, withStores } = await limitDesk();
    await mail(YESTERDAY, changes);
    await withStores(({ roster }) => roster.set({ trader: 'NET001', baseLimit: 8000 }));
    await answerCommand(world, options({ trader: 'NET001', applied: true }));
    const events = await withStores(({ limits }) => limits.events('2026-12-31'));
    expect(events.at(-1)).toMatchObject({ kind: 'applied', baseLimit: 5000 });
  });

  it('to a mail whose delivery is unclear puts its limits in force', async () => {
    const { world, mail, document } = await limitDesk();
    await mail(YESTERDAY, changes, 0, 'ambiguous');
    expect(await document(() => limitsList(world, { json: true }))).toMatchObject({
      traders: [{ source: 'base' }, { source: 'base' }, { source: 'base' }],
    });
    expect(await document(() => answerCommand(world, options({ all: true, applied: true })))).toMatchObject({
      traders: [
        { trader: 'NET001', limitInForce: 3000, source: 'answered' },
        { trader: 'NET002', limitInForce: 4500, source: 'answered' },
      ],
    });
  });

  it('ends what is unknown for the answered traders', async () => {
    const { world, mail, document, withStores } = await limitDesk();
    const desk = { trader: null, dollars: null, baseLimit: null, revision: null, reason: null } as const;
    await withStores(({ limits }) =>
      limits.record([
        {
          ...desk,
          kind: 'unknown',
          sessionDate: YESTERDAY,
          recordedAt: new Date(`${YESTERDAY}T09:00:00Z`),
          by: 'daybreak',
          through: 'upgrade',
        },
      ]),
    );
    await mail(YESTERDAY, [lineOf('NET001', { change: 'set', limitInForce: null })]);
    await answerCommand(world, options({ trader: 'NET001', applied: true }));
    expect(await document(() => limitsList(world, { json: true }))).toMatchObject({
      traders: [{ limitInForce: 3000, source: 'answered' }, { source: 'unknown' }, { source: 'unknown' }],
    });
  });

  it.each<[string, Partial<AnswerOptions>, string, RegExp]>([
    ['a session without a mail', { session: '2026-02-27' }, 'nothing_to_answer', /no mail of 2026-02-27/],
    ['a session to come', { session: '2026-03-04' }, 'future_session', /still to come/],
    ['a closed day', { session: '2026-03-01' }, 'not_a_session', /Sunday/],
    ['a misspelled trader', { trader: 'NET01' }, 'unknown_trader', /did you mean NET001/],
    [
      'not applied, of a limit that stays',
      { trader: 'NET003', applied: false, notApplied: true, reason: 'no' },
      'nothing_to_answer',
      /asked for no change of NET003/,
    ],
    ['no answer', { applied: false }, 'bad_answer', /no answer/],
    ['two answers', { limit: 3000 }, 'bad_answer', /several answers/],
    ['not applied without a reason', { applied: false, notApplied: true }, 'bad_answer', /without a reason/],
    ['a reason with applied', { reason: 'why' }, 'bad_answer', /without --not-applied/],
    ['a trader with --all', { all: true }, 'bad_answer', /--all with a trader/],
    [
      'one amount for all',
      { all: true, trader: '', applied: false, limit: 3000 },
      'bad_answer',
      /one limit for all/,
    ],
    ['no trader', { trader: '' }, 'bad_answer', /neither --trader nor --all/],
  ])('refuses %s and records nothing', async (_, parts, code, message) => {
    const { world, mail, withStores } = await limitDesk();
    await mail(YESTERDAY, changes);
    await expect(
      answerCommand(world, withoutEmptyTrader(options({ trader: 'NET001', applied: true, ...parts }))),
    ).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    const events = await withStores(({ limits }) => limits.events('2026-12-31'));
    expect(events.filter(({ kind }) => kind !== 'mailed')).toEqual([]);
  });

  it('refuses --all where the mail asked for no change', async () => {
    const { world, mail } = await limitDesk();
    await mail(YESTERDAY, changes.slice(2));
    await expect(answerCommand(world, options({ all: true, applied: true }))).rejects.toMatchObject({
      code: 'nothing_to_answer',
    });
  });
});
