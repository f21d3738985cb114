import { afterEach, describe, expect, it } from 'vitest';
import { createTransport } from '../../../../src/adapters/sources/propReports/transport.ts';
import { SourceError } from '../../../../src/shared/errors.ts';
import { fillOfRow, HEADER, row } from '../csvText.ts';
import {
  clientOf,
  collect,
  type Form,
  loggedIn,
  PASSWORD,
  type Reply,
  recordedLog,
  type StubServer,
  stubServer,
  TOKEN,
} from './stubServer.ts';

let server: StubServer | null = null;

afterEach(async () => {
  await server?.close();
  server = null;
});

async function serve(reply: (form: Form, times: number) => Reply): Promise<StubServer> {
  server = await stubServer(reply);
  return server;
}

function fillsPage(page: number, pages: number, ...rows: string[]): string {
  return [HEADER, ...rows, `Page ${page}/${pages}`, ''].join('\n');
}

async function failure(work: Promise<unknown>): Promise<SourceError> {
  const error = await work.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(SourceError);
  return error as SourceError;
}

const TOTALS_HEADER = 'Symbol,Fills,Gross,Net';
const byId = (id: number): string => row({ 'PropReports Id': String(id) });

describe('the PropReports client', () => {
  it('sends one form per request: first the login, then the token, the group of all accounts, the range and the page', async () => {
    const { url, forms, contentTypes } = await serve(loggedIn(() => fillsPage(1, 1, row())));
    const client = clientOf({ url });
    expect(await collect(client.fills('2025-10-30', '2025-10-31'))).toEqual({
      fills: [fillOfRow()],
      rejected: [],
    });
    await client.close();
    expect(forms).toEqual([
      { action: 'login', user: 'jdoe', password: PASSWORD },
      {
        action: 'fills',
        token: TOKEN,
        groupId: '-2',
        startDate: '2025-10-30',
        endDate: '2025-10-31',
        page: '1',
      },
      { action: 'logout', token: TOKEN },
    ]);
    expect(new Set(contentTypes)).toEqual(new Set(['application/x-www-form-urlencoded']));
  });

  it('always sends a page number, for accounts, fills and totals', async () => {
    const accounts = 'Account Id,Account Name\n7,NET001\nPage 1/1\n';
    const { url, forms } = await serve(
      loggedIn((form) => (form['action'] === 'accounts' ? accounts : `\nPage ${form['page']}/1\n`)),
    );
    const client = clientOf({ url });
    await collect(client.fills('2025-10-31', '2025-10-31'));
    await client.totals(await client.accounts(), '2025-10-31', '2025-10-31');
    expect(
      forms.filter((form) => form['action'] !== 'login').map((form) => [form['action'], form['page']]),
    ).toEqual([
      ['fills', '1'],
      ['accounts', '1'],
      ['report', '1'],
    ]);
  });

  it('sends nothing when it is closed without a request', async () => {
    const { url, forms } = await serve(loggedIn(() => ''));
    await clientOf({ url }).close();
    expect(forms).toEqual([]);
  });
});

describe('the pages of an answer', () => {
  it('are read once and in order, whether a later one repeats the header or not', async () => {
    const { url } = await serve(
      loggedIn(({ page }) =>
        page === '1'
          ? `A title\n${fillsPage(1, 3, byId(1), byId(2))}`
          : page === '2'
            ? `${byId(3)}\n${row({ 'B/S': '?' })}\nPage 2/3`
            : fillsPage(3, 3, byId(4)),
      ),
    );
    const { fills, rejected } = await collect(clientOf({ url }).fills('2025-10-31', '2025-10-31'));
    expect(fills.map((fill) => fill.identity)).toEqual(['P:1', 'P:2', 'P:3', 'P:4']);
    expect(rejected.map((each) => [each.where, each.line, each.column])).toEqual([
      ['PropReports fills 2025-10-31 page 2', 2, 'B/S'],
    ]);
  });

  it('number identical rows without ids across pages', async () => {
    const bare = row({ 'PropReports Id': '', 'Fill Id': '' });
    const { url } = await serve(loggedIn(({ page }) => fillsPage(Number(page), 2, bare)));
    const { fills } = await collect(clientOf({ url }).fills('2025-10-31', '2025-10-31'));
    expect(fills.map((fill) => fill.identity)).toEqual([`N:${bare}:1`, `N:${bare}:2`]);
  });

  it.each(['Page 1/1', '\nPage 1/1\n', 'Page 1/0\n', 'Page 0/0\r\n'])(
    'without rows (%j) give no fills',
    async (text) => {
      const { url } = await serve(loggedIn(() => text));
      expect(await collect(clientOf({ url }).fills('2025-10-31', '2025-10-31'))).toEqual({
        fills: [],
        rejected: [],
      });
    },
  );
});

