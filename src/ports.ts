import type { Decision, EngineName } from './domain/decision/decision.ts';
import type { GateDecision } from './domain/decision/gate.ts';
import type { SessionRecord, WalkState } from './domain/evaluation/sessionRecord.ts';
import type { TrainedModel } from './domain/forecast/trainedModel.ts';
import type { Fill, LedgerFill } from './domain/ledger/fill.ts';
import type { OpenLot } from './domain/ledger/lot.ts';
import type { AccountPrints } from './domain/ledger/prints.ts';
import type { Revision } from './domain/ledger/revision.ts';
import type { ClosedDay } from './domain/ledger/traderDay.ts';
import type { LimitBasis, LowWaterMark, TraderDaySummary } from './domain/ledger/traderDayFacts.ts';
import type {
  AlertNotice,
  CorrectionReport,
  FailedNotice,
  LateNotice,
  ReviewNotice,
  SuccessNotice,
  TestNotice,
} from './domain/report/notices.ts';
import type { MorningReport, SourceName } from './domain/report/report.ts';
import type { MultiplierRule, RosterEntry } from './domain/roster/roster.ts';

/** Tells the time; the only way the pipeline learns it. */
export interface Clock {
  now(): Date;
  wait(milliseconds: number): Promise<void>;
}

/** Takes one line of what happened. Values are shown as they are, so never hand it a secret. */
export interface Log {
  debug(message: string, details?: Readonly<Record<string, unknown>>): void;
  info(message: string, details?: Readonly<Record<string, unknown>>): void;
  warn(message: string, details?: Readonly<Record<string, unknown>>): void;
  error(message: string, details?: Readonly<Record<string, unknown>>): void;
}

/** Shows how far a long task has come; a task of unknown length reports a total of null. */
export interface Progress {
  start(label: string, total: number | null): void;
  advance(by: number): void;
  finish(): void;
}

// ── The fill source ─────────────────────────────────────────────────────────────────────────────────────────

/** An account as the source lists it. */
export interface SourceAccount {
  /** The source's own number for the account. */
  readonly id: string;
  /** The code that fills carry, `NET001`. */
  readonly name: string;
  /** YYYY-MM-DD; null where the source does not say. */
  readonly firstTraded: string | null;
  readonly lastTraded: string | null;
}

/** A row of input that could not be used, kept word for word so that nothing is lost silently. */
export interface RejectedRow {
  /** File name or request, never an absolute path or a token. */
  readonly where: string;
  /** 1-based line in that file or page. */
  readonly line: number;
  readonly column: string;
  readonly value: string;
  readonly reason: string;
  /** The row as it came. */
  readonly raw: string;
}

/** Some fills of one stream, in the source's own order, with the rows of the same stretch that could not be read. */
export interface FillBatch {
  readonly fills: readonly Fill[];
  readonly rejected: readonly RejectedRow[];
}

/** The source's own account of one account's session, to reconcile with. Dollars. */
export interface SourceTotals {
  readonly account: string;
  readonly sessionDate: string;
  readonly grossPnl: number;
  readonly fees: number;
  readonly netPnl: number;
  readonly fills: number;
}

/** Where fills come from. Dates are sessions, inclusive; errors are SourceErrors that say whether to try again. */
export interface FillSource {
  readonly name: SourceName;
  /** Every account, retired ones too. */
  accounts(): Promise<readonly SourceAccount[]>;
  /** All accounts' fills of the range, streamed; throws if the stream ends before the source said it would. */
  fills(from: string, to: string): AsyncIterable<FillBatch>;
  /** One entry per account and session with activity. */
  totals(accounts: readonly SourceAccount[], from: string, to: string): Promise<readonly SourceTotals[]>;
  /** Gives the session back; never throws. */
  close(): Promise<void>;
}

/** Keeps the rows that could not be used where a person can read them; one sink a file or fetch. */
export interface RejectSink {
  add(rows: readonly RejectedRow[]): void;
  /** The file they are in, relative to the working directory; null when none came. Replaces an earlier one's file. */
  close(): string | null;
  /** Gives up what came, when nothing of its stream is kept; an earlier one's file stays. */
  discard(): void;
}

/** A file of input, recognised by what it holds; reading it twice opens it twice. */
export type ImportFile = FillsFile | TotalsFile;

