import { describe, expect, it } from 'vitest';
import { runLedger } from '../../../scripts/simulation/runLedger.ts';
import { lot, tape } from '../../support/fills.ts';

const monday = {
  sessionDate: '2024-03-11',
  fills: tape(['09:30 B 100 X 10'], { sessionDate: '2024-03-11' }),
};
const tuesday = {
  sessionDate: '2024-03-12',
  fills: tape(['09:30 B 50 X 12'], { sessionDate: '2024-03-12' }),
};
const friday = {
  sessionDate: '2024-03-15',
  fills: tape(['09:30 S 120 X 13'], { sessionDate: '2024-03-15' }),
};
const run = (
  sessions: Iterable<typeof monday>,
  openingLots = [lot({ symbol: 'X', price: 9, openedOn: '2024-03-08' })],
) => [...runLedger({ trader: 'NET001', openingLots, sessions })];

describe('a run over sessions', () => {
  it('passes lots from each session to the next, with the session that opened them', () => {
    const days = run([monday, tuesday, friday]);
    expect(days.map(({ facts }) => [facts.sessionDate, facts.grossPnl])).toEqual([
      ['2024-03-11', 0],
      ['2024-03-12', 0],
      ['2024-03-15', 100 * 4 + 20 * 3],
    ]);
    expect(days.at(-1)?.closingLots).toEqual([
      lot({ symbol: 'X', quantity: 80, price: 10, lastPrice: 13, openedOn: '2024-03-11' }),
      lot({ symbol: 'X', quantity: 50, price: 12, lastPrice: 13, openedOn: '2024-03-12' }),
    ]);
  });

  it('continues from saved lots with the same result as without a stop', () => {
    const whole = run([monday, tuesday, friday]);
    const saved = JSON.parse(JSON.stringify(whole[0]?.closingLots));
    expect(run([tuesday, friday], saved)).toEqual(whole.slice(1));
  });

  it('reads a session only when its day is requested', () => {
    const read: string[] = [];
    function* sessions() {
      for (const session of [monday, tuesday, friday]) {
        read.push(session.sessionDate);
        yield session;
      }
    }
    runLedger({ trader: 'NET001', openingLots: [], sessions: sessions() }).next();
    expect(read).toEqual(['2024-03-11']);
  });

  it.each([
    { what: 'backwards', sessions: [tuesday, monday] },
    { what: 'over the same session twice', sessions: [monday, monday] },
  ])('refuses to go $what', ({ sessions }) => {
    expect(() => run(sessions)).toThrow('expected oldest first, each once');
    expect(() => run(sessions)).toThrow(/expected oldest first, each once/);
  });
});
