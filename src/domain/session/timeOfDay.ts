const HOURS_AND_MINUTES = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** Seconds after midnight of a wall-clock time `HH:MM`, 00:00 to 23:59; null when the text is not one. */
export function parseTimeOfDay(text: string): number | null {
  const match = HOURS_AND_MINUTES.exec(text);
  return match === null ? null : Number(match[1]) * 3600 + Number(match[2]) * 60;
}
