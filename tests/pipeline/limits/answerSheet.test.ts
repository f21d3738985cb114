import { describe, expect, it } from 'vitest';
import type { Stores } from '../../../src/commands/world.ts';
import type { Answer } from '../../../src/domain/limits/answer.ts';
import { answerMails } from '../../../src/pipeline/limits/answerMail.ts';
import { readAnswerSheet } from '../../../src/pipeline/limits/answerSheet.ts';
import { confirmAnswer } from '../../../src/pipeline/limits/confirmAnswer.ts';
import type { OpenedLink } from '../../../src/ports/answerLinks.ts';
import { limitDesk, lineOf, TODAY } from '../../support/limitDesk.ts';

const changes = [
  lineOf('NET001', { limitInForce: 5000, target: 3000 }),
  lineOf('NET002', { limitInForce: 5000, target: 2500 }),
  lineOf('NET003', { change: 'stay', target: 5000 }),
];

function link(trader: string | null, revision = 0): OpenedLink {
  return {
    sessionDate: TODAY,
    revision,
    expiresAt: new Date(`${TODAY}T21:00:00Z`),
    isOfAll: trader === null,
    isTo: (recipient) => recipient === 'ann@desk',
    isOf: (name) => name === trader,
  };
}

const terms = { defaultLimit: 5000, lifetime: 'until-changed' as const, deskRecipients: ['ann@desk'] };
const noon = new Date(`${TODAY}T17:00:00Z`);

const read = (stores: Stores, of: OpenedLink, changed: Partial<typeof terms & { now: Date }> = {}) =>
  readAnswerSheet(stores, { ...terms, now: noon, ...changed }, of);

async function answer(desk: Awaited<ReturnType<typeof limitDesk>>, trader: string, given: Answer) {
  const { calendar } = desk.world;
  await desk.withStores((stores) =>
    answerMails(
      { ...stores, calendar },
      { ...terms, dueSession: TODAY },
      {
        sessionDate: TODAY,
        answers: [{ trader, answer: given }],
        by: 'ann@desk',
        at: noon,
        through: 'link',
      },
    ),
  );
}

describe('what a link concerns', () => {
  it('is one change, with what is in force, its target and when the mail was accepted', async () => {
    const desk = await limitDesk();
    await desk.mail(TODAY, changes);
    expect(await desk.withStores((stores) => read(stores, link('NET001')))).toMatchObject({
      sessionDate: TODAY,
      recipient: 'ann@desk',
      acceptedAt: new Date(`${TODAY}T10:00:00Z`),
      lines: [
        {
          trader: 'NET001',
          before: 5000,
          target: 3000,
          baseLimit: 5000,
          changedFrom: null,
          given: null,
          unconfirmed: null,
          inForce: { dollars: 3000, source: 'assumed' },
        },
      ],
    });
  });

  it('is every change of the mail where the link is of all', async () => {
    const desk = await limitDesk();
    await desk.mail(TODAY, changes);
    const sheet = await desk.withStores((stores) => read(stores, link(null)));
    expect(typeof sheet === 'string' ? sheet : sheet.lines.map(({ trader }) => trader)).toEqual([
      'NET002',
      'NET001',
    ]);
  });

  it('says what was answered, by whom and when', async () => {
    const desk = await limitDesk();
    await desk.mail(TODAY, changes);
    await answer(desk, 'NET001', { kind: 'different', dollars: 3500 });
    expect(await desk.withStores((stores) => read(stores, link('NET001')))).toMatchObject({
      lines: [
        {
          target: 3000,
          given: { answer: { kind: 'different', dollars: 3500 }, by: 'ann@desk', at: noon, through: 'link' },
          inForce: { dollars: 3500, source: 'answered' },
        },
      ],
    });
  });

  it('of an old mail says what a correction changed, and asks again after an earlier answer', async () => {
    const desk = await limitDesk();
    await desk.mail(TODAY, changes);
    await desk.mail(TODAY, [lineOf('NET001', { limitInForce: 3000, target: 2800 })], 1);
    const sheets = await desk.withStores(async (stores) => [
      await read(stores, link('NET001', 0)),
      await read(stores, link('NET001', 1)),
    ]);
    expect(sheets).toMatchObject([
      { lines: [{ before: 5000, target: 2800, changedFrom: 3000, revision: 1, given: null }] },
      { lines: [{ target: 2800, changedFrom: null }] },
    ]);
  });

  it('is nothing where the link does not answer, each case with its reason', async () => {
    const desk = await limitDesk();
    await desk.mail(TODAY, changes);
    const of = (each: OpenedLink, changed = {}) => desk.withStores((stores) => read(stores, each, changed));
    expect(await of(link('NET001'), { now: new Date(`${TODAY}T21:00:00Z`) })).toBe('expired');
    expect(await of(link('NET001'), { deskRecipients: ['bob@desk'] })).toBe('not-a-recipient');
    expect(await of({ ...link('NET001'), sessionDate: '2026-03-02' })).toBe('not-mailed');
    expect(
      await of({ ...link('NET001'), isTo: (who) => who === 'bob@desk' }, { deskRecipients: ['bob@desk'] }),
    ).toBe('not-mailed');
    expect(await of(link('NET003'))).toBe('no-change');
    expect(await of(link('NET999'))).toBe('no-change');
    await desk.withStores(({ roster }) => roster.set({ trader: 'NET001', active: false }));
    expect(await of(link('NET001'))).toBe('retired');
  });
});

