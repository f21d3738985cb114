import type { AccountReadback, TraderReadback } from '../../limits/profile/readback.ts';
import { shownName } from '../../text/outsideText.ts';
import { count } from '../../text/words.ts';

/** What the platform's file says of one account. */
export const accountStatusWords: Readonly<Record<AccountReadback['status'], string>> = {
  'in-force': 'in force, as mailed',
  'not-yet': 'not yet: still the limit before the mail',
  differs: 'differs',
  unknown: 'unknown account: no active trader has it',
  missing: 'missing in the file',
  'no-rule': 'several accounts: the profile has no rule for them',
};

/** For how many traders the file was stored. */
export function storedLine(recorded: readonly string[], by: string): string {
  return recorded.length === 0
    ? 'Nothing was stored: no limit is new.'
    : `Stored for ${count(recorded.length, 'trader')}, by ${by}: these limits are in force as read back.`;
}

/** The traders for whom nothing is stored, one line for each reason. */
export function notStoredLines(traders: readonly TraderReadback[]): readonly string[] {
  const reasons = [...new Set(traders.map(({ status }) => openWords(status)))].filter((why) => why !== null);
  return reasons.map((why) => {
    const names = traders
      .filter(({ status }) => openWords(status) === why)
      .map(({ trader }) => shownName(trader));
    return `Nothing stored for ${count(names.length, 'trader')}, because ${why}: ${names.join(', ')}`;
  });
}

function openWords(status: TraderReadback['status']): string | null {
  switch (status) {
    case 'missing':
      return 'an account is missing in the file';
    case 'disagree':
      return 'the accounts have different limits';
    case 'no-rule':
      return 'several accounts, and the profile has severalAccounts: refuse';
    case 'in-force':
    case 'not-yet':
    case 'differs':
      return null;
  }
}
