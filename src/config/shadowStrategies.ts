import { z } from 'zod';

/** A strategy of SHADOW_STRATEGIES. Null: as in force. */
export interface ShadowStrategySetting {
  readonly name: string;
  /** Its terms in one order: `engine:rules;max:50`. */
  readonly definition: string;
  readonly engine: 'rules' | 'model' | 'chain';
  /** Percent of the base limit. */
  readonly maxReductionPct: number | null;
  /** Ratios of the usual risk at which a cut begins, and reaches 80 %. */
  readonly curve: { readonly beginsAt: number; readonly fullAt: number } | null;
}

/** Each strategy costs time every morning, and the more there are, the more look better by chance. */
const MOST_STRATEGIES = 5;
const GRAMMAR = 'name=key:value;key:value, strategies separated by commas';
const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,30}$/;
const NUMBER = /^\d{1,3}(\.\d{1,4})?$/;
const LARGEST_RATIO = 20;
const LARGEST_CUT_PCT = 80;

/** The texts of a strategy's terms. */
interface Terms {
  readonly engine?: string;
  readonly max?: string;
  readonly curve?: string;
}

/** Text of SHADOW_STRATEGIES → strategies. Each message completes "SHADOW_STRATEGIES is ...; expected". */
export const shadowStrategies = z.string().transform((text, context): readonly ShadowStrategySetting[] => {
  const parsed = text.split(',').map((entry) => strategyOf(entry.trim()));
  const problem = parsed.find((each) => typeof each === 'string') ?? problemOfAll(parsed);
  if (problem === null) return parsed.filter((each) => typeof each !== 'string');
  context.addIssue({ code: 'custom', message: problem });
  return z.NEVER;
});

function problemOfAll(parsed: readonly (ShadowStrategySetting | string)[]): string | null {
  const names = parsed.flatMap((each) => (typeof each === 'string' ? [] : [each.name]));
  const repeated = names.find((name, place) => names.indexOf(name) !== place);
  if (repeated !== undefined) return `each name once; ${repeated} stands for two strategies`;
  return names.length > MOST_STRATEGIES
    ? `at most ${MOST_STRATEGIES} strategies; these are ${names.length}`
    : null;
}

/** The strategy, or what is expected instead. */
function strategyOf(entry: string): ShadowStrategySetting | string {
  const equals = entry.indexOf('=');
  if (equals < 0) return `${GRAMMAR}; "${entry}" has no =`;
  const [name, rest] = [entry.slice(0, equals).trim(), entry.slice(equals + 1)];
  if (!NAME.test(name))
    return `a name of letters, digits, - and _ that begins with a letter, at most 31; "${name}" is none`;
  const terms = termsOf(name, rest);
  return typeof terms === 'string' ? terms : checked(name, terms);
}

const KEYS = ['engine', 'max', 'curve'] as const;

function termsOf(name: string, text: string): Terms | string {
  const terms: { [key in (typeof KEYS)[number]]?: string } = {};
  for (const term of text.split(';').map((each) => each.trim())) {
    const colon = term.indexOf(':');
    const key = KEYS.find((each) => each === term.slice(0, Math.max(0, colon)).trim());
    if (key === undefined) return `engine:…, max:… or curve:… in ${name}; "${term}" is none of them`;
    if (terms[key] !== undefined) return `${key} once in ${name}`;
    terms[key] = term.slice(colon + 1).trim();
  }
  return terms;
}

function checked(name: string, { engine: engineText = 'chain', max, curve }: Terms) {
  const engine = (['rules', 'model', 'chain'] as const).find((each) => each === engineText);
  if (engine === undefined) return `engine:rules, engine:model or engine:chain in ${name}`;
  if (max !== undefined && !(NUMBER.test(max) && Number(max) <= LARGEST_CUT_PCT))
    return `max:PERCENT from 0 to ${LARGEST_CUT_PCT} in ${name}`;
  const ratios = curve === undefined ? null : ratiosOf(curve);
  if (ratios === undefined)
    return `curve:LOW-HIGH in ${name}, such as curve:1.3-2.8, with 0 < LOW < HIGH, at most ${LARGEST_RATIO}`;
  if (ratios !== null && engine === 'rules')
    return `no curve with engine:rules in ${name}: the curve is of the model`;
  const maxReductionPct = max === undefined ? null : Number(max);
  return {
    name,
    definition: definitionOf(engine, maxReductionPct, ratios),
    engine,
    maxReductionPct,
    curve: ratios,
  };
}

function ratiosOf(text: string): { readonly beginsAt: number; readonly fullAt: number } | undefined {
  const parts = text.split('-').map((part) => part.trim());
  const [beginsAt, fullAt] = parts.map(Number);
  if (parts.length !== 2 || !parts.every((part) => NUMBER.test(part))) return undefined;
  if (beginsAt === undefined || fullAt === undefined) return undefined;
  return beginsAt > 0 && beginsAt < fullAt && fullAt <= LARGEST_RATIO ? { beginsAt, fullAt } : undefined;
}

function definitionOf(
  engine: ShadowStrategySetting['engine'],
  maxReductionPct: number | null,
  curve: ShadowStrategySetting['curve'],
): string {
  return [
    `engine:${engine}`,
    ...(maxReductionPct === null ? [] : [`max:${maxReductionPct}`]),
    ...(curve === null ? [] : [`curve:${curve.beginsAt}-${curve.fullAt}`]),
  ].join(';');
}
