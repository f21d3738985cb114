import { expect, it } from 'vitest';
import { keptViews } from '../../../../src/adapters/web/screens/frame/keptViews.ts';

it('makes a view once for each reading and equal terms, and keeps twenty of a reading', () => {
  let made = 0;
  const viewOf = keptViews((data: { readonly name: string }, terms: { readonly search: string }) => {
    made += 1;
    return { text: data.name + terms.search };
  });
  const reading = { name: 'monday ' };
  expect(viewOf(reading, { search: 'a' })).toBe(viewOf(reading, { search: 'a' }));
  expect(viewOf(reading, { search: 'b' }).text).toBe('monday b');
  expect(viewOf({ name: 'tuesday ' }, { search: 'a' }).text).toBe('tuesday a');
  expect(made).toBe(3);
  for (let search = 0; search < 30; search += 1) viewOf(reading, { search: String(search) });
  const before = made;
  expect(viewOf(reading, { search: 'a' }).text).toBe('monday a');
  viewOf(reading, { search: '29' });
  expect(made).toBe(before + 1);
});
