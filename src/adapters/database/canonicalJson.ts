import { InputError } from '../../shared/errors.ts';

/**
 * Canonical JSON (RFC 8785): keys sorted by UTF-16 units, no spaces, numbers and texts as JavaScript writes
 * them. The same value always gives the same text, so it can be hashed. Keys whose value is undefined are
 * left out.
 * @throws InputError on a value that JSON cannot represent.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (isPlainObject(value)) return `{${members(value).join(',')}}`;
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string' && !/\p{Surrogate}/u.test(value)) return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  throw new InputError('not_json', `audit entry · found ${describe(value)} · expected JSON`, {
    hint: 'This is a fault of the caller: turn dates into ISO text and missing numbers into null.',
  });
}

function members(value: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${canonicalJson(key)}:${canonicalJson(value[key])}`);
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function describe(value: unknown): string {
  if (typeof value === 'object' && value !== null) return `a ${value.constructor.name}`;
  return typeof value === 'string' ? 'a text with half a character' : `${typeof value} ${String(value)}`;
}
