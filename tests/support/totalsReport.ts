export const TOTALS_HEADER =
  'Symbol,Orders,Fills,Qty,Gross,Comm,Ecn Fee,SEC,ORF,CAT,TAF,FTT,NSCC,Acc,Clr,Misc,Net,Unrealized δ,Total δ,Unrealized';

/** A symbol's row of a totalsByDate report. */
export function totalsLine(symbol: string, fills: number, gross: number, comm: number): string {
  return `${symbol},1,${fills},100,${gross},${comm},,,,,,,,,,,${gross - comm},0,0,0`;
}

/** A day of the report: date as M/D/YYYY, header, rows, and the summary lines. */
export function totalsDay(date: string, ...rows: string[]): string {
  return [
    date,
    TOTALS_HEADER,
    ...rows,
    'Fee: Software,25.00',
    'Daily Total,9,9,9,999,9',
    'Cash: 1000.00',
    '',
  ].join('\n');
}