describe('an answer that is not confirmed', () => {
  const kept = {
    sessionDate: TODAY,
    trader: 'NET001',
    answer: { kind: 'applied' } as Answer,
    revision: 0,
    by: 'ann@desk',
    at: new Date(`${TODAY}T16:00:00Z`),
    because: 'it came without Origin',
  };
  const confirmation = { sessionDate: TODAY, id: 1, by: 'bob', at: noon, through: 'page' as const };

  async function keptAnswer() {
    const desk = await limitDesk();
    await desk.mail(TODAY, changes);
    await desk.withStores(({ unconfirmed }) => unconfirmed.add([kept]));
    const confirm = (changed = {}) =>
      desk.withStores((stores) =>
        confirmAnswer(
          { ...stores, calendar: desk.world.calendar },
          { ...terms, dueSession: TODAY },
          {
            ...confirmation,
            ...changed,
          },
        ),
      );
    return { desk, confirm };
  }

  it('is shown, changes nothing, and counts once someone confirms it', async () => {
    const { desk, confirm } = await keptAnswer();
    const line = async () => desk.withStores((stores) => read(stores, link('NET001')));
    expect(await line()).toMatchObject({
      lines: [{ given: null, unconfirmed: { answer: { kind: 'applied' } }, inForce: { source: 'assumed' } }],
    });
    expect(await confirm()).toMatchObject({ trader: 'NET001', now: { inForce: { source: 'answered' } } });
    expect(await line()).toMatchObject({
      lines: [{ given: { by: 'bob', through: 'page' }, unconfirmed: null }],
    });
  });

  it('cannot be confirmed twice, after another answer, after a correction, or by a wrong number', async () => {
    const { desk, confirm } = await keptAnswer();
    const refused = expect.objectContaining({ code: 'nothing_to_answer' });
    await expect(confirm({ id: 2 })).rejects.toEqual(refused);
    await answer(desk, 'NET001', { kind: 'not-applied', reason: 'the platform is down' });
    await expect(confirm()).rejects.toEqual(refused);
    const corrected = await keptAnswer();
    await corrected.desk.mail(TODAY, [lineOf('NET001', { limitInForce: 3000, target: 2800 })], 1);
    await expect(corrected.confirm()).rejects.toEqual(refused);
  });

  it('that someone changes in the table is found by the check of the audit trail', async () => {
    const { desk } = await keptAnswer();
    const { verifyTables } = await import('../../../src/adapters/database/store/verifyTables.ts');
    await desk.withStores(async ({ database }) => {
      expect((await verifyTables(database)).findings).toEqual([]);
      await database.connection.run("UPDATE unconfirmed_answer SET given_by = 'eve'");
      expect((await verifyTables(database)).findings).toMatchObject([{ table: 'unconfirmed_answer' }]);
    });
  });
});