interface InputFile {
  readonly name: string;
  /** Its name with a digest of its whole path: another file of the same name has another. */
  readonly key: string;
  readonly format: string;
}

export interface FillsFile extends InputFile {
  readonly kind: 'fills';
  /** What an older system kept of the source's fills: it adds to what is stored and corrects nothing. */
  readonly isOldCopy: boolean;
  /** Accounts that the file lists beside its fills; none where it has no such list. */
  accounts(): Promise<readonly ListedAccount[]>;
  batches(): AsyncIterable<FillBatch>;
}

export interface ListedAccount extends SourceAccount {
  readonly active: boolean;
}

/** A report of the source's own totals. */
export interface TotalsFile extends InputFile {
  readonly kind: 'totals';
  totals(knownAccounts: ReadonlySet<string>): Promise<TotalsOfFile>;
}

export interface TotalsOfFile {
  readonly days: readonly TotalsOfDay[];
  readonly rejected: readonly RejectedRow[];
}

export interface TotalsOfDay {
  readonly totals: SourceTotals;
  /** Rows, one a symbol, that the totals are the sum of. */
  readonly rows: number;
  /** Rows that stood in the file more than once, counted without their first. */
  readonly repeatedRows: number;
}

// ── Mail ────────────────────────────────────────────────────────────────────────────────────────────────────

export interface MailAttachment {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Buffer;
  /** Set for a picture shown inside the HTML as `cid:<contentId>`. */
  readonly contentId?: string;
}

/** A message without its recipient: what subject, text and HTML say. */
export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly MailAttachment[];
}

/** Turns a report into words and pictures; the same report always gives the same bytes. */
export interface MailRenderer {
  morning(report: MorningReport): Promise<RenderedMail>;
  late(notice: LateNotice): Promise<RenderedMail>;
  failed(notice: FailedNotice): Promise<RenderedMail>;
  correction(correction: CorrectionReport): Promise<RenderedMail>;
  alert(notice: AlertNotice): Promise<RenderedMail>;
  success(notice: SuccessNotice): Promise<RenderedMail>;
  review(notice: ReviewNotice): Promise<RenderedMail>;
  test(notice: TestNotice): Promise<RenderedMail>;
}

/** What makes a message one particular message to one particular person. */
export interface MailAddressing {
  readonly recipient: string;
  /** The session and kind that, with the recipient, fix the Message-ID. */
  readonly sessionDate: string;
  readonly kind: 'morning' | 'correction' | 'late' | 'failed' | 'alert' | 'success' | 'test' | 'review';
  /** Tells apart messages of one session, kind and recipient: the number of a correction or alert; whole, 0 or more. */
  readonly sequence?: number;
  /** The Message-ID that a correction answers, `<…@…>`; the morning's for the same recipient if not given. */
  readonly inReplyTo?: string;
  /** Taken from the clock once, so that a resend carries the same bytes. */
  readonly date: Date;
}

/** The finished message, byte for byte as it will be handed to the mail server. */
export interface SealedMail {
  readonly recipient: string;
  readonly messageId: string;
  readonly bytes: Buffer;
}

export interface MailSealer {
  seal(mail: RenderedMail, addressing: MailAddressing): Promise<SealedMail>;
}

/**
 * How handing over one message ended: accepted by the server · refused (permanent: 5xx, do not try again;
 * otherwise 4xx, try later) · unreachable before the message was offered · ambiguous: the connection was lost
 * after the last byte, so the server may or may not have it.
 */
export type HandOver =
  | { readonly outcome: 'accepted'; readonly response: string }
  | { readonly outcome: 'refused'; readonly permanent: boolean; readonly response: string }
  | { readonly outcome: 'unreachable'; readonly response: string }
  | { readonly outcome: 'ambiguous'; readonly response: string };

/** Where a dry run leaves its mail for a person to open. */
export interface OutboxFiles {
  write(sessionDate: string, mail: RenderedMail, sealed: SealedMail): Promise<MailFiles>;
}

/** Paths relative to the working directory. */
export interface MailFiles {
  readonly html: string;
  readonly text: string;
  readonly eml: string;
  readonly limits: string;
}

