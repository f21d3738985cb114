import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fill } from '../../src/domain/ledger/fill.ts';
import { closeTraderDay } from '../../src/domain/ledger/traderDay.ts';
import { dollars } from '../simulation/runLedger.ts';
import { FILLS_HEADER, type FillsPlan, generateFills } from './generateFills.ts';

const PAGE_ROWS = 50_000;
const TOTALS_HEADER =
  'Symbol,Orders,Fills,Qty,Gross,Comm,Ecn Fee,SEC,ORF,CAT,TAF,FTT,NSCC,Acc,Clr,Misc,Net,Unrealized δ,Total δ,Unrealized';

/** Writes the vendor's paged responses for one session: accounts, fills, and totals that reconcile. */
export function writeVendorPages(folder: string, plan: FillsPlan): void {
  const byTrader = new Map<string, Fill[]>();
  const pages: string[][] = [[]];
  for (const { fill, line } of generateFills(plan)) {
    if (pages.at(-1)?.length === PAGE_ROWS) pages.push([]);
    pages.at(-1)?.push(line);
    const own = byTrader.get(fill.account) ?? [];
    byTrader.set(fill.account, own);
    own.push(fill);
  }
  const write = (name: string, lines: readonly string[], trailer: string) =>
    writeFileSync(join(folder, name), `${[...lines, trailer].join('\n')}\n`);
  for (const [at, lines] of pages.entries())
    write(`fills-${at + 1}.csv`, [FILLS_HEADER, ...lines], `Page ${at + 1}/${pages.length}`);
  write('accounts-1.csv', accountLines([...byTrader.keys()].sort()), 'Page 1/1');
  write(
    'report-1.csv',
    [...byTrader].flatMap(([trader, fills]) => totalsLines(trader, fills)),
    'Page 1/1',
  );
}

function accountLines(codes: readonly string[]): string[] {
  const rows = codes.map((code, at) => `${at + 1},${code},1/2/2020,,USD,0,0`);
  return ['Account Id,Account Name,First Traded,Last Traded,Currency,Cash,Unrealized', ...rows];
}

function totalsLines(trader: string, fills: readonly Fill[]): string[] {
  const sessionDate = fills[0]?.sessionDate ?? '';
  const { facts } = closeTraderDay({ trader, sessionDate, openingLots: [], fills, ...dollars() });
  const [year = '', month = '', day = ''] = sessionDate.split('-');
  const [gross, net] = [facts.grossPnl, facts.netPnl].map((dollars) => dollars.toFixed(6));
  const row = `ALL,${facts.orders},${facts.fills},${facts.shares},${gross},0,0,0,0,0,0,0,0,0,0,0,${net},0,0,0`;
  return [
    trader,
    `${Number(month)}/${Number(day)}/${year}`,
    TOTALS_HEADER,
    row,
    `Daily Total,${row.slice(4)}`,
  ];
}
