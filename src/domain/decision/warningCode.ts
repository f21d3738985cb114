export type WarningCode =
  | 'REVENGE_TRADING'
  | 'HIGH_VOLATILITY'
  | 'LOW_WIN_RATE'
  | 'LARGE_DRAWDOWN'
  | 'ELEVATED_RISK';

/** A warning with the numbers and days behind it; `text` follows a colon. */
export interface WarningEvidence {
  readonly code: WarningCode;
  readonly text: string;
}

const WARNINGS: Readonly<Record<WarningCode, string>> = {
  REVENGE_TRADING: 'quick re-entry after losses',
  HIGH_VOLATILITY: 'high volatility',
  LOW_WIN_RATE: 'low win rate',
  LARGE_DRAWDOWN: 'large drawdown',
  ELEVATED_RISK: 'several signs at once',
};

export function warningWords(warning: WarningCode): string {
  return WARNINGS[warning];
}