/** Hands a sealed message to the mail server; never throws. */
export interface MailTransport {
  /** Breaks off after so many milliseconds, however far it is; where left out, after as many as the adapter gives any. */
  send(mail: SealedMail, patienceMs?: number): Promise<HandOver>;
}

// ── The store ───────────────────────────────────────────────────────────────────────────────────────────────

export interface IngestCounts {
  readonly inserted: number;
  /** Rows that were known already, word for word. */
  readonly duplicates: number;
  /** Those of the duplicates that the stream itself sent more than once. */
  readonly repeated: number;
  /** Rows whose identity was known with other content: the store now holds what came last. */
  readonly changed: number;
  /** Stored rows that the source no longer has; only a refetch can tell. */
  readonly removed: number;
  /** Fills refused: the identity of an earlier one of this stream, and other content. */
  readonly conflicting: readonly Fill[];
  /** Accounts with stored fills in the range that the source no longer speaks of: their fills are left as they are. */
  readonly keptAccounts: readonly string[];
  /** Fills refused because their day can no longer be computed: fills of it, or of a later one, were pruned. */
  readonly refused: readonly RefusedSession[];
  /** Codes of the accounts, and the sessions, that the stream spoke of. */
  readonly accounts: readonly string[];
  readonly sessions: readonly string[];
}

export interface RefusedSession {
  readonly account: string;
  readonly sessionDate: string;
  readonly fills: number;
  /** Fills of the account and session that were pruned; null where none were. */
  readonly prunedFills: number | null;
  /** The last session of which fills of this account's trader were pruned. */
  readonly prunedThrough: string;
}

export interface DateCounts {
  readonly inserted: number;
  readonly duplicates: number;
  readonly changed: number;
  /** Stored fills that have not come again; what a refetch that ends now would remove. */
  readonly missing: number;
}

/**
 * One stream of fills on its way into the store: all of it is kept or none. Trader-days whose fills change are marked
 * for the ledger in the same transaction, so that a crash between the two cannot leave facts behind their fills.
 */
export interface FillIngest {
  add(fills: readonly Fill[]): void;
  /** What has come so far, by date; dates without any fill, come or stored, are absent. Locks the store until the end. */
  counts(): ReadonlyMap<string, DateCounts>;
  /** Keeps the fills and, in the same transaction, the record that these sessions were fetched whole. */
  finish(fetched?: readonly FetchRecord[]): IngestCounts;
  abandon(): void;
}

export interface FillStore {
  /**
   * Adds what is new: a file may hold any part of any session. A fill that is known with other content takes what
   * comes, or stays as it is with `keepKnown`.
   */
  append(options?: { readonly keepKnown: boolean }): FillIngest;
  /**
   * Makes a range of dates equal to what the source has of it now: adds, changes and removes. Fills of an account that
   * neither comes nor is one of `accounts` (every account when left out) stay as they are.
   */
  replaceRange(from: string, to: string, accounts?: ReadonlySet<string>): FillIngest;
  /** First and last session with fills or facts; null when the store is empty. */
  sessionRange(): Promise<{ readonly first: string; readonly last: string } | null>;
  /** Notes that the source's own totals of these sessions are stored. */
  recordTotals(sessions: readonly string[], at: Date): Promise<void>;
  /**
   * Removes the fills of sessions before a date and gives the space back. Never those of a day that the ledger has yet
   * to compute, nor of that trader's later days. What was removed is remembered by account and session.
   */
  prune(before: string, at: Date): Promise<PruneCounts>;
  /** Sessions of the range that were fetched whole. */
  fetched(from: string, to: string): Promise<readonly FetchRecord[]>;
  recordImport(record: ImportRecord): Promise<void>;
  /**
   * Imports whose newest fill belongs to a session at or after `since`, or that came at or after it and held no good
   * row; of a file that was imported again, the last one.
   */
  importsSince(since: string): Promise<readonly ImportRecord[]>;
}

export interface FetchRecord {
  readonly sessionDate: string;
  readonly fills: number;
  readonly fetchedAt: Date;
  /** When the source's totals of it were stored; null or left out: not yet. */
  readonly totalsAt?: Date | null;
}

export interface PruneCounts {
  readonly fills: number;
  readonly sessions: number;
  /** Trader-days old enough that keep their fills, since the ledger has yet to compute one of that trader's days. */
  readonly keptTraderDays: number;
}

