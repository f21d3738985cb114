import { describe, expect, it } from 'vitest';
import {
  eventsOf,
  type InForceInput,
  limitBeforeMail,
  limitDuring,
} from '../../../src/domain/limits/inForce.ts';
import type { LimitEvent } from '../../../src/domain/limits/limitEvent.ts';

const [MON, TUE, WED, THU] = ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26'] as const;

/** An event of a session with its time of recording, `HH:MM` of that session or another instant. */
function event(
  kind: LimitEvent['kind'],
  sessionDate: string,
  time: string,
  parts: Partial<LimitEvent> = {},
): LimitEvent {
  const isOfMail = ['mailed', 'applied', 'different', 'not-applied'].includes(kind);
  return {
    id: 1,
    kind,
    trader: kind === 'unknown' ? null : 'NET001',
    sessionDate,
    recordedAt: new Date(time.length > 5 ? time : `${sessionDate}T${time}:00Z`),
    dollars: kind === 'not-applied' || kind === 'unknown' ? null : 3000,
    baseLimit: kind === 'unknown' ? null : 5000,
    revision: isOfMail ? 0 : null,
    reason: null,
    by: kind === 'mailed' ? 'daybreak' : 'ann',
    through: kind === 'mailed' ? 'mail' : 'command',
    ...parts,
  };
}

function input(events: readonly LimitEvent[], parts: Partial<InForceInput> = {}): InForceInput {
  return {
    events,
    sessionDate: WED,
    firstBaseLimit: 5000,
    baseLimit: 5000,
    lifetime: 'until-changed',
    ...parts,
  };
}

const mailed = event('mailed', MON, '10:00');
const base = { dollars: 5000, source: 'base', since: null, by: null, baseLimit: 5000 };
const at = (source: string, dollars: number | null, since: string | null, by: string) => ({
  dollars,
  source,
  since,
  by,
  baseLimit: 5000,
});

describe('the limit in force before a mail', () => {
  it.each<[string, LimitEvent[], object]>([
    ['no event: the base limit', [], base],
    ['a mail: its target, assumed', [mailed], at('assumed', 3000, MON, 'daybreak')],
    [
      'applied: the mailed target, answered',
      [mailed, event('applied', MON, '11:00')],
      at('answered', 3000, MON, 'ann'),
    ],
    [
      'different: the amount given',
      [mailed, event('different', MON, '11:00', { dollars: 3500 })],
      at('answered', 3500, MON, 'ann'),
    ],
    [
      'not applied: what was in force before the mail, since then',
      [mailed, event('not-applied', MON, '11:00')],
      at('answered', 5000, null, 'ann'),
    ],
    ['set: the amount', [mailed, event('set', TUE, '09:00', { dollars: 4000 })], at('set', 4000, TUE, 'ann')],
    [
      'read back: the amount of the platform',
      [event('readback', TUE, '09:00', { dollars: 4500, through: 'file' })],
      at('readback', 4500, TUE, 'ann'),
    ],
    [
      'unknown: no amount',
      [mailed, event('unknown', TUE, '09:00', { by: 'root', through: 'restore' })],
      at('unknown', null, TUE, 'root'),
    ],
    [
      'a later answer supersedes an earlier one',
      [mailed, event('not-applied', MON, '11:00'), event('applied', MON, '12:00')],
      at('answered', 3000, MON, 'ann'),
    ],
    [
      'not applied after applied: again what was before',
      [mailed, event('applied', MON, '11:00'), event('not-applied', MON, '12:00')],
      at('answered', 5000, null, 'ann'),
    ],
    [
      'an answer that came after the next mail does not supersede that mail',
      [
        mailed,
        event('mailed', TUE, '10:00', { dollars: 2000 }),
        event('not-applied', MON, `${TUE}T15:00:00Z`),
      ],
      at('assumed', 2000, TUE, 'daybreak'),
    ],
    [
      'a late "not applied" holds where the next mail asked for no change',
      [mailed, event('not-applied', MON, `${TUE}T15:00:00Z`)],
      at('answered', 5000, null, 'ann'),
    ],
    [
      'not applied, of a mail after another that was: the target of the other',
      [mailed, event('mailed', TUE, '10:00', { dollars: 2000 }), event('not-applied', TUE, '15:00')],
      at('answered', 3000, MON, 'ann'),
    ],
    [
      'a correction: its target',
      [mailed, event('mailed', MON, '11:00', { dollars: 4000, revision: 1 })],
      at('assumed', 4000, MON, 'daybreak'),
    ],
    [
      'the correction not applied: the target of the morning',
      [
        mailed,
        event('mailed', MON, '11:00', { dollars: 4000, revision: 1 }),
        event('not-applied', MON, '12:00', { revision: 1 }),
      ],
      at('answered', 3000, MON, 'ann'),
    ],
    [
      'the morning not applied either: what was before the morning',
      [
        mailed,
        event('mailed', MON, '11:00', { dollars: 4000, revision: 1 }),
        event('not-applied', MON, '12:00', { revision: 1 }),
        event('not-applied', MON, '12:01', { revision: 0 }),
      ],
      at('answered', 5000, null, 'ann'),
    ],
    [
      'the same amount again: held since the first',
      [mailed, event('applied', MON, '11:00'), event('readback', TUE, '09:00', { through: 'file' })],
      at('readback', 3000, MON, 'ann'),
    ],
    [
      'another amount, then the first again: since the last',
      [mailed, event('set', TUE, '09:00', { dollars: 4000 }), event('set', WED, '09:00')],
      at('set', 3000, WED, 'ann'),
    ],
    [
      'unknown, then a mail: its target, since the mail',
      [event('unknown', MON, '09:00'), event('mailed', TUE, '10:00', { dollars: 5000 })],
      at('assumed', 5000, TUE, 'daybreak'),
    ],
    [
      'unknown, then a mail that was not applied: unknown, as before',
      [event('unknown', MON, '09:00'), event('mailed', TUE, '10:00'), event('not-applied', TUE, '15:00')],
      at('unknown', null, MON, 'ann'),
    ],
    [
      'an answer to a mail of which no acceptance is recorded: not applied changes nothing',
      [mailed, event('not-applied', TUE, '15:00')],
      at('answered', 3000, MON, 'ann'),
    ],
    ['an event of a later session: not yet', [event('set', THU, '09:00')], base],
    ['the mail of the session itself: not before it', [event('mailed', WED, '10:00')], base],
    [
      'answers to the mail of the session itself: not before it',
      [
        event('mailed', WED, '10:00'),
        event('applied', WED, '11:00'),
        event('different', WED, '12:00', { dollars: 1000 }),
        event('not-applied', WED, '13:00'),
      ],
      base,
    ],
    [
      'a fact of the session itself: before its mail',
      [event('set', WED, '09:00')],
      at('set', 3000, WED, 'ann'),
    ],
  ])('%s', (_, events, expected) => {
    expect(limitBeforeMail(input(events))).toEqual(expected);
    expect(limitBeforeMail(input(events.toReversed()))).toEqual(expected);
  });

  it('of a correction counts the mails and answers of its own session', () => {
    const own = [event('mailed', WED, '10:00'), event('different', WED, '11:00', { dollars: 3500 })];
    expect(limitBeforeMail(input(own.slice(0, 1)), true)).toEqual(at('assumed', 3000, WED, 'daybreak'));
    expect(limitBeforeMail(input(own), true)).toEqual(at('answered', 3500, WED, 'ann'));
  });

  it('orders events of the same instant by their number', () => {
    const first = event('set', TUE, '09:00', { id: 7, dollars: 1000 });
    const second = event('set', TUE, '09:00', { id: 8, dollars: 2000 });
    expect(limitBeforeMail(input([second, first]))).toMatchObject({ dollars: 2000 });
  });

  it('takes amounts less than half a cent apart as the same', () => {
    const again = event('set', TUE, '09:00', { dollars: 3000.004 });
    expect(limitBeforeMail(input([mailed, again]))).toMatchObject({ since: MON });
    const other = event('set', TUE, '09:00', { dollars: 3000.01 });
    expect(limitBeforeMail(input([mailed, other]))).toMatchObject({ since: TUE });
  });
});

