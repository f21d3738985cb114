import { createRandom, type Random } from '../../src/adapters/demo/simulation/random.ts';
import { STEPS } from './moments.ts';

/** A fault on one morning. Minutes count from 05:00 unless stated otherwise. */
export type YearFault =
  /** The last session's fills come this late, perhaps after the deadline. */
  | { readonly kind: 'source late'; readonly minutes: number }
  | { readonly kind: 'half page'; readonly times: number }
  | { readonly kind: 'token expiry'; readonly times: number }
  | { readonly kind: 'refused for now'; readonly recipient: number; readonly times: number }
  | { readonly kind: 'refused for good'; readonly recipient: number }
  | { readonly kind: 'mail server down'; readonly minutes: number }
  /** The connection is lost at the final dot; the server may have accepted the mail. */
  | { readonly kind: 'ambiguous end'; readonly times: number; readonly taken: boolean }
  | { readonly kind: 'crash'; readonly moment: string }
  | { readonly kind: 'restart' }
  | { readonly kind: 'second owner'; readonly during: 'fetch' | 'send'; readonly waits: boolean }
  /** The clock jumps by this many minutes while fetching or sending. */
  | { readonly kind: 'clock jump'; readonly during: 'fetch' | 'send'; readonly minutes: number }
  /** The morning is started once more after the deadline. */
  | { readonly kind: 'late start' };

export type YearFaultKind = YearFault['kind'];

const CALM_SHARE = 0.3;
const SECOND_FAULT_SHARE = 0.4;

const STORE_CALLS = [
  ...STEPS.flatMap((step) => [`runs.begin ${step}`, `runs.done ${step}`]),
  'decisions.save',
  'outbox.claim',
  'transport.send',
  'outbox.settle',
  'outbox.claim #2',
  'transport.send #2',
  'outbox.settle #2',
];

const draws: Readonly<Record<YearFaultKind, (random: Random) => YearFault>> = {
  'source late': (random) => ({ kind: 'source late', minutes: random.pick([20, 90, 200, 300]) }),
  'half page': (random) => ({ kind: 'half page', times: random.whole(1, 4) }),
  'token expiry': (random) => ({ kind: 'token expiry', times: random.whole(1, 3) }),
  'refused for now': (random) => ({
    kind: 'refused for now',
    recipient: random.whole(0, 1),
    times: random.whole(1, 6),
  }),
  'refused for good': (random) => ({ kind: 'refused for good', recipient: random.whole(0, 1) }),
  'mail server down': (random) => ({ kind: 'mail server down', minutes: random.pick([60, 150, 400]) }),
  'ambiguous end': (random) => ({
    kind: 'ambiguous end',
    times: random.whole(1, 2),
    taken: random.chance(0.5),
  }),
  crash: (random) => ({ kind: 'crash', moment: drawMoment(random) }),
  restart: () => ({ kind: 'restart' }),
  'second owner': (random) => ({
    kind: 'second owner',
    during: random.pick(['fetch', 'send']),
    waits: random.chance(0.7),
  }),
  'clock jump': (random) => ({
    kind: 'clock jump',
    during: random.pick(['fetch', 'send']),
    minutes: random.pick([-60, -5, 5, 60, 280]),
  }),
  'late start': () => ({ kind: 'late start' }),
};

/** Draws no, one or two faults of different kinds for a morning. */
export function drawFaults(seed: number, sessionDate: string): readonly YearFault[] {
  const random = createRandom(seed, `faults ${sessionDate}`);
  if (random.chance(CALM_SHARE)) return [];
  const kinds = Object.keys(draws) as YearFaultKind[];
  const drawOne = (from: readonly YearFaultKind[]) => from[random.whole(0, from.length - 1)] ?? 'restart';
  const first = drawOne(kinds);
  const others = kinds.filter((kind) => kind !== first);
  const chosen = random.chance(SECOND_FAULT_SHARE) ? [first, drawOne(others)] : [first];
  return chosen.map((kind) => draws[kind](random));
}

/** A moment before or after a call to the store or the mail server. */
function drawMoment(random: Random): string {
  const side = random.pick(['before', 'after']);
  return `${side} ${STORE_CALLS[random.whole(0, STORE_CALLS.length - 1)] ?? 'transport.send'}`;
}
