import { expect, it } from 'vitest';
import { desk } from '../../../src/domain/indicators/desk.ts';
import { inputOf } from '../../support/indicatorInput.ts';
import { valueIn } from '../../support/indicatorValue.ts';

it.each([
  { others: [-1, -0.5, 2], own: -1, share: 2 / 3, relative: -0.5 },
  { others: [-1, -1, -1, -1], own: 1, share: 1, relative: 2 },
  { others: [0, 0, 1], own: 0, share: 0, relative: 0 },
  { others: [1, 2, 3, 4], own: null, share: 0, relative: null },
  { others: [-1, -1], own: 1, share: null, relative: null },
  { others: [], own: 1, share: null, relative: null },
])(
  'with others at $others and an own r of $own, $share of the desk lost and the relative r is $relative',
  (row) => {
    const { series, morning } = inputOf([]);
    const everyone = row.own === null ? row.others : [...row.others, row.own];
    const deskSortedScaledPnl = Float64Array.from(everyone).sort();
    const input = { series, morning: { ...morning, deskSortedScaledPnl, previousSessionScaledPnl: row.own } };
    expect({
      share: valueIn(desk, 'desk_loss_share', input),
      relative: valueIn(desk, 'desk_relative_r', input),
    }).toEqual({ share: row.share, relative: row.relative });
  },
);