describe('an invalid answer', () => {
  it.each<[string, string, boolean, Reply]>([
    ['a missing trailer', 'source_trailer_missing', true, `${HEADER}\n${row()}\n`],
    ['a row cut short', 'source_trailer_missing', true, `${HEADER}\n${row().slice(0, 40)}`],
    ['another page', 'source_wrong_page', true, fillsPage(2, 2, row())],
    ['an HTML page with 200', 'source_html', true, '\n <!DOCTYPE html><p>Sign in</p>'],
    ['an HTML page with 502', 'source_html', true, { status: 502, text: '<html>Bad gateway</html>' }],
    ['a failure with 503', 'source_http_503', true, { status: 503, text: 'Down for maintenance.' }],
    ['a redirect', 'source_refused', false, { status: 302, text: '' }],
    ['a request that the server refuses', 'source_refused', false, { status: 500, text: 'Invalid date.' }],
    ['a missing column', 'source_not_fills_csv', false, fillsPage(1, 1, row()).replace('Price', 'Px')],
    ['a NUL byte', 'source_not_text', false, fillsPage(1, 1, row(), '\0')],
    [
      'day-first dates',
      'source_day_first_dates',
      false,
      fillsPage(1, 1, row({ 'Date/Time': '31/10/2025 09:30:05' })),
    ],
    [
      'one fee in two columns',
      'source_repeated_column',
      false,
      fillsPage(1, 1, row()).replace('Misc', 'Commission'),
    ],
    ['a line of 64 KB', 'source_endless_line', false, fillsPage(1, 1, row(), 'x'.repeat(70_000))],
  ])('%s throws %s, retryable %s', async (_name, code, retryable, reply) => {
    const { url, forms } = await serve(loggedIn(() => reply));
    // The client answers a refusal of the group with requests per account, and these fail in the same way.
    const error = await failure(
      collect(
        clientOf({ url }, { retry: { retries: 1, firstDelayMs: 1 } }).fills('2025-10-31', '2025-10-31'),
      ),
    );
    expect([error.code, error.retryable]).toEqual([code, retryable]);
    expect(error.message).toContain('PropReports');
    expect(error.hint).not.toBe('');
    const asked = forms.filter((form) => form['action'] === 'fills').length;
    expect(asked).toBe(retryable ? 2 : 1);
  });

  it('throws an error that names the missing column', async () => {
    const { url } = await serve(loggedIn(() => fillsPage(1, 1, row()).replace('Price', 'Px')));
    const error = await failure(collect(clientOf({ url }).fills('2025-10-31', '2025-10-31')));
    expect(error.message).toBe(
      'PropReports fills 2025-10-31 page 1 · found a header without Price on line 1 · expected a header with Date/Time, Account, B/S, Qty, Symbol, Price',
    );
  });

  it('fails as a whole when the number of pages changes between pages', async () => {
    const { url } = await serve(loggedIn(({ page }) => fillsPage(Number(page), page === '1' ? 3 : 4, row())));
    const error = await failure(collect(clientOf({ url }).fills('2025-10-31', '2025-10-31')));
    expect([error.code, error.retryable, error.message]).toEqual([
      'source_pages_changed',
      true,
      'PropReports fills 2025-10-31 page 2 · found 4 pages · expected 3, as on page 1',
    ]);
  });

  it('is a retryable error without secrets when the server is unreachable', async () => {
    const { url, close } = await serve(() => '');
    await close();
    const error = await failure(clientOf({ url }).accounts());
    expect([error.code, error.retryable, error.cause]).toEqual(['source_unreachable', true, undefined]);
    expect(error.message).not.toContain(PASSWORD);
  });
});

