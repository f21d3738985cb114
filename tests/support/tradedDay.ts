import { fillRow } from './fillsFile.ts';

const DAY_MS = 86_400_000;

/** A time zone in which it is morning now. `Etc/GMT-5` is five hours ahead of Greenwich. */
export function zoneWhereItIsMorning(now: Date): string {
  const ahead = ((6 - now.getUTCHours() + 36) % 24) - 12;
  return `Etc/GMT${ahead <= 0 ? '+' : '-'}${Math.abs(ahead)}`;
}

/** Two fill rows, which open and close a trade this many days before `today`. */
export function tradedDay(today: string, daysAgo: number): readonly string[] {
  const [year, month, day] = new Date(Date.parse(today) - daysAgo * DAY_MS)
    .toISOString()
    .slice(0, 10)
    .split('-');
  const at = (time: string) => ({ 'Date/Time': `${month}/${day}/${year} ${time}` });
  return [
    fillRow(at('10:00:00'), `${daysAgo}1`),
    fillRow({ ...at('11:00:00'), 'B/S': 'S', Price: '11' }, `${daysAgo}2`),
  ];
}
