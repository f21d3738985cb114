import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FillColumns } from '../../../src/adapters/database/fillColumns.ts';
import { appendFills } from '../../../src/adapters/database/mergeFills.ts';
import type { Fill } from '../../../src/domain/ledger/fill.ts';
import { exported, type IdKind, type TrueFill } from '../../support/exports.ts';
import { storedFill } from '../../support/fill.ts';

const SESSION = '2026-03-02';

/** Imports files one after the other into an empty store. */
function imported(files: readonly (readonly Fill[])[]) {
  let stored: FillColumns | null = null;
  const counts = [];
  for (const file of files) {
    const incoming = new FillColumns();
    for (const fill of file) incoming.push(fill);
    const { block, ...merged } = appendFills({ account: 'NET001', sessionDate: SESSION, incoming }, stored);
    counts.push(merged);
    // As a store does: written, then read.
    stored = FillColumns.decode(block.encode(), 'a test');
  }
  const block = stored ?? new FillColumns();
  const fills = Array.from({ length: block.length }, (_, place) => block.at(place, 'NET001', SESSION));
  return { fills, counts };
}

const ids = fc.constantFrom<IdKind>('P', 'F', 'PF', 'N');
/** Few contents, so that only ids distinguish many fills. Fills of one content have equal fees. */
const day: fc.Arbitrary<readonly TrueFill[]> = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.boolean()), { minLength: 1, maxLength: 9 })
  .map((contents) =>
    contents.map(([content, isBuy], number) => ({
      number,
      second: 36_000 + content,
      side: isBuy ? ('B' as const) : ('S' as const),
      price: 10 + content / 10,
      fees: 0.5 + content / 10,
    })),
  );

interface Export {
  /** Share of the day that the export has. */
  readonly share: number;
  readonly kinds: readonly IdKind[];
  readonly withFees: boolean;
  readonly order: readonly number[];
}

const exports: fc.Arbitrary<readonly Export[]> = fc.array(
  fc.record({
    share: fc.oneof(fc.constant(1), fc.double({ min: 0.1, max: 1, noNaN: true })),
    kinds: fc.oneof(
      ids.map((kind) => Array<IdKind>(9).fill(kind)),
      fc.array(ids, { minLength: 9, maxLength: 9 }),
    ),
    withFees: fc.boolean(),
    order: fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7, 8], { minLength: 9, maxLength: 9 }),
  }),
  { minLength: 1, maxLength: 6 },
);

function fileOf(fills: readonly TrueFill[], { share, kinds, withFees, order }: Export): readonly Fill[] {
  const through = Math.max(1, Math.round(share * fills.length));
  const rows = order.filter((number) => number < through).flatMap((number) => fills[number] ?? []);
  return exported(rows.map((fill) => ({ fill, ids: kinds[fill.number] ?? 'N', withFees })));
}

const sum = (values: readonly number[]) =>
  Math.round(1e6 * values.reduce((all, value) => all + value, 0)) / 1e6;
const contents = (fills: readonly { side: string; price: number }[]) =>
  fills.map(({ side, price }) => `${side} ${price}`).toSorted();

