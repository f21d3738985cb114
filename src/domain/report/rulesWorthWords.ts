import { tierWords } from '../engines/tier.ts';
import { RULE_STEPS, type RulesWorth, type Worth } from '../evaluation/rulesWorth.ts';

const RULE_WORDS: Readonly<Record<(typeof RULE_STEPS)[number], string>> = {
  'loss_streak 30': '3 or 4 losing sessions in a row, cut 30%',
  'loss_streak 50': '5 or more losing sessions in a row, cut 50%',
  'drawdown 40': 'fresh drawdown above 15%, cut 40%',
  'drawdown 60': 'fresh drawdown above 25%, cut 60%',
  'volatility 25': 'volatility of 5 sessions doubled, cut 25%',
  'worst_day 20': 'a day below the own worst 5%, cut 20%',
};

/** A kind of day with its figures, named for a reader. */
export interface WorthRow extends Worth {
  readonly words: string;
}

export const WORTH_GROUPS = ['rules', 'tiers', 'depths'] as const;
export type WorthGroup = (typeof WORTH_GROUPS)[number];

/** The kinds of days of a group that occurred. */
export function worthRows(worth: RulesWorth, group: WorthGroup): readonly WorthRow[] {
  return worth[group]
    .filter(({ days }) => days > 0)
    .map((each) => ({ ...each, words: wordsOf(group, each.name) }));
}

/** Which rules went before clearly more large losses, and which before clearly fewer; empty: none of them. */
export function rulesWorthSentence(worth: RulesWorth): string {
  const rows = worthRows(worth, 'rules');
  const named = (isSo: (row: WorthRow) => boolean) =>
    rows
      .filter(isSo)
      .map(({ words }) => words)
      .join('; ');
  const more = named(({ differenceInterval: bounds }) => bounds !== null && bounds[0] > 0);
  const fewer = named(({ differenceInterval: bounds }) => bounds !== null && bounds[1] < 0);
  return [
    ...(more === '' ? [] : [`Clearly more large losses than without a rule came after: ${more}.`]),
    ...(fewer === '' ? [] : [`Clearly fewer came after: ${fewer}.`]),
    ...(more === '' && fewer === '' ? ['For no rule does the share of large losses differ clearly.'] : []),
  ].join(' ');
}

function wordsOf(group: WorthGroup, name: string): string {
  if (group === 'depths') return `${name.replace('-', '–')}%`;
  if (group === 'tiers') return TIER_WORDS.get(name) ?? name;
  const step = RULE_STEPS.find((each) => each === name);
  return step === undefined ? name : RULE_WORDS[step];
}

const TIER_WORDS: ReadonlyMap<string, string> = new Map(
  (['high', 'neutral', 'low'] as const).map((tier) => [tier, tierWords(tier)]),
);
