import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** The tolerance between two figures: sums in another order round differently. */
const TOLERANCE = 1e-6;

/** The trader-days on which two files of facts (JSON lines in the same order) differ. */
export async function differingDays(
  ours: string,
  theirs: string,
): Promise<{ days: number; differing: string[] }> {
  const other = lines(theirs)[Symbol.asyncIterator]();
  const differing: string[] = [];
  let days = 0;
  for await (const line of lines(ours)) {
    const [own, next] = [JSON.parse(line), await other.next()];
    const fact = next.done ? 'every figure' : firstDifference(own, JSON.parse(next.value));
    if (fact !== null) differing.push(`${own.trader} ${own.sessionDate}: ${fact}`);
    days++;
  }
  if (!(await other.next()).done) differing.push('the second file has more days');
  return { days, differing };
}

function firstDifference(own: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>) {
  return Object.keys(own).find((fact) => !isSame(own[fact], other[fact])) ?? null;
}

function isSame(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number')
    return Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(a));
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [own, other] = [Object.entries(a), new Map(Object.entries(b))];
  return own.length === other.size && own.every(([key, value]) => isSame(value, other.get(key)));
}

function lines(path: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
}
