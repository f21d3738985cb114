export const sourceCodes = {
  fills_out_of_range: {
    meaning: 'The source sent fills of another day than the one requested.',
    whatToDo:
      'Check API_URL and the rights of API_USER. If it lasts, call the vendor: the server answered another request.',
  },
  no_accounts: {
    meaning: 'The source lists no account at all.',
    whatToDo:
      'Check that API_USER may still see the accounts. If the server is not ready yet, the daemon tries again by itself.',
  },
  no_fills: {
    meaning: 'The source, or the imported files, have no fills of the session that the morning needs.',
    whatToDo:
      'Wait for the source, or import the fills. If the market was closed that day, add the day to CALENDAR_OVERRIDES.',
  },
  source_answer: {
    meaning: 'The source sent something else than the documented CSV.',
    whatToDo: 'Run it again. If it lasts, call the vendor with the message.',
  },
  source_columns: {
    meaning: 'A report of the source has no header with the columns that Daybreak needs.',
    whatToDo:
      'Check the accounts export and the totalsByDate report on the server, and call the vendor: its version sends other columns.',
  },
  source_day_first_dates: {
    meaning: 'The fills of the source have dates that fit only day-first (DD/MM/YYYY).',
    whatToDo: 'Set the date format of API_USER on the server to MM/DD/YYYY, or call the vendor.',
  },
  source_endless_line: {
    meaning: 'The fills of the source have a line of more than 65,536 characters.',
    whatToDo: 'Run it again. If it lasts, call the vendor: the answer is not CSV with line breaks.',
  },
  source_html: {
    meaning: 'The source answered with a web page.',
    whatToDo:
      "Wait for the end of the server's maintenance, and check that API_URL names the API and not the web pages.",
  },
  source_http_500: {
    meaning: 'The server reported an internal error (HTTP 500).',
    whatToDo: 'Wait: the request is repeated. If it lasts, call the vendor.',
  },
  source_http_502: {
    meaning: 'A proxy in front of the server had no valid answer from it (HTTP 502).',
    whatToDo: 'Wait: the request is repeated. If it lasts, call the vendor.',
  },
  source_http_503: {
    meaning: 'The server is overloaded or in maintenance (HTTP 503).',
    whatToDo: 'Wait: the request is repeated. If it lasts, call the vendor.',
  },
  source_http_504: {
    meaning: 'A proxy in front of the server waited too long for it (HTTP 504).',
    whatToDo: 'Wait: the request is repeated. If it lasts, call the vendor.',
  },
  source_http_5xx: {
    meaning:
      'The server or its proxy failed with another HTTP status from 501 to 599; the message has the number.',
    whatToDo: 'Wait: the request is repeated. If it lasts, call the vendor with the number.',
  },
  source_login: {
    meaning: 'The server refused the user or the password.',
    whatToDo:
      'Correct API_USER and API_PASS soon, then restart the daemon. Each further try with a refused password may lock the account.',
  },
  source_login_answer: {
    meaning: 'The server answered the login with something that is no token.',
    whatToDo: 'Check that API_URL names a PropReports server.',
  },
  source_not_fills_csv: {
    meaning: 'The fills of the source have no header with the required columns.',
    whatToDo:
      'Check the fills export on the server, and call the vendor: a column is missing or has another name.',
  },
  source_not_text: {
    meaning: 'The fills of the source contain binary data.',
    whatToDo: 'Run it again. If it lasts, call the vendor.',
  },
  source_number: {
    meaning: 'A number of the totals report cannot be read.',
    whatToDo:
      'Look at the row that the message names in the totalsByDate report, and have it corrected at the source.',
  },
  source_pages_changed: {
    meaning: 'The number of pages changed while the fills were read.',
    whatToDo: 'Wait: the range is fetched again. If it lasts, run it when no one books fills.',
  },
  source_refused: {
    meaning: 'The server does not know or does not allow the request.',
    whatToDo: 'Check the rights of API_USER and the version of the server.',
  },
  source_repeated_column: {
    meaning:
      'The fills of the source have the same column twice, or two columns that are names of the same fee.',
    whatToDo: 'Correct the fills export on the server to its standard columns.',
  },
  source_row: {
    meaning: 'A row of the totals report cannot be read; the message has the reason.',
    whatToDo: 'Look at the row in the totalsByDate report, and have it corrected at the source.',
  },
  source_timeout: {
    meaning: 'The server did not answer in time.',
    whatToDo: 'Check the network. The server may be slow or down; the request is repeated.',
  },
  source_token: {
    meaning: 'The server no longer accepts the login, and a new login did not help.',
    whatToDo: 'Check that API_USER may use the API.',
  },
  source_too_fast: {
    meaning: 'The server reported too many requests.',
    whatToDo: 'Stop other programs that use the same login: the limit of 40 requests in 4 seconds is shared.',
  },
  source_too_large: {
    meaning: 'An answer of the server is larger than any page of fills can be.',
    whatToDo: 'Check that API_URL names a PropReports server.',
  },
  source_trailer_missing: {
    meaning: 'An answer of the server ends without its last line, Page i/n: it was cut short.',
    whatToDo: 'Wait: the request is repeated. If it lasts, call the vendor.',
  },
  source_unattributed: {
    meaning: 'A totals report does not name the account of a day.',
    whatToDo: 'None at first: Daybreak asks again, one account at a time. If it lasts, call the vendor.',
  },
  source_undated: {
    meaning: 'A totals report has a row without a date.',
    whatToDo: 'Call the vendor: the report has an unknown form.',
  },
  source_unreachable: {
    meaning: 'No connection to the server.',
    whatToDo:
      'Check the network, the name in API_URL and the certificate; the server may be down. The request is repeated.',
  },
  source_wrong_page: {
    meaning: 'The server sent another page than the one requested.',
    whatToDo: 'Wait: the request is repeated. If it lasts, call the vendor.',
  },
  stale_fills: {
    meaning:
      'The newest fills are older than the session before: a morning would decide today on the numbers of an earlier day.',
    whatToDo:
      'Import the fills of the sessions that the message names, or run it again once the source has them. If the desk did not trade, accept the session (`npm run accept -- --session SESSION --no-trading --reason TEXT`). `npm run morning -- --allow-stale` decides without them and raises no limit; `--force` does not.',
  },
} as const;
