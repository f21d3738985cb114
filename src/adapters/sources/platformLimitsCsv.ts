import { z } from 'zod';
import type { LimitsProfile } from '../../domain/limits/profile/limitsProfile.ts';
import type { PlatformAmount } from '../../domain/limits/profile/readback.ts';
import { readDollarText } from '../../shared/dollarText.ts';
import { ConfigurationError } from '../../shared/errors.ts';
import { limitAmount } from '../../shared/limitAmounts.ts';
import { shownPath } from './inputPath.ts';
import { parseTable } from './tableCsv.ts';
import { columnName } from './tableHeader.ts';
import type { TableKind } from './tableKind.ts';
import { checkRows, refuseProblems, repeatProblems, shownCell } from './tableProblems.ts';
import { decodeTable, readTableText } from './tableText.ts';

/**
 * Reads a platform's own export of limits with the columns, sign and decimal mark of a profile. Other columns
 * are not read. Amounts may have a dollar sign and thousands separators.
 * @throws InputError that lists every bad line: an amount of 0 or none, an account twice, a row that cannot
 *   be read. ConfigurationError where the profile has no columns to read back.
 */
export async function readPlatformLimits(
  path: string,
  profile: LimitsProfile,
): Promise<readonly PlatformAmount[]> {
  readColumns(profile);
  return amountsOf(await readTableText(path), shownPath(path), profile);
}

/** As `readPlatformLimits`, from the bytes of a sent file. @param where its name, for messages. */
export function parsePlatformLimits(
  bytes: Uint8Array,
  where: string,
  profile: LimitsProfile,
): readonly PlatformAmount[] {
  readColumns(profile);
  return amountsOf(decodeTable(bytes, where), where, profile);
}

/** More than any desk has accounts. The web server reads such a file within a second. */
const MOST_LINES = 20_000;

function amountsOf(text: string, where: string, profile: LimitsProfile): readonly PlatformAmount[] {
  const { key, limit } = readColumns(profile);
  const kind: TableKind = {
    title: `the limits of a platform, by profile ${profile.name}`,
    required: [key, limit],
    optional: [],
    ignoresOthers: true,
    code: 'bad_readback',
  };
  if (text.split('\n', MOST_LINES + 2).length > MOST_LINES + 1)
    refuseProblems({ where, kind }, [`found more than ${MOST_LINES} lines, expected the limits of one desk`]);
  const table = parseTable(text, where, [kind]);
  const { rows, problems } = checkRows(
    table,
    z.object({
      [key]: z.string().min(1, `the code of ${articled(profile.rowPer)}`),
      [limit]: amountCell(profile),
    }),
  );
  const read = rows.map(({ line, value }) => ({
    line,
    value: { key: String(value[key]), dollars: Number(value[limit]) },
  }));
  refuseProblems(table, [
    ...problems,
    ...repeatProblems(
      read,
      (row) => row.key,
      (row) => `${profile.rowPer} ${shownCell(row.key)}`,
    ),
  ]);
  return read.map(({ value }) => value);
}

/** The names of the two columns, as `columnName` makes them. */
function readColumns({ name, format, rowPer, columns }: LimitsProfile) {
  const of = (value: string) =>
    columns.find((column) => 'value' in column && column.value === value && column.percent === undefined);
  const [key, limit] = [of(rowPer), of('limit')];
  if (format.kind === 'delimited' && key !== undefined && limit !== undefined)
    return { key: columnName(key.name), limit: columnName(limit.name) };
  const why =
    format.kind === 'delimited'
      ? `it has no column that holds the ${rowPer} alone`
      : `its format is ${format.kind}`;
  throw new ConfigurationError(
    'bad_profile',
    `Limits profile ${name} · cannot be read back: ${why} · expected a delimited table with a column of accounts and one of limits`,
    {
      hint: 'Export accounts and limits as CSV, and read them with --profile generic or a profile of your own.',
    },
  );
}

function amountCell({ sign, decimalMark }: LimitsProfile) {
  return z.string().transform((cell, context) => {
    const refused = (message: string) => {
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    };
    const negative = /^(?:[-−](.*)|\((.*)\))$/.exec(cell.trim());
    if (sign === 'negative' && negative === null)
      return refused('a loss with a minus sign, as the profile has sign: negative');
    if (sign === 'positive' && negative !== null)
      return refused('a positive amount, as the profile has sign: positive');
    const text = negative === null ? cell.trim() : (negative[1] ?? negative[2] ?? '');
    const dollars = readDollarText(decimalMark === ',' ? swapped(text) : text);
    if ('problem' in dollars)
      return refused(
        `dollars${text === '' ? '; an empty cell would be no limit' : reasonOf(dollars.problem)}`,
      );
    const amount = limitAmount.safeParse(dollars.plain.replace(/(\.\d{2})0+$/, '$1'));
    if (amount.success) return amount.data;
    const reason = Number(dollars.plain) === 0 ? '; 0 would be no limit' : '';
    return refused(`${amount.error.issues[0]?.message ?? 'dollars'}${reason}`);
  });
}

/** The sentence of the row says already what was found. */
function reasonOf(problem: string): string {
  return problem.startsWith('found ') ? '' : `: ${problem}`;
}

/** `5.000,50` as `5,000.50`. */
function swapped(text: string): string {
  return text.replace(/[.,]/g, (mark) => (mark === '.' ? ',' : '.'));
}

function articled(word: 'account' | 'trader'): string {
  return word === 'account' ? 'an account' : 'a trader';
}
