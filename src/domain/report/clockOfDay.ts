/** A time of the market's day, given in seconds since midnight: 42,120 → `11:42`. */
export function clockOfDay(secondOfDay: number): string {
  const minutes = Math.floor(secondOfDay / 60);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
