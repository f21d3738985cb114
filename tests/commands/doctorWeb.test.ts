import { chmodSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { signingKeyPath } from '../../src/adapters/web/answers/signing/signingKeyFile.ts';
import { webServer } from '../../src/commands/doctorWeb.ts';
import { keysAdd } from '../../src/commands/keys.ts';
import { limitDesk } from '../support/limitDesk.ts';

/** A program that answers with this text. */
async function answering(body: string): Promise<string> {
  const server = createServer((_, response) => response.end(body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return String((server.address() as AddressInfo).port);
}

const well = JSON.stringify({ ok: true, version: '1', problem: null });
const key = { json: true, demo: false, scope: 'answer' } as const;

describe('the check of the web server', () => {
  it.each([
    ['is off', { WEB_PORT: '0' }, 'green', /WEB_PORT is 0/],
    ['is reachable without TLS', { WEB_HOST: '0.0.0.0' }, 'red', /no proxy puts TLS/],
    [
      'is reachable and has no key',
      { WEB_HOST: '0.0.0.0', WEB_TRUST_PROXY: '10.0.0.1' },
      'red',
      /no valid key/,
    ],
    ['does not answer', { WEB_PORT: '9' }, 'yellow', /no answer on 127.0.0.1:9; 0 valid keys/],
  ])('where it %s', async (_, settings, status, found) => {
    const { world } = await limitDesk(settings as unknown as Readonly<Record<string, string>>);
    expect(await webServer(world)).toMatchObject({ status, found: expect.stringMatching(found) });
  });

  it.each([
    ['another program', 'hello', 'yellow', /another program answers/],
    [
      'a server without its database',
      JSON.stringify({ ok: false, version: '1', problem: 'database_io' }),
      'red',
      /database_io/,
    ],
    ['a server that is well', well, 'green', /version 1 answers on .*; 1 valid key$/],
  ])('where %s answers', async (_, body, status, found) => {
    const WEB_URL = 'https://risk.example.com';
    const WEB_TRUST_PROXY = 'yes';
    const { world } = await limitDesk({ WEB_PORT: await answering(body), WEB_URL, WEB_TRUST_PROXY });
    await keysAdd(world, 'ann', key);
    expect(await webServer(world)).toMatchObject({ status, found: expect.stringMatching(found) });
  });

  it('is red where mails have links and others can read the key that signs them', async () => {
    const { world } = await limitDesk({ WEB_PORT: '9', WEB_URL: 'https://risk.example.com' });
    const path = signingKeyPath(world.config.dbPath);
    writeFileSync(path, `${'k'.repeat(40)}\n`, { mode: 0o644 });
    const { status, found } = await webServer(world);
    expect(status).toBe('red');
    expect(found).toContain('0644');
    expect(found).not.toContain('kkk');
    chmodSync(path, 0o600);
    expect((await webServer(world)).status).toBe('yellow');
  });

  it('names keys that expire soon, and settings that do not fit', async () => {
    const WEB_PORT = await answering(well);
    const { world } = await limitDesk({ WEB_PORT, WEB_URL: 'https://risk.example.com/desk' });
    await keysAdd(world, 'ann', { ...key, expires: '2026-03-10' });
    await keysAdd(world, 'bob', { ...key, expires: '2026-06-10' });
    const { status, todo = '' } = await webServer(world);
    expect(status).toBe('yellow');
    expect(todo).toMatch(/of ann expires within 14 days.*WEB_BASE_PATH is \/.*WEB_TRUST_PROXY is no/);
    expect(todo).not.toContain('bob');
  });

  it.each(['https://risk.example.com', 'https://risk.example.com/desk'])(
    'accepts WEB_URL %s with WEB_BASE_PATH /desk',
    async (WEB_URL) => {
      const settings = { WEB_PORT: '9', WEB_URL, WEB_BASE_PATH: '/desk', WEB_TRUST_PROXY: 'yes' };
      const { world } = await limitDesk(settings);
      expect((await webServer(world)).todo).not.toContain('WEB_BASE_PATH');
    },
  );
});