export interface ImportRecord {
  readonly file: string;
  /** The file's key. */
  readonly key: string;
  readonly format: string;
  readonly read: number;
  readonly inserted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly rejectedFile: string | null;
  readonly lastSession: string | null;
  readonly importedAt: Date;
}

export interface RosterStore {
  all(): Promise<readonly RosterEntry[]>;
  /** Creates or changes one trader; fields left out stay as they are. */
  set(change: RosterChange): Promise<void>;
  /**
   * Adds accounts of the source that the roster does not know, retired ones as inactive traders; names those that the
   * source had not told of before and nobody has given a limit.
   */
  learnAccounts(accounts: readonly SourceAccount[]): Promise<readonly string[]>;
  /** Gives accounts that the source now calls otherwise their new code, before any fill comes under it. */
  renameAccounts(accounts: readonly SourceAccount[]): Promise<readonly RenamedAccount[]>;
  multipliers(): Promise<readonly MultiplierRule[]>;
  setMultiplier(rule: MultiplierRule): Promise<void>;
}

export interface RenamedAccount {
  readonly from: string;
  readonly to: string;
}

export type RosterChange = { readonly trader: string } & {
  readonly [K in Exclude<keyof RosterEntry, 'trader'>]?: RosterEntry[K];
};

export interface TraderSessions {
  readonly trader: string;
  readonly sessions: readonly string[];
}

export interface SessionMarks {
  readonly sessionDate: string;
  /** By trader: everyone with facts of the session, those who made no new low too. */
  readonly marks: ReadonlyMap<string, readonly LowWaterMark[]>;
}

/** What the ledger reads and writes; a trader is named, never numbered, out here. */
export interface LedgerStore {
  /** Traders with sessions whose fills changed since the ledger last saw them, sessions ascending; no blocked ones. */
  stale(): Promise<readonly TraderSessions[]>;
  /** Sessions that ought to be computed anew and cannot, since fills of theirs were pruned; they keep their facts. */
  blocked(): Promise<readonly TraderSessions[]>;
  isPruned(trader: string, sessionDate: string): Promise<boolean>;
  /** Marks a session to be computed by a later update. */
  markStale(trader: string, sessionDate: string): Promise<void>;
  fills(trader: string, sessionDate: string): Promise<readonly LedgerFill[]>;
  /** Lots open after the trader's last active session before the given one. */
  lotsBefore(trader: string, sessionDate: string): Promise<readonly OpenLot[]>;
  /** The trader's next session with facts after the given one. */
  nextActiveSession(trader: string, after: string): Promise<string | null>;
  /** Writes a session's facts and closing lots, null where no fills are left; says whether the closing lots changed. */
  saveDay(
    trader: string,
    sessionDate: string,
    day: ClosedDay | null,
  ): Promise<{ readonly lotsChanged: boolean }>;
  settle(trader: string, sessions: readonly string[]): Promise<void>;
  /** Everything inside happens or nothing. */
  atomically<T>(work: () => Promise<T>): Promise<T>;

  /** The last `limit` trader-days of every trader through a session, oldest first. */
  recentDays(through: string, limit: number): Promise<ReadonlyMap<string, readonly TraderDaySummary[]>>;
  /** Trader-days of a range, by session then trader. */
  days(from: string, to: string): Promise<readonly TraderDaySummary[]>;
  /** Low-water marks of a range on one basis, by session; one session in memory at a time. */
  marks(from: string, to: string, basis: LimitBasis): Iterable<SessionMarks>;
  /** Prices and statuses of a session's stored fills, an account at a time; every call reads them anew. */
  prints(sessionDate: string): Iterable<AccountPrints>;
  /**
   * Trader-days that late fills changed, noted by saveDay and kept through a crash; found while the newest stored session
   * was one of the range. Those found first come first, and a trader-day may come more than once.
   */
  revisions(foundFrom: string, foundThrough: string): Promise<readonly Revision[]>;
  /** Open lots at the close of a session, by trader. */
  openPositions(
    through: string,
  ): Promise<readonly { readonly trader: string; readonly lots: number; readonly notional: number }[]>;
}

