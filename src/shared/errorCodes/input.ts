export const inputCodes = {
  account_pruned: {
    meaning: 'The account cannot move to another trader: its old fills were removed by FILLS_RETENTION_DAYS.',
    whatToDo: 'Import all fills into a new database (another DB_PATH) whose roster has the move.',
  },
  backup_other_store: {
    meaning:
      'A dump of Postgres was given on a desk with a SQLite file, or a backup of a SQLite file on a desk on Postgres.',
    whatToDo:
      'Set DATABASE_URL for a dump, or DB_PATH for a file. `npm run copy-store` moves a desk from one store to the other.',
  },
  backup_without_hash: {
    meaning: 'A backup has no readable .sha256 file with its hash.',
    whatToDo: 'Copy the .sha256 file from where the backup came from, or take another backup.',
  },
  bad_corrections: {
    meaning: 'Lines of a file of positions, splits or rates cannot be read; the message lists them.',
    whatToDo: 'Correct these lines and import the file again. Nothing was changed.',
  },
  bad_key: {
    meaning: '`keys add` was called with an expiry in the past, or `keys revoke` with an unknown id.',
    whatToDo:
      'Give --expires as a later day, YYYY-MM-DD; `npm run keys -- list` shows the ids. Nothing was changed.',
  },
  bad_override: {
    meaning: 'An override has sessions, a reason or an end that are not allowed; the message says which.',
    whatToDo:
      'Correct what the message names. At most 5 sessions; renewing needs a new reason; `other` needs --note TEXT. Nothing was changed.',
  },
  bad_readback: {
    meaning: "Lines of a platform's export of limits cannot be read; the message lists each one.",
    whatToDo:
      'Correct these lines, or choose the profile whose columns, sign and decimal mark the export has.',
  },
  bad_roster: {
    meaning:
      'A roster file or command has an unknown column, a name that looks like a typing error or comes twice, or a value out of bounds; the message lists them.',
    whatToDo:
      'Correct what the message lists, and run the command again. Where a name is new and no error, add --new. Nothing was changed.',
  },
  bad_scenario: {
    meaning:
      'A file of stress scenarios cannot be read, or a scenario has an unknown field or a number out of range.',
    whatToDo: 'Correct what the message names. docs/stress.md explains each field.',
  },
  date_invalid: {
    meaning: 'A date does not exist or is not written as YYYY-MM-DD.',
    whatToDo: 'Write the date as YYYY-MM-DD.',
  },
  date_not_a_session: {
    meaning: 'A part of the program asked for the close of a day on which the market is closed.',
    whatToDo: 'Check CALENDAR and CALENDAR_OVERRIDES. If they are right, report it with the log.',
  },
  day_first_dates: {
    meaning: 'A file has dates that fit only day-first (DD/MM/YYYY). Then all its dates may be misread.',
    whatToDo: 'Export the file again with dates as MM/DD/YYYY. Nothing of it was stored.',
  },
  empty_table: {
    meaning: 'A roster or another small table is empty, or has a header and no row.',
    whatToDo: 'Add the rows, save the sheet as CSV, and import it again. Nothing was changed.',
  },
  endless_line: {
    meaning: 'A CSV file has a line of more than 65,536 characters, which is no row.',
    whatToDo: 'Export the file again as CSV with line breaks.',
  },
  file_unreadable: {
    meaning: 'A file does not exist or may not be read.',
    whatToDo: 'Check the path and the permissions of the file.',
  },
  future_fills: {
    meaning: 'A file has dates after today on the calendar of the market.',
    whatToDo:
      'If its dates are day-first, export it again with dates as MM/DD/YYYY. Otherwise check TIMEZONE and the clock of this machine. Nothing of it was stored.',
  },
  future_session: {
    meaning: 'A command names a session that is still to come, or is not over yet.',
    whatToDo: 'Give the session that the mail names, as YYYY-MM-DD.',
  },
  instant_invalid: {
    meaning: 'A clock time or a stored time is not a time.',
    whatToDo: 'Check the clock of the host, then `npm run doctor`. If both are well, report it with the log.',
  },
  ledger_fill: {
    meaning: 'A stored fill has a quantity, price, fee or time that cannot be.',
    whatToDo:
      'Fetch or import the session again. If the source still sends this fill, have it corrected there.',
  },
  ledger_lot: {
    meaning: 'An open position carried into a session cannot be.',
    whatToDo:
      'Import the fills of the trader again from an earlier session, so that the lots are computed again.',
  },
  ledger_multiplier: {
    meaning: 'The contract multiplier of a symbol is not a number above 0.',
    whatToDo: 'Correct it: `npm run roster -- multiplier SYMBOL MULTIPLIER`.',
  },
  ledger_rate: {
    meaning: 'A stored exchange rate is not above 0.',
    whatToDo: 'Import the rate of that session again: `npm run fx -- import FILE`.',
  },
  legacy_columns: {
    meaning: 'The fills table of a legacy database lacks columns that Daybreak needs.',
    whatToDo: 'Export the fills of the earlier system as CSV, and import the CSV.',
  },
  legacy_unreadable: {
    meaning: 'A legacy database is damaged, encrypted, locked, or may not be read.',
    whatToDo: 'Stop the program that writes to it, or import a sound copy of it.',
  },
  legacy_without_fills: {
    meaning: 'The database to import has no table of fills.',
    whatToDo: "Name the risk_tool.db of the earlier system. Daybreak's own database cannot be imported.",
  },
  no_backup: {
    meaning: 'There is no backup in BACKUP_DIR, or none of that name.',
    whatToDo: 'Make one with `npm run backup`, or check BACKUP_DIR and the name.',
  },
  no_compliance: {
    meaning: 'The audit trail has no decision of the period of a compliance report, or none at all.',
    whatToDo: 'Choose a period from the first decision on; the message names the first and the last one.',
  },
  no_sessions: {
    meaning: 'No stored session falls into the period.',
    whatToDo: 'Import or backfill fills, or choose a period that overlaps what is stored.',
  },
  not_a_file: {
    meaning: 'The path to import is a folder or a device.',
    whatToDo: 'Give the path of the file itself.',
  },
  not_a_session: {
    meaning: 'The date given is a day on which the market is closed.',
    whatToDo:
      'Use the date that the message suggests, or add the day to CALENDAR_OVERRIDES if the market was open.',
  },
  not_csv: {
    meaning: 'A roster or another small table is not CSV.',
    whatToDo: 'Save the sheet as CSV and import it again.',
  },
  not_fills_csv: {
    meaning: 'A file has no header with the required columns of a fills export.',
    whatToDo: 'Export the fills from PropReports again, as CSV with the header line.',
  },
  not_json: {
    meaning: 'An entry of the audit trail holds a value that JSON cannot hold.',
    whatToDo: 'Report it with the log: this is a fault of the program.',
  },
  not_learned: {
    meaning:
      'A page or the API was asked for a forecast, and the model has not learned several sessions yet.',
    whatToDo: 'The next morning learns them. `npm run morning -- --dry-run` does so now.',
  },
  not_text: {
    meaning:
      'A CSV file contains binary data or is in an encoding that Daybreak does not read, or a note or name has the character NUL.',
    whatToDo: 'Export the file again as CSV in UTF-8, or write the note or name without the character.',
  },
  not_totals_csv: {
    meaning: 'A totals report has rows without the header Symbol, Fills, Gross, Net above them.',
    whatToDo: 'Save the report Totals by Date of PropReports again, as CSV with all its columns.',
  },
  nothing_to_accept: {
    meaning:
      'Nothing of the trader and session is withheld, or the session is not missing. The message says what is open.',
    whatToDo: 'Accept what the message names, or nothing.',
  },
  nothing_to_answer: {
    meaning: 'An answer is to a session without a mail, or to a limit that its mail left as it was.',
    whatToDo:
      'Give the session of the mail that asked for the change. To state what the platform holds: `npm run limits -- set TRADER DOLLARS`.',
  },
  override_approval: {
    meaning: 'No override with this number is pending, or the one who gave it tried to approve it.',
    whatToDo:
      '`npm run override -- list` shows what is pending. Someone with another name approves it, with --by NAME.',
  },
  repeated_column: {
    meaning: 'A fills file has the same column twice, or two columns that are names of the same fee.',
    whatToDo:
      'Remove the column that repeats the other. If they are two fees, give one another name, such as Venue Fee.',
  },
  session_without_days: {
    meaning: 'No trader has a stored day on the session, so its close cannot be stressed.',
    whatToDo: 'Name one of the sessions in the message, or leave --session out for the last one.',
  },
  totals_of_other_account: {
    meaning: 'A totals report names another account than --account does.',
    whatToDo: 'Leave --account out: the file names its accounts.',
  },
  totals_without_account: {
    meaning: 'A totals report does not name its account.',
    whatToDo: 'Add --account CODE, with the code that the fills of the account carry.',
  },
  unknown_desk: {
    meaning: 'The roster has no desk of that name.',
    whatToDo: 'Check the name with `npm run roster -- list`.',
  },
  unknown_file: {
    meaning: 'The file is not of a kind that Daybreak can import.',
    whatToDo:
      'Import a fills CSV or a totalsByDate CSV with its header line, or the risk_tool.db of the earlier system.',
  },
  unknown_model: {
    meaning: '`compare --model` names a model that does not exist.',
    whatToDo: 'Write the name as the table of `npm run compare` has it, in quotation marks.',
  },
  unknown_scenario: {
    meaning: 'There is no stress scenario of that name.',
    whatToDo: 'Name one of the scenarios in the message, or add your own with --file.',
  },
  unknown_symbol: {
    meaning: 'The desk has not traded the symbol in the last 60 sessions, so its price is not known.',
    whatToDo: 'Correct the symbol, or give its price: `npm run size -- --trader T --symbol X --price P`.',
  },
  unknown_trader: {
    meaning: 'The roster has no trader of that name.',
    whatToDo: 'Check the name with `npm run roster -- list`. Add --new to create the trader.',
  },
  unwritable: {
    meaning: 'An output file cannot be written.',
    whatToDo: 'Check free space and permissions, or choose another folder with --out.',
  },
} as const;
