import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoServer, startDemoServer } from '../../../src/adapters/demo/server.ts';
import { nyse } from './calendars.ts';

const THROUGH = '2026-11-20';
let demo: DemoServer;
let token: string;

beforeAll(async () => {
  demo = await startDemoServer({ through: THROUGH, calendar: nyse, requestsPerWindow: null, pageRows: 100 });
  token = (await post({ action: 'login', user: demo.user, password: demo.password })).text.trim();
});

afterAll(() => demo.close());

async function post(
  form: Readonly<Record<string, string>>,
  to = demo,
): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${to.url}/api.php`, { method: 'POST', body: new URLSearchParams(form) });
  return { status: answer.status, text: await answer.text() };
}

const ask = (form: Readonly<Record<string, string>>) => post({ token, ...form });
const lastDay = { startDate: THROUGH, endDate: THROUGH };
const lines = (text: string): string[] => text.trimEnd().split('\n');

describe('the demo server', () => {
  it('listens only on the loopback interface', () => {
    expect(demo.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('issues a token of 32 hexadecimal digits, a colon and a number, and revokes it at logout', async () => {
    const { text } = await post({ action: 'login', user: demo.user, password: demo.password });
    expect(text).toMatch(/^[0-9a-f]{32}:\d+\n$/);
    const version = { action: 'version', token: text.trim() };
    expect((await post(version)).status).toBe(200);
    expect(await post({ action: 'logout', token: text.trim() })).toEqual({
      status: 200,
      text: 'Logged out.\n',
    });
    expect(await post(version)).toEqual({ status: 500, text: 'Invalid or expired token.\n' });
  });

  it.each<[Readonly<Record<string, string>>, string]>([
    [{ action: 'login', user: 'demo', password: 'wrong' }, 'Invalid user or password.'],
    [{ action: 'dance' }, 'Unknown action.'],
    [{ action: 'fills', groupId: '-2', page: '1' }, 'Missing parameter: startDate.'],
    [
      { action: 'fills', groupId: '-2', startDate: '11/20/2026', endDate: THROUGH },
      'Invalid date. Please use YYYY-MM-DD.',
    ],
    [{ action: 'fills', ...lastDay }, 'Missing parameter: groupId.'],
    [{ action: 'fills', accountId: '1', ...lastDay }, 'Unknown account.'],
    [{ action: 'fills', groupId: '-2', page: '99', ...lastDay }, 'Invalid page.'],
    [{ action: 'report', type: 'gossip', groupId: '-2', ...lastDay }, 'Unknown report type.'],
  ])('answers %o with HTTP 500 and “%s”', async (form, sentence) => {
    expect(await ask(form)).toEqual({ status: 500, text: `${sentence}\n` });
  });

  it('ends each page with a trailer, and returns only page 1 without a trailer when no page is requested', async () => {
    const form = { action: 'fills', groupId: '-2', ...lastDay };
    const paged = lines((await ask({ ...form, page: '2' })).text);
    const plain = lines((await ask(form)).text);
    expect(paged.at(-1)).toMatch(/^Page 2\/[3-9]$/);
    expect([paged.length, plain.length]).toEqual([102, 101]);
    expect(plain[0]).toBe(paged[0]);
    expect(plain.some((line) => line.startsWith('Page'))).toBe(false);
  });

  it('lists all accounts, including the retired one, below a title and with short dates', async () => {
    const [title, header, ...rows] = lines(
      (await ask({ action: 'accounts', groupId: '-2', page: '1' })).text,
    );
    expect(title).toBe('Accounts of the demo desk: 17');
    expect(header).toBe('Account Id,Account Name,First Traded,Last Traded,Currency,Cash,Unrealized');
    expect(rows.at(-4)).toMatch(/^115,NET015,5\/\d+\/2026,7\/9\/2026,USD,\d+\.\d\d,0\.00$/);
  });

  it('reports one block per day: date, header, symbols, then the summary lines', async () => {
    const form = { action: 'report', type: 'totalsByDate', accountId: '104', ...lastDay, page: '1' };
    const block = lines((await ask(form)).text);
    expect(block.slice(0, 2)).toEqual([
      '11/20/2026',
      'Symbol,Orders,Fills,Qty,Gross,Comm,Ecn Fee,SEC,ORF,CAT,TAF,FTT,NSCC,Acc,Clr,Misc,Net,Unrealized δ,Total δ,Unrealized',
    ]);
    const kinds = block
      .slice(2)
      .map((line) => /^(Daily Total|Equities|Fees|Cash:|Page|[A-Z]+,)/.exec(line)?.[0]);
    expect(kinds.filter((kind) => !/^[A-Z]+,$/.test(kind ?? ''))).toEqual([
      'Daily Total',
      'Equities',
      'Fees',
      'Cash:',
      undefined,
      'Page',
    ]);
  });

  it('charges market data once a month, below the symbols and outside their sum', async () => {
    const day = '2026-11-02';
    const form = { action: 'report', type: 'totalsByDate', accountId: '101', startDate: day, endDate: day };
    const answer = await ask({ ...form, page: '1' });
    expect(answer.text).toContain('\nFee: Market data,35.00\nDaily Total,');
  });

  it('accepts 40 requests in four seconds and refuses the 41st', async () => {
    const paced = await startDemoServer({ through: THROUGH, calendar: nyse });
    const answers: number[] = [];
    for (let n = 0; n < 41; n += 1)
      answers.push((await post({ action: 'login', user: 'x', password: 'x' }, paced)).text.length);
    const refused = await post({ action: 'version' }, paced);
    await paced.close();
    expect(refused.text).toBe('Request limit exceeded: no more than 40 requests every 4 seconds.\n');
    expect(new Set(answers.slice(0, 40)).size).toBe(1);
    expect(answers[40]).not.toBe(answers[0]);
  });
});
