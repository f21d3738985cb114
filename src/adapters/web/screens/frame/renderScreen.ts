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
  const [above = '', below = ''] = keepAmountsTogether(templates().frame(root)).split(BODY_MARK);
  return Buffer.concat([Buffer.from(above), bodyOf(screen, frame.basePath), Buffer.from(below)]);
}

/** Bodies that were made of a view: a view that a route keeps is rendered and encoded once. */
const bodies = new WeakMap<object, { readonly basePath: string; readonly html: Buffer }>();

function bodyOf({ template, view }: Screen, basePath: string): Buffer {
  const known = bodies.get(view);
  if (known?.basePath === basePath) return known.html;
  const html = Buffer.from(keepAmountsTogether(templates().body({ template, view, basePath })));
  bodies.set(view, { basePath, html });
  return html;
}

function noticeView({ kind, text, hint, link }: Notice) {
  return { kind, text, hint: hint ?? '', link: link ?? null, isProblem: kind === 'problem' };
}
