import { shownName } from '../../../../domain/text/outsideText.ts';
import type { KeyScope } from '../../../../ports/accessKeys.ts';
import { keepAmountsTogether } from '../../pages/wholeAmounts.ts';
import type { Frame, Notice, Screen, ScreenName } from './screen.ts';
import { frameTemplate } from './templates.ts';

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

/** One page as HTML. Every text is escaped. It works without script. */
export function renderScreen(frame: Frame, screen: Screen): string {
  const { caller, ...around } = frame;
  const { template, title, current, view, notices = [], state, isNarrow = false } = screen;
  const root = {
    ...around,
    template,
    title,
    view,
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
  return keepAmountsTogether(frameTemplate()(root));
}

function noticeView({ kind, text, hint, link }: Notice) {
  return { kind, text, hint: hint ?? '', link: link ?? null, isProblem: kind === 'problem' };
}
