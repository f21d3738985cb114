import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { simpleParser } from 'mailparser';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runProcess } from '../../scripts/drill/killableProcess.ts';
import { mailServer } from '../../scripts/simulation/mailServer.ts';
import { FILLS_HEADER, tradedSessions } from '../support/fillsFile.ts';
import { compiledProgram } from '../support/program.ts';
import { workplace } from '../support/workplace.ts';

// Each case starts three processes, on a machine that may have other work.
/** The second recipient is always sent after the first. */
const [ANN, BOB] = ['ann@desk.example', 'bob@desk.example'] as const;

/** Five imported sessions, and the morning after them. */
async function desk() {
  const place = workplace();
  await place.run('import', place.write('fills.csv', FILLS_HEADER, ...tradedSessions(5)));
  const server = await mailServer();
  onTestFinished(() => server.close());
  const settings = {
    NODE_EXTRA_CA_CERTS: resolve('scripts/simulation/tls/ca.crt'),
    EMAIL_FROM: 'Daybreak <risk@desk.example>',
    EMAIL_RECIPIENTS: `${ANN},${BOB}`,
    SMTP_HOST: 'localhost',
    SMTP_PORT: String(server.port),
    LEASE_SECONDS: '1',
    LOG_LEVEL: 'debug',
  };
  const morning = ['morning', '--force', '--json'];
  const program = [compiledProgram()];
  return {
    server,
    verify: () => place.json('audit', '--verify'),
    run: () => runProcess(place.folder, morning, settings, { program }),
    /** Kills the morning as it logs the words, then removes the write-ahead log, as a failed disk would. */
    async cutPower(words: string, turn: number) {
      const kill = { kind: 'boundary', words, turn } as const;
      const killed = await runProcess(place.folder, morning, settings, { kill, program });
      for (const suffix of ['-wal', '-shm'])
        rmSync(join(place.folder, 'data', `daybreak.db${suffix}`), { force: true });
      return killed;
    },
  };
}

/** Message-IDs of all copies that a recipient got. */
async function copies(received: readonly { readonly to: readonly string[]; readonly bytes: Buffer }[]) {
  const ids: Record<string, (string | undefined)[]> = { [ANN]: [], [BOB]: [] };
  for (const { to, bytes } of received) ids[to.join()]?.push((await simpleParser(bytes)).messageId);
  return ids;
}

describe('a morning that is killed and loses its write-ahead log', () => {
  it.each([
    { words: 'step queue done', turn: 1 },
    { words: 'mail goes out', turn: 1 },
    { words: 'mail goes out', turn: 2 },
    { words: 'step send done', turn: 1 },
  ])('at "$words" #$turn mails no message twice', async ({ words, turn }) => {
    const { server, cutPower, run, verify } = await desk();
    expect(await cutPower(words, turn)).toMatchObject({ killed: true });
    expect(await run()).toMatchObject({ exitCode: 0 });
    const { [ANN]: ann, [BOB]: bob } = await copies(server.received);
    expect([ann?.length, bob?.length]).toEqual([1, 1]);
    expect(await verify()).toMatchObject({ ok: true });
  });

  it('between the acceptance of a mail and its record sends the same message again, once', async () => {
    const { server, cutPower, run } = await desk();
    expect(await cutPower('mail handed over', 2)).toMatchObject({ killed: true });
    expect(await run()).toMatchObject({ exitCode: 0 });
    const { [ANN]: ann, [BOB]: bob } = await copies(server.received);
    expect(ann?.length).toBe(1);
    expect(bob?.length).toBe(2);
    expect(new Set(bob).size).toBe(1);
  });
});