export interface ReconciliationStore {
  /** With `whole`, what is stored of those sessions and accounts and does not come again goes. */
  saveTotals(totals: readonly SourceTotals[], whole?: TotalsRange): Promise<readonly TotalsOutcome[]>;
  /** The source's totals of one session, summed by trader. */
  totals(sessionDate: string): Promise<ReadonlyMap<string, TraderTotals>>;
}

/** What became of one total that was saved: its account and session were unknown, or known with these or other figures. */
export type TotalsOutcome = 'new' | 'same' | 'changed';

export interface TotalsRange {
  readonly from: string;
  readonly to: string;
  /** Codes of the accounts that were asked for. */
  readonly accounts: readonly string[];
}

export interface TraderTotals {
  readonly netPnl: number;
  readonly fills: number;
  /** Accounts of the trader with stored fills in the session and no totals. */
  readonly missingAccounts: readonly string[];
}

export type StepName =
  | 'fetch'
  | 'reconcile'
  | 'ledger'
  | 'indicators'
  | 'forecast'
  | 'decide'
  | 'render'
  | 'queue'
  | 'send';

/** The right to work on one session's morning. Of all leases of a session only the one with the newest fence may write. */
export interface RunLease {
  readonly sessionDate: string;
  /** The process: host, process id, and a random part that no later process shares. */
  readonly owner: string;
  /** Grows with every acquisition of the session. */
  readonly fence: number;
}

export interface LeaseHolder {
  readonly owner: string;
  readonly until: Date;
}

export type Acquisition =
  | { readonly kind: 'acquired'; readonly lease: RunLease }
  | { readonly kind: 'held'; readonly holder: LeaseHolder };

/** How the last run of a step ended. */
export interface StepRecord {
  readonly step: StepName;
  readonly status: 'running' | 'done' | 'failed';
  readonly attempts: number;
  readonly owner: string | null;
  readonly error: string | null;
}

/** Whose a session's morning is, and which of its steps was begun, done or failed. */
export interface RunLedger {
  /** Takes the morning unless another owner's lease is alive; by compare-and-set. */
  acquire(sessionDate: string, owner: string, at: Date, until: Date): Promise<Acquisition>;
  /** @throws StoreError `lease_lost` where somebody has acquired the session since; so do all that take a lease. */
  renew(lease: RunLease, until: Date): Promise<void>;
  /** Ends the lease, so that the next owner need not wait for its end; of a lost one nothing. */
  release(lease: RunLease): Promise<void>;
  begin(lease: RunLease, step: StepName, at: Date): Promise<void>;
  done(lease: RunLease, step: StepName, at: Date): Promise<void>;
  failed(lease: RunLease, step: StepName, at: Date, error: string): Promise<void>;
  steps(sessionDate: string): Promise<readonly StepRecord[]>;
}

/** Does something every so often beside other work, until it is told to stop. What it does must not throw. */
export interface Repeater {
  every(milliseconds: number, work: () => Promise<void>): { stop(): void };
}

export interface QueuedMail extends SealedMail {
  readonly id: number;
  readonly attempts: number;
  /** Earlier attempts that may have reached the server. */
  readonly ambiguousTries: number;
  readonly expiresAt: Date;
}

/** pending → claimed → sent, or refused, ambiguous, expired. */
export type OutboxStatus = 'pending' | 'claimed' | 'sent' | 'refused' | 'ambiguous' | 'expired';

export interface OutboxEntry {
  readonly recipient: string;
  readonly messageId: string;
  readonly status: OutboxStatus;
  readonly attempts: number;
  readonly response: string | null;
  /** null: at once. */
  readonly nextAttemptAt: Date | null;
  readonly expiresAt: Date;
}

/** What became of a claimed mail. */
export interface MailSettlement {
  readonly status: Exclude<OutboxStatus, 'claimed' | 'expired'>;
  readonly response: string;
  /** Whether this attempt may have reached the server. */
  readonly ambiguous: boolean;
  /** For a pending one: not before then. */
  readonly nextAttemptAt: Date | null;
}

/** A restore after which it is unknown whether mails of a session had gone out. */
export interface RestoredBackup {
  readonly at: Date;
  /** Mails of the session and kind that the backup held as yet to be sent. */
  readonly mails: number;
}

/**
 * Mails on their way out, one row a recipient; a row never goes out twice unless its first end was ambiguous. Whoever
 * writes shows a lease.
 */
