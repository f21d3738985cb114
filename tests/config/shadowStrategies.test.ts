import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/loadConfig.ts';

function strategies(SHADOW_STRATEGIES: string) {
  return loadConfig({ SHADOW_STRATEGIES }).shadowStrategies;
}

describe('SHADOW_STRATEGIES', () => {
  it('lists strategies by name, with terms in any order', () => {
    expect(strategies('careful=max:50;engine:rules, early = curve:1.3-2.8 ,same=engine:chain')).toEqual([
      {
        name: 'careful',
        definition: 'engine:rules;max:50',
        engine: 'rules',
        maxReductionPct: 50,
        curve: null,
      },
      {
        name: 'early',
        definition: 'engine:chain;curve:1.3-2.8',
        engine: 'chain',
        maxReductionPct: null,
        curve: { beginsAt: 1.3, fullAt: 2.8 },
      },
      { name: 'same', definition: 'engine:chain', engine: 'chain', maxReductionPct: null, curve: null },
    ]);
  });

  it('gives the same definition to the same terms, however they are written', () => {
    const [one] = strategies('a=engine:model;max:50.0;curve:1.30-2.8');
    const [other] = strategies('a=curve: 1.3 - 2.80 ; max:50 ; engine:model');
    expect(one).toEqual(other);
  });

  it.each([
    ['rules', 'name=key:value;key:value, strategies separated by commas; "rules" has no ='],
    ['=max:5', 'a name of letters, digits, - and _ that begins with a letter, at most 31; "" is none'],
    ['my rules=max:5', '"my rules" is none'],
    ['2nd=max:5', '"2nd" is none'],
    ['a=', 'engine:…, max:… or curve:… in a; "" is none of them'],
    ['a=rules', 'engine:…, max:… or curve:… in a; "rules" is none of them'],
    ['a=depth:50', 'engine:…, max:… or curve:… in a; "depth:50" is none of them'],
    ['a=max:50;max:60', 'max once in a'],
    ['a=engine:ridge', 'engine:rules, engine:model or engine:chain in a'],
    ['a=max:81', 'max:PERCENT from 0 to 80 in a'],
    ['a=max:-5', 'max:PERCENT from 0 to 80 in a'],
    ['a=max:', 'max:PERCENT from 0 to 80 in a'],
    ['a=curve:2.8-1.3', 'curve:LOW-HIGH in a, such as curve:1.3-2.8, with 0 < LOW < HIGH, at most 20'],
    ['a=curve:0-2', 'with 0 < LOW < HIGH'],
    ['a=curve:1-1', 'with 0 < LOW < HIGH'],
    ['a=curve:1-21', 'at most 20'],
    ['a=curve:1.3', 'curve:LOW-HIGH in a'],
    ['a=engine:rules;curve:1-2', 'no curve with engine:rules in a: the curve is of the model'],
    ['a=max:5,a=max:6', 'each name once; a stands for two strategies'],
    ['a=max:1,b=max:1,c=max:1,d=max:1,e=max:1,f=max:1', 'at most 5 strategies; these are 6'],
  ])('refuses %s', (text, expected) => {
    expect(() => strategies(text)).toThrow(`SHADOW_STRATEGIES is ${JSON.stringify(text)}; expected `);
    expect(() => strategies(text)).toThrow(expected);
  });
});
