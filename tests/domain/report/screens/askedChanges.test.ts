import { describe, expect, it } from 'vitest';
import { askedChanges } from '../../../../src/domain/report/screens/askedChanges.ts';
import { lineOf, TODAY } from '../../../support/limitDesk.ts';
import { limitEvent } from '../../../support/limits.ts';
import { report } from '../../../support/report.ts';

const at = (time: string) => new Date(`${TODAY}T${time}:00Z`);
const asked = lineOf('NET001', { limitInForce: 5000, target: 3000 });
const corrected = lineOf('NET001', { limitInForce: 3000, target: 2800 });

const event = (id: number, parts: Parameters<typeof limitEvent>[0]) => ({ id, ...limitEvent(parts) });
const mail = (id: number, time: string, dollars: number) =>
  event(id, {
    kind: 'mailed',
    recordedAt: at(time),
    dollars,
    revision: id - 1,
    by: 'daybreak',
    through: 'mail',
  });
const waiting = (time: string) => ({
  trader: 'NET001',
  answer: { kind: 'applied' as const },
  by: 'ann@desk',
  at: at(time),
  because: 'it came without an origin',
});

describe('the changes that the mails of a session asked for', () => {
  it('are asked with the amount of a correction, next to the one before it', () => {
    const [change] = askedChanges({
      report: report({ sessionDate: TODAY, decisions: [corrected], revision: 1 }),
      replaced: [asked],
      events: [mail(1, '10:01', 3000), mail(2, '11:01', 2800)],
      waiting: [],
    });
    expect(change).toMatchObject({ asked: 2800, askedBefore: 3000, given: null, awaitsMail: false });
  });

  it('have the unconfirmed answers to the last mail only: a confirmation names its amount', () => {
    const [change] = askedChanges({
      report: report({ sessionDate: TODAY, decisions: [corrected], revision: 1 }),
      replaced: [asked],
      events: [mail(1, '10:01', 3000), mail(2, '11:01', 2800)],
      waiting: [waiting('10:02'), waiting('11:02')],
    });
    expect(change?.waiting).toEqual([waiting('11:02')]);
  });

  it('have no unconfirmed answer that is older than the answer given', () => {
    const given = event(2, { kind: 'applied', recordedAt: at('10:30'), revision: 0 });
    const [change] = askedChanges({
      report: report({ sessionDate: TODAY, decisions: [asked] }),
      replaced: [],
      events: [mail(1, '10:01', 3000), given],
      waiting: [waiting('10:02'), waiting('10:40')],
    });
    expect(change?.waiting).toEqual([waiting('10:40')]);
  });
});
