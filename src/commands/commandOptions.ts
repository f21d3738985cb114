import type { KeyScope } from '../ports/accessKeys.ts';

/** 0: done. 1: failed. 2: bad usage or configuration. */
export type ExitCode = 0 | 1 | 2;

/** Every command has this option. */
export interface JsonOption {
  /** Print one JSON document on standard output; logs go elsewhere. */
  readonly json: boolean;
}

export interface MorningOptions extends JsonOption {
  /** The session to decide for, YYYY-MM-DD. */
  readonly date?: string;
  readonly dryRun: boolean;
  readonly to: readonly string[];
  readonly force: boolean;
  /** Decides on older fills than those of the session before, and raises no limit. */
  readonly allowStale: boolean;
}

/** First and last session or day, both included, YYYY-MM-DD. */
export interface RangeOptions extends JsonOption {
  readonly from?: string;
  readonly to?: string;
}

export interface ExportOptions extends RangeOptions {
  readonly out?: string;
  readonly trader?: string;
}

export type ExportKind = 'trader-days' | 'decisions' | 'indicators' | 'fills';

/** Whether a name that the roster does not have is a new one, and not a typing error. */
export interface NewNamesOption extends JsonOption {
  readonly new: boolean;
}

export interface RosterListOptions extends JsonOption {
  readonly trader?: string;
  readonly desk?: string;
  readonly active?: boolean;
  readonly retired?: boolean;
}

export interface RosterSetOptions extends NewNamesOption {
  readonly limit?: number;
  readonly riskCapital?: number;
  readonly desk?: string;
  readonly active?: boolean;
  readonly account: readonly string[];
}

export interface ImportOptions extends JsonOption {
  readonly account?: string;
}

export interface AcceptOptions extends JsonOption {
  /** Of `--no-trading`, YYYY-MM-DD. */
  readonly session?: string;
  readonly noTrading: boolean;
  readonly reason?: string;
  /** undefined: the user of the operating system. */
  readonly by?: string;
}

export interface ReadbackOptions extends ByOption {
  /** The name of a shipped limits profile, or a path. */
  readonly profile?: string;
  /** YYYY-MM-DD; undefined: the session due now. */
  readonly session?: string;
}

/** undefined: the user of the operating system. */
export interface ByOption extends JsonOption {
  readonly by?: string;
}

export interface LimitsSetOptions extends ByOption {
  /** YYYY-MM-DD; undefined: the session due now. */
  readonly session?: string;
}

export interface AnswerOptions extends ByOption {
  /** The session of the mail, YYYY-MM-DD. */
  readonly session: string;
  readonly trader?: string;
  readonly all: boolean;
  readonly applied: boolean;
  /** Dollars. */
  readonly limit?: number;
  readonly notApplied: boolean;
  readonly reason?: string;
}

export interface OverrideSetOptions extends ByOption {
  /** The first session, YYYY-MM-DD; undefined: the one due now. */
  readonly session?: string;
  /** The last session; undefined: the first one. */
  readonly through?: string;
  readonly reason: string;
  readonly note?: string;
}

export interface BackupOptions extends JsonOption {
  readonly verify: boolean;
}

export interface MigrateOptions extends JsonOption {
  /** Take the database at DB_PATH as this desk's, or create a new one, whatever remained of another. */
  readonly adopt: boolean;
}

export interface RestoreOptions extends JsonOption {
  readonly force: boolean;
}

export interface CopyStoreOptions extends JsonOption {
  /** `sqlite:FILE`, an address of Postgres, or `DATABASE_URL`. */
  readonly from: string;
  readonly to: string;
}

export interface ComplianceOptions extends JsonOption {
  /** First and last session, YYYY-MM-DD. */
  readonly from: string;
  readonly to: string;
  /** File of the page for print. */
  readonly out?: string;
  /** File of the entries of the period. */
  readonly csv?: string;
}

export interface AuditOptions extends RangeOptions {
  readonly verify: boolean;
  /** Shows the decisions of a session as they stood at this instant. */
  readonly asOf?: Date;
  /** With `asOf`, YYYY-MM-DD; undefined: the newest session decided by then. */
  readonly session?: string;
  /** With `asOf`; undefined: every trader. */
  readonly trader?: string;
}

export interface BacktestOptions extends JsonOption {
  readonly start?: string;
  readonly end?: string;
  readonly out?: string;
}

export interface CompareOptions extends BacktestOptions {
  /** The names of the models to compare with; empty: all. */
  readonly model: readonly string[];
}

export interface ReviewOptions extends JsonOption {
  /** YYYY-MM; undefined: the last full month. */
  readonly month?: string;
  readonly send: boolean;
  readonly out?: string;
}

