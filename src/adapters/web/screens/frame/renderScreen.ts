import { shownName } from '../../../../domain/text/outsideText.ts';
import type { KeyScope } from '../../../../ports/accessKeys.ts';
import { keepAmountsTogether } from '../../pages/wholeAmounts.ts';
import type { Frame, Notice, Screen, ScreenName } from './screen.ts';
import { BODY_MARK, templates } from './templates.ts';

const screens: readonly { readonly screen: ScreenName; readonly name: string; readonly path: string }[] = [
  { screen: 'morning', name: 'Morning', path: '/' },
  { screen: 'desk', name: 'Desk', path: '/desk' },
  { screen: 'model', name: 'Model', path: '/model' },
  { screen: 'history', name: 'History', path: '/history' },
  { screen: 'operations', name: 'Operations', path: '/ops' },
];

const scopes: Readonly<Record<KeyScope, { readonly name: string; readonly may: string }>> = {
  read: { name: 'may read', may: 'You may read everything, and change nothing.' },
  answer: {
    name: 'may answer',
    may: 'You may read everything, answer changes, give, approve and end overrides, and read limits back.',
  },
  operate: {
    name: 'may operate',
    may: 'You may do everything that the desk page offers.',
  },
};

/** One page as HTML in UTF-8. Every text is escaped. It works without script. */
export function renderScreen(frame: Frame, screen: Screen): Buffer {
  const { caller, ...around } = frame;
  const { title, current, notices = [], state, isNarrow = false } = screen;
  const root = {
    ...around,
    title,
    isNarrow,
    freshness: state === undefined ? null : { state },
    notices: notices.map(noticeView),
    account: caller && {
      owner: shownName(caller.owner),
      scope: scopes[caller.scope].name,
      may: scopes[caller.scope].may,
    },
    screens: screens.map((each) => ({ ...each, isCurrent: each.screen === current })),
  };
  return pageOf(screen, frame.basePath, keepAmountsTogether(templates().frame(root)));
}

/** What was made of a view that a route keeps. */
interface Made {
  readonly basePath: string;
  readonly body: Buffer;
  /** The frame of the last page, and that page: a reader who loads it again gets the same bytes. */
  last: { readonly around: string; readonly page: Buffer } | null;
}

/** A view is rendered and encoded once. Copies of large pages would fill the memory between collections. */
const madeOf = new WeakMap<object, Made>();

function pageOf({ template, view }: Screen, basePath: string, around: string): Buffer {
  let made = madeOf.get(view);
  if (made?.basePath !== basePath) {
    const html = keepAmountsTogether(templates().body({ template, view, basePath }));
    made = { basePath, body: Buffer.from(html), last: null };
    madeOf.set(view, made);
  }
  if (made.last?.around === around) return made.last.page;
  const [above = '', below = ''] = around.split(BODY_MARK);
  const page = Buffer.concat([Buffer.from(above), made.body, Buffer.from(below)]);
  made.last = { around, page };
  return page;
}

function noticeView({ kind, text, hint, link }: Notice) {
  return { kind, text, hint: hint ?? '', link: link ?? null, isProblem: kind === 'problem' };
}
