import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { driftExamples } from '../support/methodsExamples/driftExamples.ts';
import { engineExamples } from '../support/methodsExamples/engineExamples.ts';
import { factExamples } from '../support/methodsExamples/factExamples.ts';
import { outcomeExamples } from '../support/methodsExamples/outcomeExamples.ts';
import { riskExamples } from '../support/methodsExamples/riskExamples.ts';
import { scoreExamples } from '../support/methodsExamples/scoreExamples.ts';
import { shadowExamples } from '../support/methodsExamples/shadowExamples.ts';
import { sizingExamples } from '../support/methodsExamples/sizingExamples.ts';
import { stressExamples } from '../support/methodsExamples/stressExamples.ts';

const examples = [
  ...factExamples,
  ...engineExamples,
  ...outcomeExamples,
  ...scoreExamples,
  ...driftExamples,
  ...shadowExamples,
  ...riskExamples,
  ...stressExamples,
  ...sizingExamples,
];

/** The text of each section of the page, line breaks as spaces, by number. */
function sectionsOf(page: string): ReadonlyMap<number, string> {
  const parts = page.split(/^## (?=\d+\. )/m).slice(1);
  return new Map(parts.map((part) => [Number.parseInt(part, 10), part.replace(/\n(?!\|)/g, ' ')]));
}

describe('the worked examples of docs/methods.md', () => {
  const sections = sectionsOf(readFileSync('docs/methods.md', 'utf8'));

  it.each(examples)('section $section: $title', ({ section, numbers }) => {
    const text = sections.get(section) ?? '';
    for (const number of numbers()) expect(text).toContain(number);
  });

  it('has every section that the code cites, 1 to 15', () => {
    expect([...sections.keys()]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
  });
});
