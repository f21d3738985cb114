import { answerAction, type GroupSupport, RequestError } from './actions.ts';
import type { Answer } from './answers.ts';
import type { TradingDesk } from './demoDesk.ts';
import type { FaultBook } from './faults.ts';
import { pageOf } from './pages.ts';
import type { Tokens } from './tokens.ts';
import { visibleDesk } from './visibleDesk.ts';

/** The parts of the demo API. */
export interface DemoApiOptions {
  readonly trading: TradingDesk;
  readonly user: string;
  readonly password: string;
  readonly tokens: Tokens;
  readonly faults: FaultBook;
  /** Whether the request limit allows one more request now. */
  readonly admits: () => boolean;
  readonly pageRows: number;
  readonly groups: GroupSupport;
}

/**
 * Creates the function that answers the parameters of a request with a text.
 * @throws RequestError with the message to send instead.
 */
export function createDemoApi(options: DemoApiOptions): (parameters: URLSearchParams) => string {
  const { trading, tokens, faults } = options;
  const answerOf = rememberLast((parameters: URLSearchParams) => {
    // A request without dates is for the accounts, which need the last month only.
    const desk = trading.desk(parameters.get('startDate') ?? trading.sessions.at(-1));
    return answerAction(visibleDesk(desk, faults.state.hidden), parameters, options.groups);
  });

  function logIn(parameters: URLSearchParams): string {
    const known = parameters.get('user') === options.user && parameters.get('password') === options.password;
    if (!known) throw new RequestError('Invalid user or password.');
    return `${tokens.issue()}\n`;
  }

  function requireToken(parameters: URLSearchParams, page: number): string {
    if (faults.state.tokensExpireBeforePage === page) {
      faults.state.tokensExpireBeforePage = null;
      tokens.revokeAll();
    }
    const token = parameters.get('token') ?? '';
    if (!tokens.isValid(token)) throw new RequestError('Invalid or expired token.');
    return token;
  }

  function pageText(parameters: URLSearchParams, page: number): string {
    if (!Number.isInteger(page) || page < 1) throw new RequestError('Invalid page.');
    const answer = answerOf(parameters, [faults.state.hidden, trading.sessions.length]);
    const { lines, pages } = pageOf(answer, page, options.pageRows);
    if (page > pages) throw new RequestError('Invalid page.');
    const before =
      faults.state.overlapping && page > 1 ? pageOf(answer, page - 1, options.pageRows).lines : [];
    const header = answer.header.length;
    const sent = withColumnFaults(
      [...lines.slice(0, header), ...before.slice(-1), ...lines.slice(header)],
      faults,
    );
    if (!parameters.has('page')) return `${sent.join('\n')}\n`;
    const shownPages = faults.state.growing && page > 1 ? pages + 1 : pages;
    return `${[...sent, `Page ${page}/${shownPages}`].join('\n')}\n`;
  }

  return (parameters) => {
    const action = parameters.get('action') ?? '';
    const page = Number(parameters.get('page') ?? '1');
    if (!options.admits())
      throw new RequestError('Request limit exceeded: no more than 40 requests every 4 seconds.');
    if (action === 'login') return logIn(parameters);
    const token = requireToken(parameters, page);
    if (action === 'version') return 'v1.10.41 (demo)\n';
    if (action !== 'logout') return pageText(parameters, page);
    tokens.revoke(token);
    return 'Logged out.\n';
  };
}

/**
 * Keeps the last answer, because its pages are requested one after the other. It is built again where the
 * request or the state of the desk is another one.
 */
function rememberLast(build: (parameters: URLSearchParams) => Answer) {
  let last: { readonly key: string; readonly answer: Answer } | null = null;
  return (parameters: URLSearchParams, state: unknown): Answer => {
    const wanted = [...parameters].filter(([name]) => name !== 'page' && name !== 'token');
    const key = JSON.stringify([wanted, state]);
    if (last?.key !== key) last = { key, answer: build(parameters) };
    return last.answer;
  };
}

/** Renames or removes columns as the faults require. The demo's rows have no quoted fields. */
function withColumnFaults(lines: readonly string[], { state }: FaultBook): readonly string[] {
  if (state.renamed === null && state.dropped === null) return lines;
  let dropped = -1;
  return lines.map((line) => {
    const isHeader = HEADER.test(line);
    const fields = line.split(',');
    if (isHeader) dropped = fields.indexOf(state.dropped ?? '');
    const named = isHeader
      ? fields.map((name) => (name === state.renamed?.from ? state.renamed.to : name))
      : fields;
    return named.filter((_, place) => place !== dropped).join(',');
  });
}

const HEADER = /^(?:Date\/Time|Account Id|Symbol),/;
