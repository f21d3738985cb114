import type { LinkRefusal } from '../../../ports/answerSheets.ts';
import type { Screen } from '../screens/frame/screen.ts';
import { problemScreen } from '../screens/frame/sendScreen.ts';

const HINT = 'Open the desk page and answer there, or use the link of the newest mail.';

const refusals: Readonly<
  Record<
    LinkRefusal | 'unreadable',
    { readonly status: number; readonly heading: string; readonly found: string }
  >
> = {
  unreadable: {
    status: 404,
    heading: 'This link is not valid',
    found: 'It may be cut off, or made by another installation or with an older key. Nothing was changed.',
  },
  expired: {
    status: 410,
    heading: 'This link has expired',
    found: 'A link answers until the close of its session. Nothing was changed.',
  },
  'not-mailed': {
    status: 404,
    heading: 'No mail was sent for this link',
    found: 'No mail of its session was accepted for this recipient. Nothing was changed.',
  },
  'not-a-recipient': {
    status: 403,
    heading: 'This recipient no longer answers',
    found: 'The address of this link is no longer a recipient of the desk. Nothing was changed.',
  },
  retired: {
    status: 410,
    heading: 'The trader is no longer active',
    found: 'There is no limit to set for a trader who is not active. Nothing was changed.',
  },
  'no-change': {
    status: 404,
    heading: 'There is no change to answer',
    found: 'The mails of the session ask for no change here. Nothing was changed.',
  },
};

/** The page of a link that answers nothing, with its status. */
export function refusalOf(why: LinkRefusal | 'unreadable'): {
  readonly screen: Screen;
  readonly status: number;
} {
  const { status, heading, found } = refusals[why];
  const link = { path: '/', text: 'Open the desk page' };
  return { status, screen: problemScreen({ heading, found, hint: HINT, link }) };
}