describe('an answer larger than a page can be', () => {
  it('is refused while it is read', async () => {
    const { url } = await serve(() => 'x'.repeat(2_000));
    const transport = createTransport(new URL(url), {}, 1_000);
    const answer = await transport.post({ action: 'fills', page: '1' });
    expect((await failure(answer.body())).message).toBe(
      'PropReports fills page 1 · found more than 0.001 MB · expected a page of at most 50,000 rows',
    );
    await transport.close();
  });
});

describe('the totals of two accounts with the same name', () => {
  it('are added up, because their fills cannot be separated', async () => {
    const { url } = await serve(
      loggedIn((form) => {
        if (form['action'] === 'accounts') return 'Account Id,Account Name\n1,A\n2,A\nPage 1/1\n';
        if (form['accountId'] === undefined) return { status: 500, text: 'Not available by group.' };
        return `9/2/2024\n${TOTALS_HEADER}\nAAPL,${form['accountId']},10,9\nPage 1/1\n`;
      }),
    );
    const client = clientOf({ url });
    expect(await client.totals(await client.accounts(), '2024-09-02', '2024-09-02')).toEqual([
      { account: 'A', sessionDate: '2024-09-02', grossPnl: 20, fees: 2, netPnl: 18, fills: 3, rows: 2 },
    ]);
  });
});

describe('retries', () => {
  it('recover from temporary failures, and yield each row once', async () => {
    const { url } = await serve(
      loggedIn((_form, times) =>
        times <= 2
          ? { status: 500, text: 'Deadlock found.' }
          : times === 3
            ? fillsPage(1, 1, row()).slice(0, 300)
            : fillsPage(1, 1, row()),
      ),
    );
    expect((await collect(clientOf({ url }).fills('2025-10-31', '2025-10-31'))).fills).toEqual([fillOfRow()]);
  });

  it('stop after the configured number', async () => {
    const { url, forms } = await serve(loggedIn(() => ({ status: 503, text: 'Busy.' })));
    expect((await failure(clientOf({ url }).accounts())).code).toBe('source_http_503');
    expect(forms.filter((form) => form['action'] === 'accounts')).toHaveLength(4);
  });

  it('wait a whole window when the server reports too many requests', async () => {
    const slept: number[] = [];
    let time = 0;
    const { url } = await serve(
      loggedIn((_form, times) =>
        times === 1
          ? { status: 500, text: 'Request limit exceeded: no more than 40 requests every 4 seconds.' }
          : fillsPage(1, 1),
      ),
    );
    const sleep = async (ms: number): Promise<void> => {
      slept.push(ms);
      time += ms;
    };
    await collect(
      clientOf({ url }, { rateLimit: { now: () => time, sleep } }).fills('2025-10-31', '2025-10-31'),
    );
    expect(slept).toEqual([4_000]);
  });
});

