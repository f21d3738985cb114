/**
 * A number for a code, the same wherever it is computed: it makes the alert of one code and session one message, without
 * anybody having to remember that it was sent. FNV-1a, 32 bits (Fowler, Noll, Vo, 1991).
 */
export function alertNumber(code: string): number {
  let hash = 0x811c9dc5;
  for (const sign of code) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}
