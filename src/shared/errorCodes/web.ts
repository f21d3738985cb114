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
  no_key: {
    meaning: 'A request has no valid key: none, a wrong one, or one that has expired or was revoked.',
    whatToDo:
      'Make a key with `npm run keys -- add NAME --scope read`; `npm run keys -- list` shows each state.',
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
