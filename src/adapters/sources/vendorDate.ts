const VENDOR_DATE = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;
const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/**
 * Converts the vendor's MM/DD/YYYY (leading zeros optional) to YYYY-MM-DD; null if it is not a calendar date.
 */
export function parseVendorDate(text: string): string | null {
  const [, month = '', day = '', year = ''] = VENDOR_DATE.exec(text.trim()) ?? [];
  return calendarDate(Number(year), Number(month), Number(day));
}

/**
 * Converts MM/DD/YYYY or YYYY-MM-DD to YYYY-MM-DD and drops a time after the date; null if it is not a date.
 */
export function parseAnyDate(text: string): string | null {
  const [date = ''] = text.trim().split(/[ T]/);
  const [, year = '', month = '', day = ''] = ISO_DATE.exec(date) ?? [];
  return calendarDate(Number(year), Number(month), Number(day)) ?? parseVendorDate(date);
}

/** Converts HH:MM:SS (or H:MM:SS) to seconds since midnight; null if it is not a time of day. */
export function parseTimeOfDay(text: string): number | null {
  const minuteAt = text.indexOf(':');
  if (minuteAt < 1 || minuteAt > 2 || text.length !== minuteAt + 6 || text[minuteAt + 3] !== ':') return null;
  const hour = minuteAt === 1 ? digit(text, 0) : twoDigits(text, 0);
  const minute = twoDigits(text, minuteAt + 1);
  const second = twoDigits(text, minuteAt + 4);
  const secondOfDay = hour * 3600 + minute * 60 + second;
  return hour < 24 && minute < 60 && second < 60 ? secondOfDay : null;
}

function calendarDate(year: number, month: number, day: number): string | null {
  if (year < 1970 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function twoDigits(text: string, at: number): number {
  return digit(text, at) * 10 + digit(text, at + 1);
}

/** NaN for a character that is not a digit; NaN fails every comparison in parseTimeOfDay. */
function digit(text: string, at: number): number {
  const value = text.charCodeAt(at) - 48;
  return value >= 0 && value <= 9 ? value : Number.NaN;
}
