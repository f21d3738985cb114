import type { ComplianceReport } from '../../../../domain/compliance/complianceReport.ts';
import type { LimitChange } from '../../../../domain/compliance/limitChanges.ts';
import { limitEventKinds } from '../../../../domain/limits/limitEvent.ts';
import { limitDollars } from '../../../../domain/text/money.ts';
import { capitalised, cleanLine, shownName } from '../../../../domain/text/outsideText.ts';
import { numbers, paragraph, prose, section, table, words } from '../blocks.ts';
import type { Block, Section } from '../document.ts';
import { moreRows } from './moreRows.ts';

const MOST_CHANGES = 6;

/** How limits were changed and by whom; one by one those that differ from the recommendation. */
export function changesSection({ changes }: ComplianceReport): Section {
  if (changes.length === 0)
    return section('changes', 'Changes of limits', paragraph('No limit was changed in this period.'));
  const differing = changes.filter(isDiffering);
  return section(
    'changes',
    'Changes of limits',
    sourceTable(changes),
    ...(differing.length === 0
      ? [paragraph('Every limit that was set is the recommended one.')]
      : [differingTable(differing), ...moreRows(differing.length - MOST_CHANGES, 'such change')]),
  );
}

function sourceTable(changes: readonly LimitChange[]): Block {
  const sources = [...new Set(changes.map(({ source }) => source))];
  return table(
    'By the way in which a limit became known',
    [...prose('Event'), ...numbers('Changes', 'Traders'), ...prose('By')],
    sources.map((source) => {
      const own = changes.filter((change) => change.source === source);
      return [
        capitalised(limitEventKinds[source].event.replaceAll('`', '')),
        String(own.length),
        String(new Set(own.map(({ trader }) => trader)).size),
        peopleWords(own),
      ];
    }),
  );
}

const MOST_PEOPLE = 4;

function peopleWords(changes: readonly LimitChange[]): string {
  const people = [...new Set(changes.map(({ who }) => who))].sort();
  const shown = people.slice(0, MOST_PEOPLE).map(shownName).join(', ');
  return people.length > MOST_PEOPLE ? `${shown} and ${people.length - MOST_PEOPLE} more` : shown;
}

/** A statement of what the platform holds, or of what was set, that is not the recommended limit. */
function isDiffering({ recommended, set, source, secondApprover }: LimitChange): boolean {
  if (source === 'not-applied' || secondApprover !== null) return true;
  return recommended !== null && set !== null && Math.abs(set - recommended) >= 1;
}

function differingTable(changes: readonly LimitChange[]): Block {
  return table(
    'Not as recommended',
    [
      ...words('Session', 'Trader'),
      ...numbers('Recommended', 'Set'),
      ...words('By'),
      ...prose('Why'),
      ...words('Approved by'),
      ...numbers('Entry'),
    ],
    changes
      .slice(0, MOST_CHANGES)
      .map(({ session, trader, recommended, set, source, who, why, secondApprover, entry }) => [
        session,
        trader === null ? 'every trader' : shownName(trader),
        recommended === null ? 'not recorded' : limitDollars(recommended),
        set === null ? (source === 'unknown' ? 'unknown' : 'as before') : limitDollars(set),
        shownName(who),
        why === null ? 'not given' : cleanLine(why),
        secondApprover === null ? '' : shownName(secondApprover),
        String(entry),
      ]),
  );
}
