import { answerAction, type GroupSupport, Problem } from './actions.ts';
import type { Answer } from './answers.ts';
import type { DemoDesk } from './demoDesk.ts';
import type { FaultBook } from './faults.ts';
import { pageOf } from './pages.ts';
import type { Tokens } from './tokens.ts';

export interface DemoApiOptions {
  readonly desk: DemoDesk;
  readonly user: string;
  readonly password: string;
  readonly tokens: Tokens;
  readonly faults: FaultBook;
  readonly admits: () => boolean;
  readonly pageRows: number;
  readonly groups: GroupSupport;
}

/**
 * What the server answers to a request's parameters, as text.
 * @throws Problem with the sentence to send instead.
 */
export function createDemoApi(options: DemoApiOptions): (parameters: URLSearchParams) => string {
  const { desk, tokens, faults } = options;
  const wholeAnswer = rememberLast((parameters: URLSearchParams) =>
    answerAction(desk, parameters, options.groups, faults.state.notReady),
  );

  function logIn(parameters: URLSearchParams): string {
    const known = parameters.get('user') === options.user && parameters.get('password') === options.password;
    if (!known) throw new Problem('Invalid user or password.');
    return `${tokens.issue()}\n`;
  }

  function requireToken(parameters: URLSearchParams, page: number): string {
    if (faults.state.tokensExpireBeforePage === page) {
      faults.state.tokensExpireBeforePage = null;
      tokens.revokeAll();
    }
    const token = parameters.get('token') ?? '';
    if (!tokens.isValid(token)) throw new Problem('Invalid or expired token.');
    return token;
  }

  function pageText(parameters: URLSearchParams, page: number): string {
    if (!Number.isInteger(page) || page < 1) throw new Problem('Invalid page.');
    const { lines, pages } = pageOf(wholeAnswer(parameters, faults.state.notReady), page, options.pageRows);
    if (page > pages) throw new Problem('Invalid page.');
    const sent = renamed(lines, faults);
    if (!parameters.has('page')) return `${sent.join('\n')}\n`;
    const told = faults.state.growing && page > 1 ? pages + 1 : pages;
    return `${[...sent, `Page ${page}/${told}`].join('\n')}\n`;
  }

  return (parameters) => {
    const action = parameters.get('action') ?? '';
    const page = Number(parameters.get('page') ?? '1');
    if (!options.admits())
      throw new Problem('Request limit exceeded: no more than 40 requests every 4 seconds.');
    if (action === 'login') return logIn(parameters);
    const token = requireToken(parameters, page);
    if (action === 'version') return 'v1.10.41 (demo)\n';
    if (action !== 'logout') return pageText(parameters, page);
    tokens.revoke(token);
    return 'Logged out.\n';
  };
}

/** Pages of one answer are asked for one after the other; building it once is enough. */
function rememberLast(build: (parameters: URLSearchParams) => Answer) {
  let last: { readonly key: string; readonly answer: Answer } | null = null;
  return (parameters: URLSearchParams, notReady: string | null): Answer => {
    const wanted = [...parameters].filter(([name]) => name !== 'page' && name !== 'token');
    const key = JSON.stringify([wanted, notReady]);
    if (last?.key !== key) last = { key, answer: build(parameters) };
    return last.answer;
  };
}

function renamed(lines: readonly string[], { state }: FaultBook): readonly string[] {
  const change = state.renamed;
  if (change === null) return lines;
  const rename = (name: string): string => (name === change.from ? change.to : name);
  return lines.map((line) =>
    /^(Date\/Time|Account Id|Symbol),/.test(line) ? line.split(',').map(rename).join(',') : line,
  );
}
