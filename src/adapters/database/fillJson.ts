import { z } from 'zod';
import type { LimitBasis } from '../../domain/ledger/traderDayFacts.ts';
import { storedJson } from './storedJson.ts';

/** Running P&L, total P&L, second of day, open notional. */
export type StoredMark = readonly [
  runningPnl: number,
  totalPnl: number,
  secondOfDay: number,
  openNotional: number,
];

type StoredMarks = Readonly<Record<LimitBasis, readonly StoredMark[]>>;

// These texts come by the thousand and hold a million entries. A loop checks them: zod would copy each entry.
const texts = z.custom<string[]>(isTexts, 'a list of texts expected');
const identities = z.custom<(number | string)[]>(isIdentities, 'a list of identities expected');
const marks = z.custom<readonly StoredMark[]>(isMarks, 'a list of four numbers each expected');

const lowWaterMarks: z.ZodType<StoredMarks> = z.object({ realised: marks, total: marks });

/**
 * Texts of a block of fills, by column. A list of statuses or currencies has one entry a fill, one entry
 * where all are equal, or none where all are empty. Version 1 has no currencies.
 */
export const fillTextsJson = storedJson(
  'fill_block',
  'texts',
  z.object({ symbols: texts, orderIds: texts, statuses: texts, currencies: texts }),
  {
    version: 2,
    first: z
      .object({ symbols: texts, orderIds: texts, statuses: texts })
      .transform((value) => ({ ...value, currencies: [] })),
  },
);

const symbolsAndStatuses = z.object({ symbols: texts, statuses: texts });

/** The same without the order ids, which are most of the bytes. */
export const symbolsAndStatusesJson = storedJson('fill_block', 'texts', symbolsAndStatuses, {
  version: 2,
  first: symbolsAndStatuses,
});

/** Names of the columns of an imported file that were not read. */
export const unreadColumnsJson = storedJson('import_file', 'unread_columns', texts);

/** Identities of a block of fills: the source's own number, or another text. */
export const identitiesJson = storedJson('fill_block', 'identities', identities);

/** Low-water marks of a trader-day on both bases. */
export const lowWaterMarksJson = storedJson('low_water_marks', 'marks', lowWaterMarks);

function isTexts(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  for (const text of value) if (typeof text !== 'string') return false;
  return true;
}

function isIdentities(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  for (const identity of value)
    if (typeof identity !== 'number' && typeof identity !== 'string') return false;
  return true;
}

function isMarks(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  for (const mark of value) if (!isMark(mark)) return false;
  return true;
}

function isMark(mark: unknown): boolean {
  return (
    Array.isArray(mark) &&
    mark.length === 4 &&
    typeof mark[0] === 'number' &&
    typeof mark[1] === 'number' &&
    typeof mark[2] === 'number' &&
    typeof mark[3] === 'number'
  );
}
