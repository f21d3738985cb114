import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SourceError } from '../../../../src/shared/errors.ts';
import { clientOf, collect, loggedIn, stubServer } from './stubServer.ts';

const reason = new SourceError('source_timeout', 'Source · too slow · expected an answer', {
  hint: 'Wait.',
  retryable: true,
});

/** A server that answers the login, and then sends one byte every 20 ms without end, or nothing at all. */
async function endlessServer(kind: 'drip' | 'silence') {
  const server = createServer(async (request, response) => {
    let form = '';
    for await (const chunk of request) form += String(chunk);
    if (form.includes('action=login')) {
      response.end(`${'0123456789abcdef'.repeat(2)}:485`);
      return;
    }
    if (kind === 'silence') return;
    response.writeHead(200);
    const drip = setInterval(() => response.write('x'), 20);
    response.on('close', () => clearInterval(drip));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}` };
}

describe('an aborted fetch', () => {
  it.each(['drip', 'silence'] as const)(
    'from a server of endless %s ends at once, without another try',
    async (kind) => {
      const client = clientOf(await endlessServer(kind));
      onTestFinished(() => client.close());
      const limit = new AbortController();
      const began = Date.now();
      setTimeout(() => limit.abort(reason), 100);
      await expect(collect(client.fills('2026-03-02', '2026-03-02', limit.signal))).rejects.toBe(reason);
      expect(Date.now() - began).toBeLessThan(5_000);
    },
  );

  it('leaves the connection to later requests', async () => {
    const server = await stubServer(loggedIn(() => 'Account Id,Account Name\n7,NET001\nPage 1/1'));
    onTestFinished(server.close);
    const client = clientOf(server);
    await expect(client.accounts(AbortSignal.abort(reason))).rejects.toBe(reason);
    expect((await client.accounts()).map(({ name }) => name)).toEqual(['NET001']);
    await client.close();
  });
});

it('a trailer that counts a billion pages takes no memory for them', async () => {
  const server = await stubServer(
    loggedIn(({ page }) =>
      page === '1'
        ? 'Account Id,Account Name\n7,NET001\nPage 1/1000000000'
        : { status: 500, text: 'Permission denied' },
    ),
  );
  onTestFinished(server.close);
  const client = clientOf(server);
  await expect(client.accounts()).rejects.toMatchObject({ code: 'source_refused' });
  await client.close();
});