describe('a base limit that was changed on the roster', () => {
  it('changes nothing on the platform: without an event, the first base limit is in force', () => {
    expect(limitBeforeMail(input([], { baseLimit: 8000 }))).toEqual(base);
  });

  it('is known from the last event', () => {
    expect(limitBeforeMail(input([mailed], { baseLimit: 8000 }))).toMatchObject({
      dollars: 3000,
      baseLimit: 5000,
    });
    const later = event('set', TUE, '09:00', { baseLimit: 8000 });
    expect(limitBeforeMail(input([mailed, later], { baseLimit: 8000 }))).toMatchObject({ baseLimit: 8000 });
  });
});

describe('a platform that returns to the base limit every night', () => {
  const nightly = { lifetime: 'session', baseLimit: 8000 } as const;
  const everyNight = { dollars: 8000, source: 'base', since: null, by: null, baseLimit: 8000 };

  it.each<[string, LimitEvent[]]>([
    ['earlier mails', [mailed]],
    ['facts of earlier sessions', [event('set', TUE, '09:00')]],
    ['an upgrade or a restore', [event('unknown', TUE, '09:00')]],
  ])('has the present base limit before each mail, whatever %s said', (_, events) => {
    expect(limitBeforeMail(input(events, nightly))).toEqual(everyNight);
  });

  it('has what the session itself said during the session', () => {
    const own = event('mailed', WED, '10:00');
    expect(limitDuring(input([mailed], nightly))).toEqual(everyNight);
    expect(limitDuring(input([mailed, own], nightly))).toEqual(at('assumed', 3000, WED, 'daybreak'));
    const notApplied = event('not-applied', WED, '11:00');
    expect(limitDuring(input([mailed, own, notApplied], nightly))).toMatchObject({ dollars: 8000 });
    expect(limitBeforeMail(input([mailed, own], nightly), true)).toMatchObject({ dollars: 3000 });
  });
});

describe('the limit in force during a session', () => {
  it('counts the mail of the session and its answers, and no later event', () => {
    const events = [
      mailed,
      event('mailed', WED, '10:00', { dollars: 2000 }),
      event('set', THU, '09:00', { dollars: 1000 }),
    ];
    expect(limitDuring(input(events))).toEqual(at('assumed', 2000, WED, 'daybreak'));
    const answered = [...events, event('not-applied', WED, `${THU}T15:00:00Z`)];
    expect(limitDuring(input(answered))).toEqual(at('answered', 3000, MON, 'ann'));
  });
});

describe('the events of a trader', () => {
  it('are the own ones and those of the whole desk', () => {
    const own = event('set', TUE, '09:00');
    const other = event('set', TUE, '09:00', { trader: 'NET002' });
    const everyone = event('unknown', MON, '09:00');
    expect(eventsOf([everyone, own, other], 'NET001')).toEqual([everyone, own]);
  });

  it('end what is unknown for this trader alone', () => {
    const events = [event('unknown', MON, '09:00'), event('set', TUE, '09:00')];
    const of = (trader: string) => limitBeforeMail(input(eventsOf(events, trader)));
    expect([of('NET001').dollars, of('NET002').dollars]).toEqual([3000, null]);
  });
});
