type Body = Readonly<Record<string, unknown>>;

/** The changed values of a change, or all values of another entry of the audit trail. */
export function auditWords(body: Body): string {
  const { before, after, by } = body;
  if (!('before' in body && 'after' in body)) return pairs(body).join(', ');
  const author = by === undefined ? [] : [`by: ${shown(by)}`];
  return [...differences(before, after), ...author].join(', ');
}

function differences(before: unknown, after: unknown): readonly string[] {
  if (before === null && isBody(after)) return ['new', ...pairs(after)];
  if (after === null) return ['gone'];
  if (!isBody(before) || !isBody(after))
    return [`${before === null ? 'new' : shown(before)} → ${shown(after)}`];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    .map((key) => `${key}: ${shown(before[key])} → ${shown(after[key])}`);
}

function pairs(body: Body): readonly string[] {
  return Object.entries(body).map(([key, value]) => `${key}: ${shown(value)}`);
}

function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  if (value === null) return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
