import { readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLoginGuard, LOGIN_PAUSE_MS, type MailLogin } from '../../../src/adapters/email/loginGuard.ts';
import { createSmtpTransport } from '../../../src/adapters/email/smtpTransport.ts';
import { smtpSink } from '../../support/smtpSink.ts';
import { temporaryFolder } from '../../support/stores.ts';

const login: MailLogin = { host: 'mail.desk.example', port: 587, user: 'risk', password: 'secret-word' };

function guards() {
  const folder = temporaryFolder();
  const path = join(folder, 'mail-login.json');
  let now = new Date('2026-11-30T10:00:00Z');
  return {
    path,
    at: (time: string | number) => {
      now = new Date(time);
    },
    /** A new process. */
    open: (triesAgain = false) => createLoginGuard(path, () => now, triesAgain),
  };
}

describe('a refused login', () => {
  it('is not tried again by this process or the next, and the reason has the answer and the time', () => {
    const { open } = guards();
    const guard = open();
    expect(guard.refusal(login)).toBe(null);
    guard.refused(login, '535 bad login');
    for (const each of [guard, open()])
      expect(each.refusal(login)).toBe(
        'login not tried: the server refused the same user and password at 2026-11-30T10:00:00.000Z (535 bad login); next try after 2026-11-30T13:00:00.000Z, or with another password',
      );
  });

  it.each([
    ['another password', { password: 'other-word' }],
    ['another user', { user: 'desk' }],
    ['another server', { host: 'mx.desk.example' }],
  ])('is no reason not to try %s', (_name, change) => {
    const { open } = guards();
    open().refused(login, '535 no');
    expect(open().refusal({ ...login, ...change })).toBe(null);
  });

  it('is tried again after the pause, when an operator asks for it, and after an accepted one', () => {
    const { open, at } = guards();
    open().refused(login, '535 no');
    expect(open(true).refusal(login)).toBe(null);
    at(Date.parse('2026-11-30T10:00:00Z') + LOGIN_PAUSE_MS - 1);
    expect(open().refusal(login)).not.toBe(null);
    at(Date.parse('2026-11-30T10:00:00Z') + LOGIN_PAUSE_MS);
    expect(open().refusal(login)).toBe(null);
    at('2026-11-30T10:00:00Z');
    open().accepted();
    expect(open().refusal(login)).toBe(null);
  });

  it('is kept in a file of mode 0600 without the login', () => {
    const { open, path } = guards();
    open().refused(login, '535 no');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).not.toMatch(/secret-word|c2VjcmV0LXdvcmQ|mail\.desk/);
  });

  it('replaces a symbolic link at the path, and does not write through it', () => {
    const { open, path } = guards();
    writeFileSync(`${path}.other`, 'keep');
    symlinkSync(`${path}.other`, path);
    open().refused(login, '535 no');
    expect(readFileSync(`${path}.other`, 'utf8')).toBe('keep');
    expect(open().refusal(login)).not.toBe(null);
  });

  it.each(['', 'not JSON', '{"version":2}', '{"version":1,"refusedAt":"x"}'])(
    'is unknown where the file holds %j',
    (text) => {
      const { open, path } = guards();
      writeFileSync(path, text);
      expect(open().refusal(login)).toBe(null);
    },
  );
});

describe('a transport with a guard', () => {
  async function transports(auth: string) {
    const sink = await smtpSink({ auth });
    const { open } = guards();
    const create = () =>
      createSmtpTransport({
        host: '127.0.0.1',
        port: sink.port,
        security: 'none',
        from: 'risk@desk.example',
        user: 'risk',
        password: 'secret-word',
        loginGuard: open(),
      });
    const send = (recipient: string, transport = create()) =>
      transport.send({ recipient, messageId: '<m@desk.example>', bytes: Buffer.from('a: b\r\n\r\nc\r\n') });
    return { sink, send, create };
  }

  it('logs in once for eight recipients where the server refuses the login', async () => {
    const { sink, send, create } = await transports('535 5.7.8 bad login');
    const transport = create();
    const results = [];
    for (let each = 0; each < 8; each++) results.push(await send(`r${each}@desk.example`, transport));
    expect(sink.count('AUTH')).toBe(1);
    expect(results).toHaveLength(8);
    for (const result of results) expect(result).toMatchObject({ outcome: 'refused', permanent: true });
    expect((await send('later@desk.example')).response).toContain('login not tried');
    expect(sink.count('AUTH')).toBe(1);
  });

  it('logs in for each recipient where the server asks to try later', async () => {
    const { sink, send } = await transports('454 4.7.0 temporary failure');
    await send('ann@desk.example');
    expect(await send('bob@desk.example')).toMatchObject({ outcome: 'refused', permanent: false });
    expect(sink.count('AUTH')).toBe(2);
  });
});
