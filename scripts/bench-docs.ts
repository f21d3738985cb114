import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

/**
 * `node --import tsx scripts/bench-docs.ts FILE [NOTE]`: writes the rows of `npm run bench -- --json` into
 * docs/scaling.md, between `<!-- bench -->` and `<!-- /bench -->`. The note says how they were measured.
 */
const PAGE = 'docs/scaling.md';
const BLOCK = /<!-- bench -->\n[\s\S]*?<!-- \/bench -->/;

const document = z.object({
  rows: z.array(
    z.object({
      what: z.string(),
      measured: z.string(),
      against: z.string(),
      ratio: z.number().nullable(),
      peakMegabytes: z.number().nullable(),
      skipped: z.string().nullable(),
    }),
  ),
});

const [file, note] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write('Expected the file that `npm run bench -- --json` printed.\n');
  process.exit(2);
}
const page = readFileSync(PAGE, 'utf8');
const rows = tableOf(document.parse(JSON.parse(readFileSync(file, 'utf8'))).rows);
const table = note === undefined ? rows : `${note}\n\n${rows}`;
writeFileSync(
  PAGE,
  page.replace(BLOCK, () => `<!-- bench -->\n${table}\n<!-- /bench -->`),
);

function tableOf(rows: z.infer<typeof document>['rows']): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const measured = rows.filter(({ skipped }) => skipped === null);
  return [
    line(['what', 'measured', 'against', 'ratio', 'peak']),
    line(['---', '---', '---', '---', '---']),
    ...measured.map(({ what, measured: own, against, ratio, peakMegabytes }) =>
      line([
        what,
        own,
        against,
        ratio === null ? '' : `${ratio.toFixed(2)} ×`,
        peakMegabytes === null ? '' : `${peakMegabytes.toFixed(0)} MB`,
      ]),
    ),
  ].join('\n');
}