export interface SizeOptions extends DemoOption {
  /** undefined: every trader. */
  readonly trader?: string;
  readonly symbol?: string;
  /** Instead of the last price of the desk. */
  readonly price?: number;
  /** The share of risk capital that the worst days may cost on average. */
  readonly maxRisk: number;
  /** Sizes are multiples of so many units. */
  readonly lot: number;
  readonly session?: string;
  /** undefined: no page is written. */
  readonly out?: string;
}

export interface DriftOptions extends DemoOption {
  /** The look is made on the morning of this session. */
  readonly date?: string;
  /** undefined: no page is written. */
  readonly out?: string;
}

export interface StressOptions extends DemoOption {
  /** Only the scenario with this name. */
  readonly scenario?: string;
  /** JSON with scenarios of the desk's own. */
  readonly file?: string;
  readonly session?: string;
  /** An HTML page. */
  readonly out?: string;
}

export interface TestEmailOptions extends JsonOption {
  readonly to: readonly string[];
}

export interface ServeOptions extends JsonOption {
  /** Instead of WEB_PORT; 0: any free one. */
  readonly port?: number;
  readonly demo: boolean;
}

/** The database of the demo desk, instead of the desk's own. */
export interface DemoOption extends JsonOption {
  readonly demo: boolean;
}

export interface KeysAddOptions extends DemoOption {
  readonly scope: KeyScope;
  /** The last day on which the key is valid, YYYY-MM-DD; undefined: it does not expire. */
  readonly expires?: string;
  /** undefined: the user of the operating system. */
  readonly by?: string;
}

export interface KeysRevokeOptions extends DemoOption {
  readonly by?: string;
}

/**
 * One function for each command. main.ts provides them, so that the command line can be described without
 * loading any.
 */
export interface Handlers {
  start(options: JsonOption): Promise<ExitCode>;
  worker(options: JsonOption): Promise<ExitCode>;
  morning(options: MorningOptions): Promise<ExitCode>;
  preview(options: MorningOptions): Promise<ExitCode>;
  import(files: readonly string[], options: ImportOptions): Promise<ExitCode>;
  backfill(options: RangeOptions & { readonly from: string }): Promise<ExitCode>;
  export(kind: ExportKind, options: ExportOptions): Promise<ExitCode>;
  backtest(options: BacktestOptions): Promise<ExitCode>;
  compare(options: CompareOptions): Promise<ExitCode>;
  size(options: SizeOptions): Promise<ExitCode>;
  review(options: ReviewOptions): Promise<ExitCode>;
  stress(options: StressOptions): Promise<ExitCode>;
  drift(options: DriftOptions): Promise<ExitCode>;
  rosterList(options: RosterListOptions): Promise<ExitCode>;
  rosterSet(trader: string, options: RosterSetOptions): Promise<ExitCode>;
  rosterMultiplier(symbol: string, multiplier: number, options: JsonOption): Promise<ExitCode>;
  rosterImport(file: string, options: NewNamesOption): Promise<ExitCode>;
  positionsImport(file: string, options: JsonOption): Promise<ExitCode>;
  actionsImport(file: string, options: JsonOption): Promise<ExitCode>;
  fxImport(file: string, options: JsonOption): Promise<ExitCode>;
  accept(trader: string | undefined, session: string | undefined, options: AcceptOptions): Promise<ExitCode>;
  limitsReadback(file: string, options: ReadbackOptions): Promise<ExitCode>;
  limitsList(options: JsonOption): Promise<ExitCode>;
  limitsSet(trader: string, dollars: number, options: LimitsSetOptions): Promise<ExitCode>;
  answer(options: AnswerOptions): Promise<ExitCode>;
  overrideSet(trader: string, dollars: number, options: OverrideSetOptions): Promise<ExitCode>;
  overrideApprove(id: number, options: ByOption): Promise<ExitCode>;
  overrideList(options: JsonOption): Promise<ExitCode>;
  overrideEnd(trader: string, options: ByOption): Promise<ExitCode>;
  serve(options: ServeOptions): Promise<ExitCode>;
  keysAdd(owner: string, options: KeysAddOptions): Promise<ExitCode>;
  keysList(options: DemoOption): Promise<ExitCode>;
  keysRevoke(id: string, options: KeysRevokeOptions): Promise<ExitCode>;
  testEmail(options: TestEmailOptions): Promise<ExitCode>;
  doctor(options: JsonOption): Promise<ExitCode>;
  migrate(options: MigrateOptions): Promise<ExitCode>;
  backup(file: string | undefined, options: BackupOptions): Promise<ExitCode>;
  restore(file: string, options: RestoreOptions): Promise<ExitCode>;
  copyStore(options: CopyStoreOptions): Promise<ExitCode>;
  audit(options: AuditOptions): Promise<ExitCode>;
  compliance(options: ComplianceOptions): Promise<ExitCode>;
}
