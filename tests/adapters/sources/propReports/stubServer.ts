import { createServer } from 'node:http';
import {
  createPropReportsSource,
  type PropReportsOptions,
} from '../../../../src/adapters/sources/propReports/source.ts';
import type { Log } from '../../../../src/ports/runtime.ts';
import type { FillBatch, FillSource } from '../../../../src/ports/source.ts';

export type Form = Readonly<Record<string, string>>;
export type Reply = string | { readonly status: number; readonly text: string };

export interface StubServer {
  readonly url: string;
  /** Every form received, in order. */
  readonly forms: Form[];
  readonly contentTypes: (string | undefined)[];
  close(): Promise<void>;
}

export const TOKEN = `${'0123456789abcdef'.repeat(2)}:485`;
export const PASSWORD = 'aard&vark 123';

/** An HTTP server that answers each form with `reply`; `times` counts the calls of one action from 1. */
export async function stubServer(reply: (form: Form, times: number) => Reply): Promise<StubServer> {
  const forms: Form[] = [];
  const contentTypes: (string | undefined)[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const form = Object.fromEntries(new URLSearchParams(body));
    forms.push(form);
    contentTypes.push(request.headers['content-type']);
    const times = forms.filter((each) => each['action'] === form['action']).length;
    const answer = reply(form, times);
    const { status, text } = typeof answer === 'string' ? { status: 200, text: answer } : answer;
    response.writeHead(status).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    forms,
    contentTypes,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers logins and logouts like the vendor, and all other forms with `reply`. */
export function loggedIn(reply: (form: Form, times: number) => Reply): (form: Form, times: number) => Reply {
  return (form, times) => {
    if (form['action'] === 'login') return `${TOKEN}\n`;
    if (form['action'] === 'logout') return 'Logged out.\n';
    return reply(form, times);
  };
}

export interface RecordedLog extends Log {
  readonly lines: string[];
}

export function recordedLog(): RecordedLog {
  const lines: string[] = [];
  const add = (message: string, details?: Readonly<Record<string, unknown>>): void => {
    lines.push(`${message} ${JSON.stringify(details ?? {})}`);
  };
  return { lines, debug: add, info: add, warn: add, error: add };
}

/** A client without a rate limit and with short retry delays. */
export function clientOf(
  server: { readonly url: string; readonly user?: string; readonly password?: string },
  options: Partial<PropReportsOptions> = {},
): FillSource {
  return createPropReportsSource({
    url: server.url,
    user: server.user ?? 'jdoe',
    password: server.password ?? PASSWORD,
    name: 'propreports',
    log: recordedLog(),
    rateLimit: false,
    retry: { retries: 3, firstDelayMs: 1 },
    ...options,
  });
}

export async function collect(
  batches: AsyncIterable<FillBatch>,
): Promise<{ fills: FillBatch['fills'][number][]; rejected: FillBatch['rejected'][number][] }> {
  const fills: FillBatch['fills'][number][] = [];
  const rejected: FillBatch['rejected'][number][] = [];
  for await (const batch of batches) {
    fills.push(...batch.fills);
    rejected.push(...batch.rejected);
  }
  return { fills, rejected };
}
