import type { Truth } from './simulation/simulatedDesk.ts';
import { type WalkedScore, walkedScore } from './simulation/walkedScore.ts';

/**
 * What gate and switch do on simulated desks whose truth is known: `cut-switch.ts [TRUTH …] [FIRST_SEED]
 * [SEEDS] [TRADERS] [SESSIONS]`. Prints a line for each seed and a row for each truth.
 */
const TRUTHS: readonly Truth[] = ['noEdge', 'tilt', 'meanReversion', 'regimeChange'];
const given = process.argv.slice(2);
const [first = 900, count = 10, traders = 12, sessions = 260] = given.map(Number).filter(Number.isFinite);
const chosen = TRUTHS.filter((truth) => given.includes(truth));
for (const truth of chosen.length > 0 ? chosen : TRUTHS) {
  const scores: WalkedScore[] = [];
  for (let seed = first; seed < first + count; seed++) {
    const score = walkedScore({ truth, seed, traders, sessions });
    scores.push(score);
    process.stdout.write(`${truth} ${seed} ${JSON.stringify(score, (_, value) => rounded(value))}\n`);
  }
  process.stdout.write(`| ${[truth, ...rowOf(scores)].join(' | ')} |\n`);
}

/**
 * Gate open at the end, ever open; sessions off, flips in 1,000; mean net and fall of the shortfall, each
 * twice.
 */
function rowOf(scores: readonly WalkedScore[]): readonly string[] {
  const sum = (of: (score: WalkedScore) => number) => scores.reduce((total, score) => total + of(score), 0);
  const share = (of: (score: WalkedScore) => number) => `${(100 * (sum(of) / scores.length)).toFixed(1)} %`;
  const net = (of: (score: WalkedScore) => number) => `$${Math.round(sum(of) / scores.length)}`;
  return [
    share(({ gateOpenAtEnd }) => Number(gateOpenAtEnd)),
    share(({ gateEverOpen }) => Number(gateEverOpen)),
    share((score) => score.offSessions / score.sessions),
    ((1000 * sum(({ flips }) => flips)) / sum((score) => score.sessions)).toFixed(1),
    net(({ netWithoutSwitch }) => netWithoutSwitch),
    net(({ netWithSwitch }) => netWithSwitch),
    share((score) => 1 - score.shortfallWithoutSwitch / score.shortfallUncut),
    share((score) => 1 - score.shortfallWithSwitch / score.shortfallUncut),
  ];
}

function rounded(value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toFixed(4)) : value;
}