export interface Outbox {
  entries(sessionDate: string, kind: MailAddressing['kind']): Promise<readonly OutboxEntry[]>;
  /** Mails already queued for the same session, kind, sequence and recipient stay as they are. */
  queue(lease: RunLease, mails: readonly OutgoingMail[], at: Date): Promise<void>;
  /** Claims, by compare-and-set, one pending mail whose time to be tried has come and not passed; null when none is left. */
  claim(lease: RunLease, kind: MailAddressing['kind'], now: Date): Promise<QueuedMail | null>;
  settle(lease: RunLease, id: number, settlement: MailSettlement, at: Date): Promise<void>;
  /**
   * Mails of the session that an earlier owner claimed and never settled: each may have reached the server. Once they
   * are pending again, a second time or after their time they are `ambiguous` for good.
   */
  recover(lease: RunLease, now: Date): Promise<readonly OutboxEntry[]>;
  /**
   * Makes mails that certainly did not arrive (refused, expired) pending again until `expiresAt`: a person has put right
   * what was wrong and started the run once more.
   */
  reopen(lease: RunLease, kind: MailAddressing['kind'], expiresAt: Date): Promise<void>;
  /**
   * Mails of every session whose time has passed become `expired`, or `ambiguous` where one may have arrived; says how
   * many. Those claimed by a process that may still be alive are left to it.
   */
  expire(lease: RunLease, now: Date): Promise<number>;
  /** The last restore of the database; null where there was none. */
  restored(sessionDate: string, kind: MailAddressing['kind']): Promise<RestoredBackup | null>;
}

/** Decisions and the mails that carry them, written together. */
export interface DecisionStore {
  /** The last session decided for, through a date; null where no morning has been mailed. */
  lastDecided(through: string): Promise<string | null>;
  /** @throws StoreError `lease_lost` */
  save(lease: RunLease, record: DecisionRecord, mails: readonly OutgoingMail[]): Promise<void>;
  /** The report whose decisions stand for a session, as it was saved; null where none was. */
  report(sessionDate: string): Promise<MorningReport | null>;
  decisions(
    from: string,
    to: string,
  ): Promise<readonly (Decision & { readonly sessionDate: string; readonly engine: EngineName })[]>;
}

export interface DecisionRecord {
  readonly report: MorningReport;
  readonly decidedAt: Date;
}

export interface OutgoingMail {
  readonly kind: MailAddressing['kind'];
  /** Which of several of the kind, from 0; 0 where left out. */
  readonly sequence?: number;
  readonly sealed: SealedMail;
  readonly expiresAt: Date;
}

// ── The daemon ──────────────────────────────────────────────────────────────────────────────────────────────

/** Tells a watcher elsewhere that the daemon lives; never throws, and a ping that fails changes nothing. */
export interface Heartbeat {
  ping(what: 'start' | 'success' | 'fail'): Promise<void>;
}

// ── The audit trail ─────────────────────────────────────────────────────────────────────────────────────────

export type AuditKind = 'run' | 'decision' | 'gate' | 'roster' | 'mail' | 'override' | 'restore' | 'backup';

/** What was decided, changed and sent, for whoever asks later: entries are added, never changed or removed. */
export interface AuditTrail {
  /**
   * Adds an entry, within the caller's transaction where there is one. `subject` is whom or what it is about (a trader,
   * a session, a Message-ID); `body` is plain JSON.
   */
  record(kind: AuditKind, subject: string, body: Readonly<Record<string, unknown>>, at: Date): void;
}

/** What the model has learned, session by session. Facts that change make the store forget the session and all after it. */
export interface LearningStore {
  /** Where the walk stood before a session: the last records, with the traders of the last one; null before the first. */
  state(before: string): Promise<WalkState | null>;
  /** Keeps a session and the model that was in force on its morning. */
  save(record: SessionRecord, model: TrainedModel): Promise<void>;
  /** Keeps the model that a morning's decisions name, whatever becomes of its session. */
  keep(model: TrainedModel): Promise<void>;
  /** The gate's weekly decisions on mornings of a range, oldest first. */
  gateDecisions(from: string, to: string): Promise<readonly GateDecision[]>;
  /** Forgets every session, so that all is learned anew; says how many. */
  forget(): Promise<number>;
}
