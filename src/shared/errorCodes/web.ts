/** Codes of the web server. A client gets them in `code` of problem+json. */
export const webCodes = {
  bad_request: {
    meaning: 'A request cannot be read: its path, content type, size or JSON is not what the route takes.',
    whatToDo: 'Compare the request with /docs.',
  },
  foreign_origin: {
    meaning:
      'A signed-in browser sent a write that does not come from a page of this server. Nothing was changed.',
    whatToDo:
      'Open the desk page at its own address and try again. Behind a proxy, set WEB_URL to the address that browsers use.',
  },
  idempotency_conflict: {
    meaning: 'A write carried the Idempotency-Key of another request of the last day. Nothing was changed.',
    whatToDo: 'Make a new key for each new request, such as a UUID. Repeat a request unchanged.',
  },
  json_expected: {
    meaning: 'The body of a request to the API is not JSON, or its Content-Type says so.',
    whatToDo: 'Send the header `Content-Type: application/json`.',
  },
  limits_file_refused: {
    meaning: 'A limits profile cannot express the limits of the morning, so no file is made.',
    whatToDo: 'Correct what the message names on the roster or in the profile, or key the limits in.',
  },
  mail_withheld: {
    meaning:
      'The file of a mail was asked for while the links in it still answer in the name of its recipient.',
    whatToDo: 'Download it after the close of its session, or read it on the desk page.',
  },
  no_backtest: {
    meaning: 'No backtest or review is stored in the folder of the database.',
    whatToDo: 'Run `npm run backtest` without --out.',
  },
  no_decision: {
    meaning: 'The session is due, and its morning has not decided yet. `state` says how far it is.',
    whatToDo: 'Ask again after Retry-After seconds. If it failed, `npm run doctor` shows why.',
  },
  no_drift_look: {
    meaning: 'No morning has made a weekly look at drift yet.',
    whatToDo: 'Wait for the next morning, or run `npm run drift`, which computes one now.',
  },
  no_key: {
    meaning: 'A request has no valid key: none, a wrong one, or one that has expired or was revoked.',
    whatToDo:
      'Make a key with `npm run keys -- add NAME --scope read`; `npm run keys -- list` shows each state.',
  },
  no_morning: {
    meaning: 'No morning decided for this session.',
    whatToDo: 'Ask for `latest`, or for the session of a mail.',
  },
  no_such_override: {
    meaning: 'No override has this number.',
    whatToDo: 'GET /v1/overrides lists them.',
  },
  no_such_session: {
    meaning: 'The date is no session, or a session still to come.',
    whatToDo: 'Use a date that the hint names, or `latest`.',
  },
  not_found: {
    meaning: 'There is nothing at this address.',
    whatToDo: 'The desk page is at /, the description of the API at /docs.',
  },
  too_many_requests: {
    meaning: 'Too many requests, or three wrong keys, came within a minute.',
    whatToDo: 'Wait as long as Retry-After says. WEB_RATE_LIMIT is the number of requests of one key.',
  },
  web_port_taken: {
    meaning: 'The web server cannot listen at WEB_HOST and WEB_PORT; the message has the reason.',
    whatToDo:
      'The daemon runs a web server already, or another program has the port. Stop it, or choose another port: WEB_PORT, or `serve -- --port N`.',
  },
  wrong_scope: {
    meaning: 'The key is valid, and its scope does not permit this request.',
    whatToDo: 'Use a key with the scope that the detail names: `npm run keys -- add NAME --scope SCOPE`.',
  },
} as const;
