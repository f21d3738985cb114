import type { LimitLine } from '../../domain/decision/limitLine.ts';
import { createRandom, type Random } from './simulation/random.ts';

/** The author of the overrides of the demo: a role, not an individual. */
export const RISK_DESK = 'risk-desk';

/** A role, and the way on which its answers arrive. */
export interface AnswerAuthor {
  readonly by: string;
  readonly through: 'command' | 'link' | 'page' | 'api';
}

/** The roles that answer the mails of the demo, morning after morning. */
export const answerAuthors = [
  { by: 'risk@example.com', through: 'link' },
  { by: 'head-of-risk@example.com', through: 'page' },
  { by: RISK_DESK, through: 'command' },
  { by: 'platform@example.com', through: 'api' },
] as const satisfies readonly AnswerAuthor[];

/** A line of a mailed morning. */
export interface MailedLine {
  readonly trader: string;
  readonly baseLimit: number;
  readonly limit: LimitLine;
}

/** What the risk desk has done on the mornings before. */
export interface RiskDeskPast {
  /** Mornings mailed before this one. */
  readonly mornings: number;
  readonly notApplied: number;
  readonly different: number;
  readonly overrides: number;
}

export interface ScriptedAnswer {
  readonly line: MailedLine;
  readonly kind: 'applied' | 'different' | 'not-applied';
  /** Dollars; null where it was not applied. */
  readonly dollars: number | null;
  readonly reason: string | null;
}

/** A limit above the recommended one, from the next session on. */
export interface ScriptedOverride {
  readonly line: MailedLine;
  readonly dollars: number;
  readonly sessions: number;
}

const SEED = 20;
const UNANSWERED_MORNINGS = 0.3;
/** Traders whose limit is not set on the platform on a day, of those whose mail got no answer. */
const NOT_SET = 0.4;

/**
 * What the risk desk answers to the mail of a session. Most mails are answered "applied". The first lowered
 * limits are also answered "not applied" and "different", and later ones now and then.
 */
export function scriptedAnswers(
  sessionDate: string,
  lines: readonly MailedLine[],
  past: RiskDeskPast,
): readonly ScriptedAnswer[] {
  const random = createRandom(SEED, `${RISK_DESK}/${sessionDate}`);
  if (past.mornings > 0 && random.chance(UNANSWERED_MORNINGS)) return [];
  let { notApplied, different } = past;
  return lines
    .filter(({ limit }) => limit.change !== 'stay')
    .map((line) => {
      const isLowered = line.limit.change === 'lower' && past.mornings > 1;
      if (isLowered && isDue(random, notApplied)) {
        notApplied++;
        return { line, kind: 'not-applied', dollars: null, reason: 'spoken to the trader first' };
      }
      if (isLowered && isDue(random, different)) {
        different++;
        return { line, kind: 'different', dollars: between(line), reason: null };
      }
      return { line, kind: 'applied', dollars: line.limit.target, reason: null };
    });
}

/** The override that the risk desk sets during a session for a trader whose limit stays cut; null: none. */
export function scriptedOverride(
  sessionDate: string,
  lines: readonly MailedLine[],
  past: RiskDeskPast,
): ScriptedOverride | null {
  const random = createRandom(SEED, `${RISK_DESK}/override/${sessionDate}`);
  const cut = lines.filter(
    ({ baseLimit, limit }) => limit.override === null && limit.change === 'stay' && limit.target < baseLimit,
  );
  const [first, ...others] = cut;
  if (past.mornings < 3 || first === undefined || !isDue(random, past.overrides)) return null;
  const line = random.pick([first, ...others]);
  return { line, dollars: between(line), sessions: random.whole(1, 3) };
}

/** Whether a mailed limit was never set on the platform, so that the trader goes on past it. */
export function isNeverSet(trader: string, sessionDate: string): boolean {
  return createRandom(SEED, `not set/${trader}/${sessionDate}`).chance(NOT_SET);
}

/** The first time at once, then one time in ten. */
function isDue(random: Random, before: number): boolean {
  return random.chance(before === 0 ? 1 : 0.1);
}

/** Half-way between target and base limit, in steps of $50. */
function between({ baseLimit, limit }: MailedLine): number {
  return 50 * Math.round((limit.target + baseLimit) / 100);
}
