import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { resolve } from 'node:path';
import { TLSSocket } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openPostgres } from '../../../../src/adapters/database/postgres/open.ts';

const TLS = resolve('scripts/simulation/tls');
const OWN_AUTHORITY = `&sslrootcert=${TLS}/ca.crt`;

/** Answers the question of a Postgres client for TLS, and then with the certificate of `localhost`. */
async function serverWith(answer: 'S' | 'N'): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write(answer);
      if (answer === 'N') return;
      const [key, cert] = ['server.key', 'server.crt'].map((name) => readFileSync(`${TLS}/${name}`));
      if (key && cert) new TLSSocket(socket, { isServer: true, key, cert }).on('error', () => undefined);
    });
  });
  await new Promise<void>((listening) => server.listen(0, listening));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe('a Postgres server that must prove who it is', () => {
  it.each([
    ['of an unknown authority', 'S', 'localhost', ''],
    ['for another host name', 'S', '127.0.0.2', OWN_AUTHORITY],
    ['without a certificate', 'N', 'localhost', OWN_AUTHORITY],
  ] as const)('is refused %s, without showing the password', async (_, answer, host, authority) => {
    const port = await serverWith(answer);
    const url = `postgres://desk:secret@${host}:${port}/risk?sslmode=verify-full${authority}`;
    const error = await openPostgres(url).then(
      () => expect.fail('it was opened'),
      (thrown: unknown) => thrown as Error,
    );
    expect(error).toMatchObject({ code: 'database_certificate', retryable: false });
    expect(`${error.message} ${JSON.stringify(error)}`).not.toContain('secret');
    expect(error.message).toContain(`${host}:${port}`);
  });
});
