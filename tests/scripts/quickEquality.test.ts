import { describe, expect, it } from 'vitest';

const days = () => Array.from({ length: 3 }, (_, day) => ({ day, pnl: day * 10, marks: [1, 2, day] }));

describe('equality in tests', () => {
  it('finds a difference at any depth', () => {
    const [first, second, third] = days();
    const other = [first, second, { ...third, marks: [1, 2, 3] }];
    expect(() => expect(days()).toEqual(other)).toThrow('expected');
    expect(() => expect(days()).toStrictEqual(other)).toThrow('expected');
    expect(() => expect([0]).toEqual([-0])).toThrow('expected');
    expect(() => expect({ a: 1 }).toStrictEqual({ a: 1, b: undefined })).toThrow('expected');
  });

  it('is that of each matcher where values are not strictly equal', () => {
    expect(days()).toEqual(days());
    expect({ a: 1, b: undefined }).toEqual({ a: 1 });
    expect(days()).toEqual([expect.anything(), expect.objectContaining({ day: 1 }), days()[2]]);
    expect(days()).toMatchObject([{ day: 0 }, { marks: [1, 2, 1] }, {}]);
    expect(() => expect(days()).not.toEqual(days())).toThrow('expected');
  });
});
