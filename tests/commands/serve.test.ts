import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStores } from '../../src/commands/world.ts';
import { cli } from '../support/cli.ts';
import { compiledProgram } from '../support/program.ts';
import { temporaryFolder } from '../support/stores.ts';

function start(settings: Readonly<Record<string, string>>, ...options: readonly string[]) {
  const child = spawn(process.execPath, [compiledProgram(), 'serve', '--port', '0', ...options], {
    env: { PATH: process.env['PATH'] ?? '', ...settings },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** Runs `serve` until it prints its address. */
async function serve(settings: Readonly<Record<string, string>>) {
  const child = start(settings, '--json');
  let text = '';
  for await (const line of createInterface({ input: child.stdout })) {
    text += line;
    if (line === '}') break;
  }
  return { child, url: String(JSON.parse(text).url) };
}

describe('serve', () => {
  it('prints its address once it listens, and ends with 0 at SIGTERM', async () => {
    const path = join(temporaryFolder(), 'daybreak.db');
    await (await openStores(path)).database.close();
    const { child, url } = await serve({ DB_PATH: path });
    expect((await fetch(`${url}health`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('says where the desk page is, and how to make the key that signs in', async () => {
    const child = start({ DB_PATH: join(temporaryFolder(), 'daybreak.db') });
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) if (lines.push(line) === 3) break;
    expect(lines).toEqual([
      expect.stringMatching(/^Desk page: http:/),
      expect.stringMatching(/^API: {7}http:.*docs$/),
      'Sign in with a key: npm run keys -- add NAME --scope answer makes one.',
    ]);
  });

  it('answers before the desk has a database, and creates none', async () => {
    const path = join(temporaryFolder(), 'daybreak.db');
    const { url } = await serve({ DB_PATH: path });
    const reply = await fetch(`${url}health`);
    expect([reply.status, await reply.json()]).toMatchObject([503, { ok: false }]);
    await (await openStores(path)).database.close();
    expect((await fetch(`${url}health`)).status).toBe(200);
  });

  it('fails with 1 where another program has the port', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const path = join(temporaryFolder(), 'daybreak.db');
    const { exitCode, stdout } = await cli(['serve', '--port', port, '--json'], { DB_PATH: path });
    expect([exitCode, JSON.parse(stdout)]).toMatchObject([1, { error: { code: 'web_port_taken' } }]);
  });

  it('fails with 2 where WEB_PORT is 0 and no port is given', async () => {
    const path = join(temporaryFolder(), 'daybreak.db');
    const { exitCode, stdout } = await cli(['serve', '--json'], { DB_PATH: path, WEB_PORT: '0' });
    expect([exitCode, JSON.parse(stdout)]).toMatchObject([2, { error: { code: 'web_port_off' } }]);
  });
});
