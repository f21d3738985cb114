import { describe, expect, it } from 'vitest';
import { figure } from '../../../../src/adapters/web/pages/drawing.ts';
import { heatMap, heatMapHeight } from '../../../../src/adapters/web/pages/heatMap.ts';

const texts = { id: 'map', title: 'Map', description: 'Map', caption: 'Map' };

function drawn(values: readonly (readonly (number | null)[])[], names = ['A', 'B', 'C']) {
  const { drawings } = figure(texts, heatMapHeight(names.length), (size) =>
    heatMap({ names, values, highAbove: 0.7 }, size),
  );
  return { wide: drawings[0]?.shapes ?? '', narrow: drawings[1]?.shapes ?? '' };
}

const letters = (shapes: string) => [...shapes.matchAll(/<text[^>]*>([^<]+)</g)].map(([, text]) => text);

describe('a heat map', () => {
  const values = [
    [null, 0.83, -0.25],
    [0.83, null, null],
    [-0.25, null, null],
  ];

  it('writes each pair once, with its sign, and leaves out what is not known', () => {
    expect(letters(drawn(values).wide).toSorted()).toEqual(['.83', 'A', 'B', 'B', 'C', '−.25']);
  });

  it('frames a high value, and no other', () => {
    expect(drawn(values).wide.match(/stroke="var\(--ink\)"/g)).toHaveLength(1);
    expect(drawn([[null], [0.69, null], [0.7, null, null]]).wide).not.toContain('stroke="var(--ink)"');
  });

  it('strikes fields below 0 where they are too narrow for a number', () => {
    const names = Array.from({ length: 25 }, (_, place) => `T${place}`);
    const fields = names.map((_, row) =>
      names.map((_name, column) => ((row + column) % 2 === 0 ? -0.5 : 0.5)),
    );
    const { wide, narrow } = drawn(fields, names);
    expect(letters(narrow).filter((text) => text?.includes('.'))).toEqual([]);
    expect(narrow.match(/stroke="var\(--vermillion\)"/g)).toHaveLength(144);
    expect(wide).not.toContain('stroke="var(--vermillion)"');
    expect(letters(wide).filter((text) => text === '−.50')).toHaveLength(144);
  });
});
