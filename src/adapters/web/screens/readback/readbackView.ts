import type { AccountReadback } from '../../../../domain/limits/profile/readback.ts';
import {
  accountStatusWords,
  notStoredLines,
  storedLine,
} from '../../../../domain/report/screens/readbackWords.ts';
import { longDay } from '../../../../domain/text/dates.ts';
import { limitDollars } from '../../../../domain/text/money.ts';
import { shownName } from '../../../../domain/text/outsideText.ts';
import { count } from '../../../../domain/text/words.ts';
import type { ReadbackResult } from '../../../../ports/screens/screenPorts.ts';
import { numbers, prose, table, words } from '../../pages/blocks.ts';
import type { Screen } from '../frame/screen.ts';

export interface ReadbackForm {
  readonly mayRead: boolean;
  readonly profiles: readonly string[];
  readonly chosen: string;
  /** What is wrong with the file: a sentence, then each bad line; null: nothing is. */
  readonly refusal: {
    readonly text: string;
    readonly lines: readonly string[];
    readonly hint: string;
  } | null;
}

/** The form that takes the platform's own file. */
export function readbackFormScreen({ mayRead, profiles, chosen, refusal }: ReadbackForm): Screen {
  return {
    template: 'readback',
    title: 'Read limits back',
    current: 'morning',
    isNarrow: true,
    view: {
      mayRead,
      refusal,
      profiles: profiles.map((name) => ({ name, isChosen: name === chosen })),
    },
  };
}

/** What the platform holds, compared with the mail: differences first. */
export function readbackResultScreen(
  result: ReadbackResult,
  { file, by }: { readonly file: string; readonly by: string },
): Screen {
  const { accounts, traders, recorded, sessionDate, mailedSession } = result;
  const inForce = accounts.filter(({ status }) => status === 'in-force').length;
  const isWhole = inForce === accounts.length;
  const { shown, leftOut } = withFewUnknown(accounts);
  return {
    template: 'readbackResult',
    title: 'Read back',
    current: 'morning',
    view: {
      heading: `${inForce} of ${accounts.length} ${accounts.length === 1 ? 'account' : 'accounts'} in force as mailed`,
      isWhole,
      file: shownName(file),
      compared:
        mailedSession === null
          ? `For ${longDay(sessionDate)}. No morning was mailed, so the limits are compared with the base limits.`
          : `For ${longDay(sessionDate)}, compared with the mail of ${longDay(mailedSession)}.`,
      stored: storedLine(recorded, shownName(by)),
      notStored: notStoredLines(traders),
      leftOut: leftOut === 0 ? '' : `${count(leftOut, 'more unknown account')} not listed.`,
      accounts:
        accounts.length === 0
          ? null
          : table(
              'Accounts, differences first',
              [...words('Account', 'Trader'), ...numbers('Platform', 'Mailed'), ...prose('Status')],
              shown.toSorted((a, b) => urgency.indexOf(a.status) - urgency.indexOf(b.status)).map(row),
            ),
    },
  };
}

/** The export of another desk can have thousands of them. */
const MOST_UNKNOWN = 100;

function withFewUnknown(accounts: readonly AccountReadback[]) {
  const unknown = accounts.filter(({ status }) => status === 'unknown');
  const known = accounts.filter(({ status }) => status !== 'unknown');
  return {
    shown: [...known, ...unknown.slice(0, MOST_UNKNOWN)],
    leftOut: Math.max(unknown.length - MOST_UNKNOWN, 0),
  };
}

/** What a reader has to see first. */
const urgency: readonly AccountReadback['status'][] = [
  'differs',
  'not-yet',
  'unknown',
  'no-rule',
  'missing',
  'in-force',
];

function row({ account, trader, platform, expected, status }: AccountReadback) {
  return [
    shownName(account),
    trader === null ? '–' : shownName(trader),
    platform === null ? '–' : limitDollars(platform),
    expected === null ? '–' : limitDollars(expected),
    status === 'in-force'
      ? accountStatusWords[status]
      : { text: accountStatusWords[status], tone: 'bad' as const },
  ] as const;
}
