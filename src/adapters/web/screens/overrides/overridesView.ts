import {
  type OverrideCard,
  type OverrideTime,
  overrideCards,
} from '../../../../domain/report/screens/overrideCards.ts';
import { nameKey } from '../../../../domain/roster/names.ts';
import { count } from '../../../../domain/text/words.ts';
import type { DeskNow } from '../../../../ports/screens/morningReader.ts';
import { numbers, prose, table, words } from '../../pages/blocks.ts';
import type { Table } from '../../pages/document.ts';
import { includes } from '../../server/access.ts';
import type { Caller } from '../../server/caller.ts';

const MOST_ENDED = 50;

/** The list of overrides: those that wait for approval first. */
export function overridesView(
  { overrides }: Pick<DeskNow, 'overrides'>,
  caller: Pick<Caller, 'owner' | 'scope'>,
  time: OverrideTime,
) {
  const { pending, open, ended } = overrideCards(overrides, time);
  const mayAct = includes(caller.scope, 'answer');
  const withActions = (card: OverrideCard, isPending: boolean) => {
    const isOwn = nameKey(card.by) === nameKey(caller.owner);
    return {
      ...card,
      mayEnd: mayAct,
      mayApprove: mayAct && isPending && !isOwn,
      awaitsOther: mayAct && isPending && isOwn,
      approvePath: `/overrides/${card.id}/approve`,
      endPath: `/overrides/${card.id}/end`,
    };
  };
  return {
    mayAct,
    isGrave: pending.length > 0,
    pending: pending.map((card) => withActions(card, true)),
    open: open.map((card) => withActions(card, false)),
    ended: ended.length === 0 ? null : endedTable(ended.slice(0, MOST_ENDED)),
    older:
      ended.length > MOST_ENDED ? `${count(ended.length - MOST_ENDED, 'older override')} not shown.` : '',
  };
}

function endedTable(ended: readonly OverrideCard[]): Table {
  return table(
    'Ended overrides, newest first',
    [...words('Trader', 'Sessions'), ...numbers('Limit'), ...prose('Ended', 'Given', 'Reason')],
    ended.map(({ trader, sessions, amount, state, given, reason }) => [
      trader,
      sessions,
      amount,
      state,
      given,
      reason,
    ]),
  );
}
