import type { Decision } from '../decision/decision.ts';
import type { InForceSource, LimitLine, TrackRecord } from '../decision/limitLine.ts';
import { overrideReasons } from '../limits/override.ts';
import type { WouldHaveStopped } from '../outcome/wouldHaveStopped.ts';
import { shortDay, weekday } from '../text/dates.ts';
import { limitDollars } from '../text/money.ts';
import { shownName, shownSentence } from '../text/outsideText.ts';
import { count, shareWords } from '../text/words.ts';
import { lineOf } from './limitLines.ts';

/** With so many stopped sessions of 60 a limit bars the trader from trading. */
const BARS_FROM = 20;
const WINDOW_SESSIONS = 60;

const SOURCES: Readonly<Record<InForceSource, string>> = {
  base: 'base limit',
  assumed: 'assumed',
  answered: 'confirmed',
  set: 'set by hand',
  readback: 'read from the platform',
  unknown: 'unknown',
};

/** Who said that a limit is in force: `assumed`, `confirmed`. */
export function sourceWords(source: InForceSource): string {
  return SOURCES[source];
}

/** The limit in force as a reader compares it: `$4,000`, or `unknown`. */
export function inForceWords({ limitInForce }: Pick<LimitLine, 'limitInForce'>): string {
  return limitInForce === null ? 'unknown' : limitDollars(limitInForce);
}

/** `would have stopped 2 of the last 60 days`; a limit that never or often binds is said in words. */
export function wouldHaveStoppedWords(
  { sessions, stopped }: WouldHaveStopped,
  activeSessions: number,
): string {
  if (sessions === 0) return 'no earlier day to compare with';
  const isFree = sessions < Math.min(WINDOW_SESSIONS, activeSessions);
  const days = `of the last ${sessions} ${isFree ? 'free ' : ''}${sessions === 1 ? 'day' : 'days'}`;
  if (stopped === 0) return `would have stopped none ${days}: unlikely to bind`;
  const often = stopped >= BARS_FROM ? ': close to a ban' : '';
  return `would have stopped ${stopped} ${days}${often}`;
}

/**
 * `confidence medium (17 of 89 such cuts met a large loss; 17% usual)`. Without a record the level stands
 * alone.
 */
export function confidenceWords({ confidence, trackRecord }: Decision): string {
  return `confidence ${confidence}${trackRecord === undefined ? '' : ` (${recordWords(trackRecord)})`}`;
}

function recordWords({ cuts, followedByLargeLoss, deskRate }: TrackRecord): string {
  if (cuts === 0) return 'no such cut so far';
  const usual = deskRate === null ? '' : `; ${shareWords(deskRate)} usual`;
  return `${followedByLargeLoss} of ${count(cuts, 'such cut')} met a large loss${usual}`;
}

/** `override by risk-1 through Wed 2 Dec: spoken to the trader`; empty without an override. */
export function overrideWords({ override }: Pick<LimitLine, 'override'>): string {
  if (override === null) return '';
  const { reason, note, by, through } = override;
  const why = note === null || note.trim() === '' ? overrideReasonWords(reason) : shownSentence(note);
  return `override by ${shownName(by)} through ${shortDay(through)}: ${why}`;
}

/** Daybreak's own limit under an override, where it differs or is not proven; empty otherwise. */
export function notUsedWords(decision: Decision): string {
  const { override, recommendedLimit, target } = lineOf(decision);
  if (override === null) return '';
  const unproven = decision.action === 'withheld' ? '; P&L not proven' : '';
  if (recommendedLimit === target && unproven === '') return '';
  return `Daybreak's own: ${limitDollars(recommendedLimit)}${unproven}`;
}

/** `spoken to the trader`; a reason that this version does not know as it was stored. */
export function overrideReasonWords(reason: string): string {
  return new Map<string, string>(Object.entries(overrideReasons)).get(reason) ?? shownSentence(reason);
}

/**
 * `assumed since Thu, never confirmed`, with the date where Thu would be another week's; empty for a limit
 * that somebody or the platform confirmed.
 */
export function neverConfirmed({ inForceSource, inForceSince }: LimitLine, sessionDate: string): string {
  if (inForceSource !== 'assumed') return '';
  if (inForceSince === null) return 'assumed, never confirmed';
  return `assumed since ${recentDay(inForceSince, sessionDate)}, never confirmed`;
}

/** `Thu` within a week before the session, else `Thu 26 Nov`. */
export function recentDay(day: string, sessionDate: string): string {
  const isRecent = Date.parse(sessionDate) - Date.parse(day) < WEEK_MS;
  return isRecent ? weekday(day) : shortDay(day);
}

const WEEK_MS = 7 * 86_400_000;
