/** Header of a fills CSV with the columns that tests care about. */
export const FILLS_HEADER =
  'Date/Time,Account,B/S,Qty,Symbol,Price,Comm,Ecn Fee,Order Id,Fill Id,Status,PropReports Id';

/** A valid row for a fill of 2 March 2026, with overrides. */
export function fillRow(changes: Readonly<Record<string, string>> = {}, id = '1'): string {
  const good: Record<string, string> = {
    'Date/Time': '03/02/2026 10:00:00',
    Account: 'NET001',
    'B/S': 'B',
    Qty: '100',
    Symbol: 'AAPL',
    Price: '10',
    Comm: '0.5',
    'Order Id': `O${id}`,
    'Fill Id': `F${id}`,
    'PropReports Id': id,
  };
  return FILLS_HEADER.split(',')
    .map((name) => changes[name] ?? good[name] ?? '')
    .join(',');
}

/** Bought at 10 and sold at 11, on each of the first sessions of March 2026: net 99 a day. */
export function tradedSessions(count: number): string[] {
  return Array.from({ length: count }, (_, n) => [
    fillRow({ 'Date/Time': `03/0${n + 2}/2026 10:00:00` }, `${n + 1}1`),
    fillRow({ 'Date/Time': `03/0${n + 2}/2026 11:00:00`, 'B/S': 'S', Price: '11' }, `${n + 1}2`),
  ]).flat();
}
