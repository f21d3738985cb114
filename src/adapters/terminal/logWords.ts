/**
 * The details of a log line in words: `code=no_fills, problem.message=no fills, accounts=NET001 NET002`. An
 * object gives one entry for each of its values. `shown` changes a text, for example into local time.
 */
export function detailWords(
  details: Readonly<Record<string, unknown>>,
  shown: (text: string) => string = (text) => text,
): string {
  return Object.entries(details)
    .flatMap(([key, value]) => entries(key, value))
    .map(([key, text]) => `${key}=${shown(text)}`)
    .join(', ');
}

function entries(key: string, value: unknown): readonly (readonly [string, string])[] {
  if (typeof value !== 'object' || value === null) return [[key, String(value)]];
  if (Array.isArray(value) && value.every((item) => item === null || typeof item !== 'object'))
    return [[key, value.map(String).join(' ')]];
  return Object.entries(value).flatMap(([inner, item]) => entries(`${key}.${inner}`, item));
}
