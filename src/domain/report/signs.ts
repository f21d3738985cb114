import type { Decision } from '../decision/decision.ts';
import { type WarningCode, warningWords } from '../decision/warningCode.ts';
import { capitalised, shownSentence } from '../text/outsideText.ts';

/** The reasons of the rules and the model that say the same as a warning. */
const SAME_REASONS: Readonly<Record<WarningCode, readonly string[]>> = {
  REVENGE_TRADING: ['revenge_rate'],
  HIGH_VOLATILITY: ['volatility', 'vol_ratio'],
  LOW_WIN_RATE: ['win_rate_change'],
  LARGE_DRAWDOWN: ['drawdown', 'drawdown_now'],
  ELEVATED_RISK: [],
};

/** The names of the warnings: `quick re-entry after losses, high volatility`. */
export function warningNames({ warnings }: Pick<Decision, 'warnings'>): string {
  return named(warnings).map(warningWords).join(', ');
}

/**
 * One line per warning: `Large drawdown: $4,120 below …`; only the names if no evidence was stored. The count
 * of the others is no sign of its own.
 */
export function warningLines({
  warnings,
  warningEvidence,
}: Pick<Decision, 'warnings' | 'warningEvidence'>): readonly string[] {
  const lines =
    warningEvidence
      ?.filter(({ code }) => code !== 'ELEVATED_RISK')
      .map(({ code, text }) => `${warningWords(code)}: ${text}`) ?? named(warnings).map(warningWords);
  return lines.map((line) => capitalised(shownSentence(line)));
}

/** The warning lines that do not repeat a reason of the same decision, nor one of `said`. */
export function furtherSigns(decision: Decision, said: readonly WarningCode[] = []): readonly string[] {
  const reasons = new Set(decision.reasons.map(({ code }) => code));
  const isNew = (code: WarningCode) =>
    !said.includes(code) && !SAME_REASONS[code].some((reason) => reasons.has(reason));
  const { warnings, warningEvidence } = decision;
  return warningLines({
    warnings: warnings.filter(isNew),
    ...(warningEvidence === undefined
      ? {}
      : { warningEvidence: warningEvidence.filter(({ code }) => isNew(code)) }),
  });
}

function named(warnings: readonly WarningCode[]): readonly WarningCode[] {
  return warnings.filter((warning) => warning !== 'ELEVATED_RISK');
}
