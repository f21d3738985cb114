import { clockWords } from '../../../../domain/report/noticeView.ts';
import { longDay, shortDay } from '../../../../domain/text/dates.ts';
import { withMaskedAddresses } from '../../../../domain/text/maskedAddress.ts';
import { capitalised, cleanLine } from '../../../../domain/text/outsideText.ts';
import { count } from '../../../../domain/text/words.ts';
import type { DaemonHealth, DeskState, ListedCheck } from '../../../../ports/screens/operationsReader.ts';
import type { Operations } from './operations.ts';
import { outboxSection } from './outboxSection.ts';
import { runSection } from './runSection.ts';

const signs = {
  red: { sign: '✗ fix', style: 'state-bad' },
  yellow: { sign: '! note', style: 'state-note' },
  green: { sign: '✓ ok', style: 'state-ok' },
} as const;

/** What needs the operator first, then the daemon, the checks, the runs, the outbox and what is stored. */
export function operationsView(operations: Operations) {
  const { state, timezone } = operations;
  const reds = state.checks.filter(({ status }) => status === 'red');
  return {
    heading: headingOf(state.checks),
    isCalm: reds.length === 0,
    demoNote: operations.isDemo
      ? 'The demo desk has no daemon. Daemon, backups and alerts are those of the settings of this host.'
      : '',
    checkedAt: clockWords(state.checkedAt, timezone, null),
    facts: [...daemonFacts(state, timezone), ...storageFacts(state, timezone)],
    checks: state.checks.filter(({ status }) => status !== 'green').map(checkRow),
    passed: state.checks.filter(({ status }) => status === 'green').map(checkRow),
    passedWords: `${count(state.checks.length - open(state.checks), 'check')} passed`,
    sections: [runSection(operations), outboxSection(operations)],
  };
}

function open(checks: readonly ListedCheck[]): number {
  return checks.filter(({ status }) => status !== 'green').length;
}

function headingOf(checks: readonly ListedCheck[]): string {
  const having = (status: ListedCheck['status']) => checks.filter((each) => each.status === status).length;
  const [reds, notes] = [having('red'), having('yellow')];
  const read = notes === 0 ? '' : `${count(notes, 'note')} to read`;
  if (reds === 0) return `Operations: nothing to fix${read === '' ? '' : `, ${read}`}`;
  return `Operations: ${count(reds, 'check')} to fix${read === '' ? '' : `, ${read}`}`;
}

function checkRow({ check, status, found, todo }: ListedCheck) {
  return {
    ...signs[status],
    name: capitalised(check),
    found: codeParts(found),
    todo: codeParts(todo),
  };
}

/** Text whose parts between backticks are commands or settings. */
function codeParts(text: string) {
  const parts = withMaskedAddresses(cleanLine(text)).split('`');
  return parts
    .map((part, place) => ({ text: part, isCode: place % 2 === 1 }))
    .filter((part) => part.text !== '');
}

interface Fact {
  readonly name: string;
  readonly value: string;
  readonly isTrouble: boolean;
}

const fact = (name: string, value: string, isTrouble = false): Fact => ({ name, value, isTrouble });

function daemonFacts({ daemon, next, checks }: DeskState, timezone: string): readonly Fact[] {
  const clock = (at: Date) => clockWords(at, timezone, next.sessionDate);
  const due = fact(
    'Next run',
    `${longDay(next.sessionDate)}: begins ${clock(daemon?.nextRunAt ?? next.begins)}, deadline ${clock(next.deadline)}`,
  );
  if (daemon === null) return [fact('Daemon', absentWords(checks), isRed(checks, 'daemon')), due];
  return [
    fact('Daemon', daemonWords(daemon), isRed(checks, 'daemon')),
    morningFact(daemon),
    due,
    mailFact(daemon),
  ];
}

function isRed(checks: readonly ListedCheck[], name: string): boolean {
  return checks.some(({ check, status }) => check === name && status === 'red');
}

function absentWords(checks: readonly ListedCheck[]): string {
  const found = checks.find(({ check }) => check === 'daemon')?.found ?? 'no answer';
  return `${found}; mornings run only if the daemon, cron or a timer starts them`;
}

const states: Readonly<Record<string, string>> = {
  starting: 'starts',
  watching: 'runs, and waits for the next action',
  running: 'runs an action',
  'standing by': 'stands by: another daemon holds the lease',
  stopped: 'stopped',
};

function daemonWords({ state, why, version }: DaemonHealth): string {
  const reason = cleanLine(why);
  return `${states[state] ?? state}${reason === '' ? '' : ` (${reason})`}; version ${version}`;
}

function morningFact({ morning, isTrouble }: DaemonHealth): Fact {
  return fact("Today's morning", morning, isTrouble);
}

function mailFact({ backlog, undelivered }: DaemonHealth): Fact {
  const lost = undelivered === 0 ? 'none undelivered' : `${count(undelivered, 'mail')} undelivered`;
  return fact('Mails of today', `${backlog} to be sent, ${lost}`, undelivered > 0);
}

function storageFacts({ storage, checks }: DeskState, timezone: string): readonly Fact[] {
  const { source, lastImportAt, newestSession, backup, backups, databaseBytes } = storage;
  const read =
    lastImportAt === null ? 'nothing read yet' : `last read ${clockWords(lastImportAt, timezone, null)}`;
  const fills = newestSession === null ? 'no fills' : `fills through ${shortDay(newestSession)}`;
  return [
    fact('Source', `${source ?? 'files that are imported'}; ${read}; ${fills}`),
    fact(
      'Backups',
      backup === null
        ? 'none'
        : `the newest of ${backups}: ${clockWords(backup.madeAt, timezone, null)}, ${sizeWords(backup.bytes)}`,
      isRed(checks, 'backups'),
    ),
    fact('Database', sizeWords(databaseBytes)),
  ];
}

/** 17,399,808 → `17.4 MB`. */
function sizeWords(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
