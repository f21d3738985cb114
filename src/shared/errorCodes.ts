import { alertsCodes } from './errorCodes/alerts.ts';
import { configurationCodes } from './errorCodes/configuration.ts';
import { decisionCodes } from './errorCodes/decision.ts';
import { inputCodes } from './errorCodes/input.ts';
import { mailCodes } from './errorCodes/mail.ts';
import { sourceCodes } from './errorCodes/source.ts';
import { storeCodes } from './errorCodes/store.ts';
import { webCodes } from './errorCodes/web.ts';

/** What an error code or an alert code means, and what the operator does about it. */
export interface ErrorCodeRow {
  readonly meaning: string;
  readonly whatToDo: string;
}

export interface ErrorCodeGroup {
  readonly title: string;
  readonly introduction: string;
  /** In alphabetical order. */
  readonly codes: Readonly<Record<string, ErrorCodeRow>>;
}

/** The codes by origin, in the order of docs/runbook.md. */
export const errorCodeGroups: readonly ErrorCodeGroup[] = [
  {
    title: 'The fill source',
    introduction:
      'The fill source answered wrongly, late or not at all. Nothing of a faulty answer is stored.',
    codes: sourceCodes,
  },
  {
    title: 'Files and dates',
    introduction:
      'A file, a date or a period that was given is not what it should be. Nothing of it is stored.',
    codes: inputCodes,
  },
  {
    title: 'The database and backups',
    introduction:
      'The database or a backup is missing, locked, full, damaged or from another version. What was stored before stays.',
    codes: storeCodes,
  },
  {
    title: 'Mail',
    introduction: 'A mail could not be built or sent.',
    codes: mailCodes,
  },
  {
    title: 'The web server',
    introduction:
      'A request to the desk page or the API was refused, and nothing of it is stored; or the server could not start.',
    codes: webCodes,
  },
  {
    title: 'Settings and command line',
    introduction: 'A setting is missing or unreadable, or a command was called wrongly. The exit code is 2.',
    codes: configurationCodes,
  },
  {
    title: 'Figures and decisions',
    introduction:
      'The morning or a backtest cannot be computed safely from what is stored. No mail with doubtful figures is sent.',
    codes: decisionCodes,
  },
  {
    title: 'Operator alerts',
    introduction:
      'Codes of operator alerts that are not errors of a step. Each shows in the subject of an ALERT mail to ALERT_RECIPIENTS.',
    codes: alertsCodes,
  },
];

/**
 * Every code that an error or an operator alert may carry. The errors, the runbook and the tests read this
 * registry; a code without a row does not compile.
 */
export const errorCodes = {
  ...sourceCodes,
  ...inputCodes,
  ...storeCodes,
  ...mailCodes,
  ...webCodes,
  ...configurationCodes,
  ...decisionCodes,
  ...alertsCodes,
} satisfies Readonly<Record<string, ErrorCodeRow>>;

export type ErrorCode = keyof typeof errorCodes;