describe('the same fills, exported again and again with random ids', () => {
  it('count once, whatever ids, order and part of the day each export has', () => {
    fc.assert(
      fc.property(day, exports, (fills, files) => {
        const { fills: found } = imported(files.map((file) => fileOf(fills, file)));
        const most = Math.max(...files.map((file) => fileOf(fills, file).length));
        expect(contents(found)).toEqual(contents(fills.slice(0, most)));
        expect(new Set(found.map(({ identity }) => identity)).size).toBe(found.length);
        if (!files.some((file) => file.withFees && fileOf(fills, file).length === most)) return;
        expect(sum(found.map(({ fees }) => fees))).toBe(sum(fills.slice(0, most).map(({ fees }) => fees)));
      }),
      { numRuns: 1_000 },
    );
  });

  it('change nothing the second time', () => {
    fc.assert(
      fc.property(day, exports, (fills, files) => {
        const all = files.map((file) => fileOf(fills, file));
        const last = imported([...all, ...all]).counts.slice(all.length);
        expect(last.map(({ inserted, conflicting }) => [inserted, conflicting.length])).toEqual(
          all.map(() => [0, 0]),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('count once in any parts of the day, where each row has both ids or no two fills are alike', () => {
    fc.assert(
      fc.property(
        day,
        fc.array(fc.tuple(fc.subarray([0, 1, 2, 3, 4, 5, 6, 7, 8]), ids), { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        (sketch, parts, areAlike) => {
          const fills = areAlike ? sketch : sketch.map((fill) => ({ ...fill, price: 20 + fill.number }));
          const numbers = parts.map(([part]) => part.filter((number) => number < fills.length));
          const files = parts.map(([, kind], at) =>
            exported(
              (numbers[at] ?? []).flatMap((number) => {
                const fill = fills[number];
                return fill === undefined ? [] : [{ fill, ids: areAlike ? 'PF' : kind, withFees: true }];
              }),
            ),
          );
          const truth = [...new Set(numbers.flat())].flatMap((number) => fills[number] ?? []);
          expect(contents(imported(files).fills)).toEqual(contents(truth));
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe('a row and a stored fill', () => {
  const row = (identity: string, changes: Partial<Fill> = {}) =>
    storedFill({ identity, orderId: 'O', ...changes });
  const both = (number: number, fillId: string) => row(`P:${number}`, { idDigest: digest(fillId) });

  it.each<[string, readonly Fill[], readonly Fill[], number]>([
    ['with one Fill Id, the PropReports Id on one side', [row(`F:${SESSION}:a`)], [both(1, 'a')], 1],
    ['with two Fill Ids, the PropReports Id on one side', [row(`F:${SESSION}:a`)], [both(1, 'b')], 2],
    ['with two PropReports Ids', [row('P:1')], [row('P:2')], 2],
    ['with two Fill Ids', [row(`F:${SESSION}:a`)], [row(`F:${SESSION}:b`)], 2],
    ['with a PropReports Id and a Fill Id', [row('P:1')], [row(`F:${SESSION}:a`)], 1],
    ['with a Fill Id that was learned before', [both(1, 'a')], [row(`F:${SESSION}:b`)], 2],
    ['with an id and none', [row('P:1')], [row('N:t:1')], 1],
    ['without ids, of another text', [row('N:t:1')], [row('N:u:1')], 1],
    [
      'of which the price was corrected, under one Fill Id',
      [row(`F:${SESSION}:a`)],
      [{ ...both(1, 'a'), price: 11 }],
      1,
    ],
    [
      'with a rounded id, corrected in another file',
      [row('P:20261124170012300')],
      [row('P:20261124170012345')],
      1,
    ],
  ])('%s: %#', (_, first, second, expected) => {
    expect(imported([first, second]).fills).toHaveLength(expected);
    expect(imported([second, first]).fills).toHaveLength(expected);
  });

  it('keep the PropReports Id, and the digest of the Fill Id', () => {
    const { fills } = imported([[row(`F:${SESSION}:a`)], [row('P:1')], [row('N:t:1')]]);
    expect(fills).toMatchObject([{ identity: 'P:1', idDigest: digest('a') }]);
  });

  it('keep fees, order, currency and status that a later file leaves out', () => {
    const full = row('P:1', { fees: 1.5, currency: 'CAD', status: 'REGULAR' });
    const { fills, counts } = imported([[full], [row('P:1', { orderId: '' })]]);
    expect(fills).toEqual([{ ...full, account: 'NET001' }]);
    expect(counts[1]).toMatchObject({ inserted: 0, changed: 0, duplicates: 1, learnedCurrencies: 0 });
  });

  it('take fees that arrive later as a correction', () => {
    const { fills, counts } = imported([[row('P:1')], [row('N:t:1', { fees: 1.5 })]]);
    expect(fills).toMatchObject([{ identity: 'P:1', fees: 1.5 }]);
    expect(counts[1]).toMatchObject({ changed: 1, inserted: 0, duplicates: 0 });
  });

  it('stay cancelled, in whatever order the files come', () => {
    const [regular, cancelled] = [row('P:1', { status: 'REGULAR' }), row('P:1', { status: 'CXLD' })];
    expect(imported([[regular], [cancelled]]).fills).toMatchObject([{ status: 'CXLD' }]);
    expect(imported([[cancelled], [regular]]).fills).toMatchObject([{ status: 'CXLD' }]);
    expect(imported([[regular, cancelled]])).toMatchObject({
      fills: [{ status: 'CXLD' }],
      counts: [{ inserted: 1, repeated: 1, conflicting: [] }],
    });
    expect(imported([[cancelled, regular]]).fills).toMatchObject([{ status: 'CXLD' }]);
  });

  it('are cancelled by a row without quantity and price, and keep their own', () => {
    const regular = row('P:1', { status: 'REGULAR', fees: 1.5 });
    const cancelled = row('P:1', { status: 'CXLD', quantity: 0, price: 0, fees: 0 });
    const { quantity, price, fees } = regular;
    const fills = [{ status: 'CXLD', quantity, price, fees }];
    expect(imported([[regular], [cancelled]]).fills).toMatchObject(fills);
    expect(imported([[cancelled], [regular]]).fills).toMatchObject(fills);
    expect(imported([[regular, cancelled]])).toMatchObject({ fills, counts: [{ conflicting: [] }] });
    expect(imported([[regular], [cancelled], [cancelled]]).counts[2]).toMatchObject({ changed: 0 });
    expect(imported([[cancelled, regular]])).toMatchObject({
      fills: [{ status: 'CXLD' }],
      counts: [{ conflicting: [] }],
    });
  });

  it('take a currency that arrives later, and count no correction', () => {
    const { fills, counts } = imported([[row('P:1')], [row('P:1', { currency: 'USD' })]]);
    expect(fills).toMatchObject([{ currency: 'USD' }]);
    expect(counts[1]).toMatchObject({ changed: 0, duplicates: 1, learnedCurrencies: 1 });
  });
});

describe('several fills under one id', () => {
  const rounded = (fillId: string, changes: Partial<Fill> = {}) =>
    storedFill({ identity: 'P:20261124170012300', orderId: 'O', idDigest: digest(fillId), ...changes });

  it('are kept but once, and each other one is in conflict, though some have equal content', () => {
    const rows = [rounded('f1'), rounded('f2'), rounded('f3', { side: 'S' }), rounded('f4', { side: 'S' })];
    const { fills, counts } = imported([rows]);
    expect(fills).toHaveLength(1);
    expect(counts).toMatchObject([{ inserted: 1, duplicates: 0, conflicting: rows.slice(1) }]);
  });

  it('are in conflict where they come in two files', () => {
    const { fills, counts } = imported([[rounded('f1')], [rounded('f2')], [rounded('f3', { side: 'S' })]]);
    expect(fills).toHaveLength(1);
    expect(counts.slice(1)).toMatchObject([
      { inserted: 0, duplicates: 0, changed: 0, conflicting: [{ idDigest: digest('f2') }] },
      { inserted: 0, duplicates: 0, changed: 0, conflicting: [{ side: 'S' }] },
    ]);
  });

  it('are one fill where the file comes again, and the right file makes them good', () => {
    const right = ['f1', 'f2', 'f3'].map((fillId, at) => ({
      ...rounded(fillId),
      identity: `P:2026112417001234${at}`,
    }));
    const { fills, counts } = imported([[rounded('f1'), rounded('f2')], [rounded('f1')], right]);
    expect(counts[1]).toMatchObject({ inserted: 0, duplicates: 1, conflicting: [] });
    expect(fills.map(({ identity }) => identity).toSorted()).toEqual(right.map(({ identity }) => identity));
  });
});

/** FNV-1a of a text, 32 bits, in plain arithmetic. */
function digest(text: string): number {
  let value = 2166136261n;
  for (const character of text) value = ((value ^ BigInt(character.charCodeAt(0))) * 16777619n) % 2n ** 32n;
  return Number(value);
}
