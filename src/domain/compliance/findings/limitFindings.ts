import { limitDollars } from '../../text/money.ts';
import type { Period, WholeOverride } from '../period.ts';
import type { LimitEntry } from '../trailRecord.ts';
import { type Found, sequencesOf } from './findingRule.ts';

const HALF_A_CENT = 0.005;
/** An override that directly follows so many others calls for a change of the base limit instead. */
export const MOST_RENEWALS = 2;

/** Limits above the base limit that no second individual had approved. */
export function limitsAboveBase(period: Period): readonly Found[] {
  return [...period.limits.values()].flat().flatMap((event) => {
    const { trader, dollars, baseLimit, sessionDate, by, sequence } = event;
    if (trader === null || dollars === null || baseLimit === null || dollars <= baseLimit + HALF_A_CENT)
      return [];
    const override = approvedFor(period, event);
    if (override === 'approved') return [];
    return {
      session: sessionDate,
      trader,
      text: `${trader} had ${limitDollars(dollars)} on ${sessionDate}, above the base limit of ${limitDollars(baseLimit)} (${event.event}, ${by}), without the approval of a second individual.`,
      entries: override === null ? [sequence] : sequencesOf([override.given, event]),
    };
  });
}

/** The override that should have allowed the limit, where it did not. */
function approvedFor({ overrides }: Period, event: LimitEntry): WholeOverride | 'approved' | null {
  const covering = overrides.filter(
    ({ given, ended }) =>
      given.trader === event.trader &&
      given.firstSession <= event.sessionDate &&
      given.lastSession >= event.sessionDate &&
      (ended === null || ended.from > event.sessionDate),
  );
  return covering.some((override) => allows(override, event)) ? 'approved' : (covering.at(-1) ?? null);
}

function allows({ given, approved }: WholeOverride, { dollars, sequence }: LimitEntry): boolean {
  if (approved === null || approved.sequence > sequence || approved.by === given.by) return false;
  return dollars !== null && dollars <= given.dollars + HALF_A_CENT;
}

/** Overrides that were renewed more than twice. */
export function renewedOverrides({ overrides, from, to }: Period): readonly Found[] {
  return overrides.flatMap(({ given }) => {
    const { trader, renewals, firstSession, lastSession, by } = given;
    if (renewals <= MOST_RENEWALS || firstSession > to || lastSession < from) return [];
    const before = overrides.filter(
      (each) => each.given.trader === trader && each.given.sequence < given.sequence,
    );
    return {
      session: firstSession,
      trader,
      text: `The override of ${trader} for ${firstSession} to ${lastSession} (${by}) is renewal ${renewals} in a row.`,
      entries: sequencesOf([...before.slice(-renewals).map((each) => each.given), given]),
    };
  });
}

/** Days on which a trader reached the limit in force and went on opening positions. */
export function ignoredStops({ described }: Period): readonly Found[] {
  return described.flatMap(({ facts, sequence }) =>
    facts.traders
      .filter(({ stop }) => stop === 'ignored')
      .map(({ trader, limitDuring }) => ({
        session: facts.dataThrough,
        trader,
        text: `${trader} reached the limit${limitDuring === null ? '' : ` of ${limitDollars(limitDuring)}`} on ${facts.dataThrough} and went on opening positions.`,
        entries: [sequence],
      })),
  );
}
