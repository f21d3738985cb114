import { z } from 'zod';
import { PLACEHOLDER } from '../../../domain/limits/profile/cells.ts';
import { type LimitsProfile, profileValues } from '../../../domain/limits/profile/limitsProfile.ts';
import { didYouMean } from '../../../domain/text/closest.ts';

/** In file names, so only plain characters. */
const plainName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'expected small letters, digits and hyphens, at most 40');
const words = z.string().trim().min(1, 'expected a text');
const name = z.string().min(1, 'expected the header of a column, or the name of a field or element');
const xmlName = z
  .string()
  .regex(/^(?!xml)[A-Za-z_][\w.-]*$/i, 'expected the name of an XML element: letters, digits, _ . -');

/** A text whose `{placeholders}` are names of values. */
const text = z.string().check((context) => {
  for (const [, placeholder = ''] of context.value.matchAll(PLACEHOLDER)) {
    if (profileValues.some((value) => value === placeholder)) continue;
    context.issues.push({
      code: 'custom',
      input: context.value,
      message: `found {${placeholder}}, expected one of ${profileValues.join(', ')} in braces${didYouMean(placeholder, profileValues)}`,
    });
  }
});

const value = z.enum(profileValues, {
  error: ({ input }) =>
    `found ${JSON.stringify(input)}, expected one of ${profileValues.join(', ')}${didYouMean(String(input), profileValues)}`,
});

const column = z.union(
  [
    z.strictObject({
      name,
      value,
      percent: z.number().gt(0).max(100).exactOptional(),
      as: z.literal('integer').exactOptional(),
    }),
    z.strictObject({ name, text }),
    z.strictObject({ name, literal: z.union([z.string(), z.number(), z.boolean()]) }),
    z.strictObject({ name, belowBase: text, atBase: text }),
    z.strictObject({ name, realised: text, total: text }),
  ],
  {
    error: ({ input }) =>
      `found ${JSON.stringify(input)}, expected a name and one of: value, text, literal, belowBase and atBase, realised and total`,
  },
);

const format = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      kind: z.literal('delimited'),
      header: z.boolean(),
      delimiter: z.enum([',', ';', '\t', '|'], 'expected one of , ; | or a tab'),
      quoting: z.enum(['when-needed', 'always', 'never'], 'expected when-needed, always or never'),
      lineEnd: z.enum(['lf', 'crlf'], 'expected lf or crlf'),
    }),
    z.strictObject({ kind: z.literal('json'), list: name }),
    z.strictObject({ kind: z.literal('xml'), root: xmlName, row: xmlName }),
  ],
  'expected kind: delimited, json or xml, with the fields of that kind',
);

/** Each field of a profile, in the order in which docs/profiles.md lists them. */
export const profileFields = {
  name: plainName,
  platform: words,
  checkedAgainst: z.array(words),
  notChecked: z.array(words),
  note: words.nullable(),
  basis: z.enum(['realised', 'total', 'either'], 'expected realised, total or either'),
  extension: z.string().regex(/^[a-z0-9]{1,8}$/, 'expected the end of a file name, such as csv'),
  encoding: z.enum(
    ['utf-8', 'utf-8-bom', 'utf-16le', 'latin-1', 'ascii'],
    'expected utf-8, utf-8-bom, utf-16le, latin-1 or ascii',
  ),
  format,
  rowPer: z.enum(['account', 'trader'], 'expected account or trader'),
  rows: z.enum(['all', 'changes'], 'expected all or changes'),
  severalAccounts: z.enum(['refuse', 'each-full', 'pro-rata'], 'expected refuse, each-full or pro-rata'),
  sign: z.enum(['positive', 'negative'], 'expected positive or negative'),
  decimals: z.int('expected a whole number, 0 to 6').min(0).max(6),
  decimalMark: z.enum(['.', ','], 'expected . or ,'),
  columns: z.array(column).min(1, 'expected at least one column'),
  accountCodes: z.record(z.string(), z.string().min(1)).nullable(),
} as const;

/** What a desk may leave out of its own profile. */
const defaults = {
  checkedAgainst: [],
  notChecked: [],
  note: null,
  basis: 'either',
  extension: 'csv',
  encoding: 'utf-8',
  rowPer: 'account',
  rows: 'all',
  severalAccounts: 'refuse',
  sign: 'positive',
  decimals: 2,
  decimalMark: '.',
  accountCodes: null,
} as const;

/** Fields with the value that holds where a profile leaves them out. */
export const profileDefaults: Readonly<Record<string, unknown>> = defaults;

/** Checks a profile as it stands in its file. */
export const profileSchema: z.ZodType<LimitsProfile> = z.preprocess(
  (input) => (isRecord(input) ? { ...defaults, ...input } : input),
  z
    .strictObject(profileFields)
    .refine(
      ({ columns }) => new Set(columns.map((each) => each.name)).size === columns.length,
      'columns: found two of one name, expected different names',
    )
    .refine(
      ({ columns }) => columns.some((each) => 'value' in each && each.value === 'limit'),
      'columns: found none with value limit, expected one',
    )
    .refine(
      ({ columns, rowPer }) => columns.some((each) => JSON.stringify(each).includes(rowPer)),
      'columns: found none with the account or trader of the row (rowPer), expected one',
    )
    .refine(
      ({ format: { kind }, columns }) =>
        kind !== 'xml' || columns.every((each) => xmlName.safeParse(each.name).success),
      'columns: found a name that is no name of an XML element',
    )
    .refine(
      ({ format: of, decimalMark }) =>
        of.kind !== 'delimited' || of.quoting !== 'never' || of.delimiter !== decimalMark,
      'decimalMark: found the delimiter, expected another one where quoting is never',
    ),
);

function isRecord(input: unknown): input is Record<string, unknown> {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}
