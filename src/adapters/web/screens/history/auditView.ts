import { clockWords } from '../../../../domain/report/noticeView.ts';
import { entryWords } from '../../../../domain/report/screens/entryWords.ts';
import { durationWords } from '../../../../domain/text/durations.ts';
import { capitalised, cleanLine, shownName, shownSentence } from '../../../../domain/text/outsideText.ts';
import { count } from '../../../../domain/text/words.ts';
import { auditKinds } from '../../../../ports/auditTrail.ts';
import type { AuditVerification, TrailEntry, TrailPage } from '../../../../ports/screens/auditPages.ts';
import { prose, words } from '../../pages/blocks.ts';
import { linkedTable } from '../frame/linkedTable.ts';
import { type AuditQuery, auditPath } from './auditQuery.ts';

/** The first digits of a hash; the page of the entry has all. */
const SHOWN_DIGITS = 12;

export interface AuditScreen {
  readonly query: AuditQuery;
  readonly page: TrailPage;
  readonly verification: AuditVerification;
  readonly timezone: string;
}

/** The filter, a page of entries, and the result of the last verification. */
export function auditView({ query, page, verification, timezone }: AuditScreen) {
  const { entries, next } = page;
  return {
    ...query,
    kinds: auditKinds.map((kind) => ({ value: kind, name: capitalised(kind), isShown: kind === query.kind })),
    isFiltered: auditPath(query, null) !== auditPath(NO_QUERY, null),
    verification: verificationView(verification, timezone),
    table: entries.length === 0 ? null : entryTable(entries, timezone),
    nothing: nothingWords(page),
    older: next === null ? '' : auditPath(query, next),
    newest: query.before === null ? '' : auditPath(query, null),
  };
}

const NO_QUERY: AuditQuery = { kind: '', author: '', trader: '', from: '', to: '', before: null };

function nothingWords({ next }: TrailPage): string {
  return next === null
    ? 'No entry matches.'
    : `No entry from number ${next} on matches. Older entries were not searched yet.`;
}

function entryTable(entries: readonly TrailEntry[], timezone: string) {
  return linkedTable(
    'Entries, the newest first',
    [...words('Entry', 'When', 'Kind', 'About'), ...prose('What'), ...words('By', 'Hash')],
    entries.map((entry) => [
      { text: String(entry.sequence), link: `/history/audit/${entry.sequence}` },
      clockWords(entry.at, timezone, null),
      capitalised(entry.kind),
      aboutWords(entry),
      shownSentence(withShortHashes(entryWords(entry.kind, entry.body))),
      authorOf(entry.body),
      entry.hash.slice(0, SHOWN_DIGITS),
    ]),
  );
}

/** A Message-ID is long, and the page of the entry has it. */
function aboutWords({ subject }: TrailEntry): string {
  return subject.startsWith('<') ? 'a message' : shownName(subject);
}

export function authorOf({ by }: TrailEntry['body']): string {
  return typeof by === 'string' ? shownName(by) : '–';
}

function withShortHashes(text: string): string {
  return text.replace(/\b([0-9a-f]{12})[0-9a-f]{52}\b/g, '$1…');
}

function verificationView({ progress, last, problem }: AuditVerification, timezone: string) {
  return {
    isRunning: progress !== null,
    progress: progress === null ? '' : progressWords(progress),
    isBad: last?.fault != null || problem !== null,
    result: resultWords(last, timezone),
    problem: problem === null ? '' : `The last verification could not end: ${cleanLine(problem)}`,
  };
}

function progressWords({ checked, of }: NonNullable<AuditVerification['progress']>): string {
  return of === 0 ? 'Verifying.' : `Verifying: ${checked} of ${count(of, 'entry', 'entries')}.`;
}

function resultWords(last: AuditVerification['last'], timezone: string): string {
  if (last === null) return 'Not verified since this server was started.';
  const { entries, fault, checkedAt, seconds } = last;
  const when = `${clockWords(checkedAt, timezone, null)}, ${count(entries, 'entry', 'entries')} in ${durationWords(1000 * seconds)}`;
  if (fault === null) return `✓ The chain holds: verified ${when}.`;
  return `✗ The chain is broken at entry ${fault.sequence}: found ${cleanLine(fault.found)}, expected ${cleanLine(fault.expected)}. Verified ${when}. Keep the database as it is, and compare it with a backup.`;
}
