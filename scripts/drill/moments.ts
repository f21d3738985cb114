import type { Random } from '../../src/adapters/demo/simulation/random.ts';
import type { StepName } from '../../src/ports/runLedger.ts';

/** When a process is killed: when it logs these words for the n-th time, or a time after its start. */
export type KillMoment =
  | { readonly kind: 'boundary'; readonly words: string; readonly turn: number }
  | { readonly kind: 'random'; readonly milliseconds: number };

type Boundary = Extract<KillMoment, { kind: 'boundary' }>;

export const STEPS: readonly StepName[] = [
  'fetch',
  'ledger',
  'reconcile',
  'indicators',
  'forecast',
  'decide',
  'render',
  'queue',
  'send',
];

/** In the order of a morning with two recipients. */
export const BOUNDARIES: readonly Boundary[] = [
  ...STEPS.flatMap((step) => (step === 'send' ? [] : [at(`step ${step} begins`), at(`step ${step} done`)])),
  at('step send begins'),
  at('mail goes out'),
  at('mail handed over'),
  at('mail goes out', 2),
  at('mail handed over', 2),
  at('step send done'),
];

/**
 * At these moments the server may have accepted the mail; a mail interrupted at two of them is rightly left
 * ambiguous.
 */
const AMBIGUOUS_WORDS = ['mail goes out', 'mail handed over'];
/** The share of kills at a random time; the others are at boundaries. */
const RANDOM_SHARE = 0.25;
const KILLS_PER_SESSION = { fewest: 3, most: 5 };

/** Plans the kills of each session; every boundary occurs before any boundary repeats. */
export interface KillPlan {
  /** Up to `most` kills, in the order in which they happen. */
  next(most: number): readonly KillMoment[];
}

/** @param ordinaryMs the duration of an undisturbed process; random kills come within it. */
export function killPlan(random: Random, ordinaryMs: number): KillPlan {
  let deck: Boundary[] = [];
  const draw = (taken: readonly Boundary[]): Boundary | null => {
    if (deck.length === 0) deck = shuffled(random, BOUNDARIES);
    const index = deck.findIndex((candidate) => fits(candidate, taken));
    return index < 0 ? null : (deck.splice(index, 1)[0] ?? null);
  };
  return {
    next(most) {
      const count = Math.min(most, random.whole(KILLS_PER_SESSION.fewest, KILLS_PER_SESSION.most));
      const boundaries: Boundary[] = [];
      const randomKills: KillMoment[] = [];
      while (boundaries.length + randomKills.length < count) {
        const boundary = random.chance(RANDOM_SHARE) ? null : draw(boundaries);
        if (boundary) boundaries.push(boundary);
        else randomKills.push({ kind: 'random', milliseconds: Math.round(random.between(0, ordinaryMs)) });
      }
      // Sorted, because a restarted morning does not repeat the steps that are done.
      return mixed(
        random,
        boundaries.toSorted((a, b) => placeOf(a) - placeOf(b)),
        randomKills,
      );
    },
  };
}

export function nameOf(moment: KillMoment): string {
  if (moment.kind === 'random') return `after ${moment.milliseconds} ms`;
  return moment.turn === 1 ? moment.words : `${moment.words} #${moment.turn}`;
}

function fits(candidate: Boundary, taken: readonly Boundary[]): boolean {
  const isAmbiguous = ({ words }: Boundary) => AMBIGUOUS_WORDS.includes(words);
  return !taken.includes(candidate) && !(isAmbiguous(candidate) && taken.some(isAmbiguous));
}

function placeOf(boundary: Boundary): number {
  return BOUNDARIES.indexOf(boundary);
}

/** Inserts the second list at random places of the first, whose order stays. */
function mixed(random: Random, ordered: readonly KillMoment[], others: readonly KillMoment[]): KillMoment[] {
  const result = [...ordered];
  for (const other of others) result.splice(random.whole(0, result.length), 0, other);
  return result;
}

function shuffled<T>(random: Random, items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, place: random.uniform() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

function at(words: string, turn = 1): Boundary {
  return { kind: 'boundary', words, turn };
}