describe('the login', () => {
  it.each(['Invalid user or password.', 'User is locked.', 'Access denied.'])(
    'is not repeated after “%s”, not even by the next request, because that could lock the user',
    async (text) => {
      const { url, forms } = await serve(() => ({ status: 500, text }));
      const client = clientOf({ url });
      const error = await failure(client.accounts());
      expect([error.code, error.retryable]).toEqual(['source_login', false]);
      // The hint must not promise that nothing is retried: the daemon retries half an hour later.
      expect(error.hint).not.toMatch(/not tried again/);
      expect((await failure(client.accounts())).code).toBe('source_login');
      expect(forms).toHaveLength(1);
    },
  );

  it('is retried after a temporary failure', async () => {
    const { url, forms } = await serve((form, times) =>
      form['action'] === 'login' && times < 3
        ? { status: 500, text: 'Internal error, please try again later.' }
        : loggedIn(() => fillsPage(1, 1))(form, times),
    );
    await collect(clientOf({ url }).fills('2025-10-31', '2025-10-31'));
    expect(forms.map((form) => form['action'])).toEqual(['login', 'login', 'login', 'fills']);
  });

  it('fails when the answer is not a token, without showing the answer', async () => {
    const { url } = await serve(() => 'secret-looking words');
    const error = await failure(clientOf({ url }).accounts());
    expect([error.code, error.message]).toEqual([
      'source_login_answer',
      'PropReports login · found 20 bytes that are not a token · expected 32 hexadecimal digits',
    ]);
  });

  it('is repeated once for all running requests when the token expires, and the requests are repeated', async () => {
    const tokens = (n: number): string => `${String(n).repeat(32)}:1`;
    let valid = 1;
    let logins = 0;
    const { url, forms } = await serve((form) => {
      if (form['action'] === 'login') return tokens(++logins);
      // The token expires when the first of several parallel requests arrives.
      if (form['accountId'] === '1') valid = 2;
      if (form['token'] !== tokens(valid)) return { status: 500, text: 'Invalid or expired token.' };
      if (form['action'] === 'accounts') return 'Account Id,Account Name\n1,A\n2,B\n3,C\n4,D\nPage 1/1\n';
      if (form['accountId'] === undefined) return { status: 500, text: 'Not available by group.' };
      return `9/2/2024\n${TOTALS_HEADER}\nAAPL,1,10,9\nPage 1/1\n`;
    });
    const client = clientOf({ url });
    const totals = await client.totals(await client.accounts(), '2024-09-02', '2024-09-02');
    expect(totals.map((each) => [each.account, each.netPnl])).toEqual([
      ['A', 9],
      ['B', 9],
      ['C', 9],
      ['D', 9],
    ]);
    expect(forms.filter((form) => form['action'] === 'login')).toHaveLength(2);
  });

  it('is repeated when the server reports an expired token with HTTP 200', async () => {
    const { url, forms } = await serve(
      loggedIn((_form, times) => (times === 1 ? 'Invalid or expired token.' : fillsPage(1, 1, row()))),
    );
    expect((await collect(clientOf({ url }).fills('2025-10-31', '2025-10-31'))).fills).toHaveLength(1);
    expect(forms.map((form) => form['action'])).toEqual(['login', 'fills', 'login', 'fills']);
  });

  it.each([
    [500, true, 5],
    [401, false, 2],
  ])(
    'fails when the server refuses new tokens too, with %i retryable: %s',
    async (status, retryable, logins) => {
      const { url, forms } = await serve(loggedIn(() => ({ status, text: 'Invalid or expired token.' })));
      const error = await failure(clientOf({ url }).accounts());
      expect([error.code, error.retryable]).toEqual(['source_token', retryable]);
      expect(forms.filter((form) => form['action'] === 'login')).toHaveLength(logins);
    },
  );
});

describe('secrets in answers of the server', () => {
  it('do not appear in errors and logs', async () => {
    const log = recordedLog();
    const text = `Cannot do that for token ${TOKEN}, ${PASSWORD}, ${encodeURIComponent(PASSWORD)}\u001b[31m\n<b>`;
    const { url } = await serve(loggedIn(() => ({ status: 503, text })));
    const error = await failure(clientOf({ url }, { log }).accounts());
    const everything = [error.message, error.hint, String(error.stack), ...log.lines].join('\n');
    expect(log.lines.length).toBeGreaterThan(0);
    expect(error.message).toContain('Cannot do that for token …, …, …');
    for (const secret of [TOKEN, TOKEN.slice(0, 32), PASSWORD, encodeURIComponent(PASSWORD), '\u001b'])
      expect(everything).not.toContain(secret);
  });
});
