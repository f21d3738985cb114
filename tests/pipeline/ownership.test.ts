import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fakeClock } from '../../scripts/simulation/fakes.ts';
import { ProcessKilled, portsKilledAt } from '../../scripts/simulation/processKill.ts';
import { expireAfterRestore } from '../../src/adapters/database/store/expireAfterRestore.ts';
import type { MorningReport } from '../../src/domain/report/report.ts';
import { type MorningPorts, type MorningRequest, runMorning } from '../../src/pipeline/morning.ts';
import type { SealedMail, SendResult } from '../../src/ports/mail.ts';
import { fakeSource } from '../support/desk.ts';
import { accepted, history, morningPorts, request, runOwn, storePast } from '../support/morningDesk.ts';
import { temporaryFolder, temporaryStores } from '../support/stores.ts';

const ann: Partial<MorningRequest> = { owner: 'host:1:ann' };
const bob: Partial<MorningRequest> = { owner: 'host:2:bob' };
const SESSION = request.sessionDate;
const oneRecipient = ['ann@desk.example'];

/** One database, one clock and one mail server, used by several processes. */
async function desk(answer: (mail: SealedMail) => SendResult | Promise<SendResult> = () => accepted) {
  const path = join(temporaryFolder(), 'daybreak.db');
  const clock = fakeClock('2026-03-03T10:00:00Z');
  const handedOver: (SealedMail & { readonly at: string })[] = [];
  const send = async (mail: SealedMail) => {
    handedOver.push({ ...mail, at: clock.now().toISOString() });
    return answer(mail);
  };
  const source = fakeSource(history());
  const process = async () => morningPorts(await temporaryStores(path), source, send, clock);
  const first = await process();
  await storePast(first, history());
  // Accounts are new only once: a morning that continues after another one does not report them again.
  await first.roster.learnAccounts(await source.accounts());
  return { clock, handedOver, source, process, first, second: await process() };
}

let reportOfNobodyKilled: Promise<MorningReport> | null = null;

function undisturbed(): Promise<MorningReport> {
  reportOfNobodyKilled ??= desk().then(async ({ first }) => (await runOwn(first, ann)).report);
  return reportOfNobodyKilled;
}

/** Each message once, however often it was sent. Fails if two copies differ by a byte. */
function messages(handedOver: readonly SealedMail[]): readonly string[] {
  const byId = new Map<string, string>();
  for (const { messageId, bytes } of handedOver) {
    expect(byId.get(messageId) ?? bytes.toString('base64')).toBe(bytes.toString('base64'));
    byId.set(messageId, bytes.toString('base64'));
  }
  return [...byId.keys()];
}

describe('two processes and one morning', () => {
  it('the second process waits for the first, finds the morning mailed, and does nothing', async () => {
    let open = (_: SendResult) => undefined as unknown;
    const gate = new Promise<SendResult>((resolve) => {
      open = resolve;
    });
    let reached = () => undefined as unknown;
    const sending = new Promise<void>((resolve) => {
      reached = () => resolve();
    });
    const { first, second, clock, handedOver } = await desk((mail) => {
      if (mail.recipient !== oneRecipient[0]) return accepted;
      reached();
      return gate;
    });
    const running = runOwn(first, ann);
    await sending;
    const waiting: MorningPorts = {
      ...second,
      clock: {
        ...clock,
        wait: async () => {
          open(accepted);
          await running;
        },
      },
    };
    const late = await runOwn(waiting, bob);
    expect([(await running).outcome, late.outcome]).toEqual(['sent', 'already-mailed']);
    expect(late.report).toEqual((await running).report);
    expect(handedOver.map(({ recipient }) => recipient)).toEqual(request.recipients);
    expect(second.log.lines[0]).toContain('another process has this morning');
  });

  it('the second process gives up at the deadline while the first is alive, and names the holder of the lease', async () => {
    const { first, second, clock } = await desk();
    clock.set('2026-03-03T14:20:00Z');
    let told: unknown;
    const holding: MorningPorts = {
      ...first,
      transport: {
        send: async () => {
          const wait = async (milliseconds: number) => {
            await clock.wait(milliseconds);
            await first.repeater.fire();
          };
          told ??= await runMorning({ ...second, clock: { ...clock, wait } }, { ...request, ...bob });
          return accepted;
        },
      },
    };
    await runOwn(holding, ann);
    expect(told).toEqual({
      outcome: 'held-by-another',
      sessionDate: SESSION,
      holder: { owner: 'host:1:ann', until: new Date('2026-03-03T14:26:30Z') },
    });
    expect(first.repeater.running).toBe(0);
  });

  it('the second process does not wait if waitsForOther is false', async () => {
    const { first, second, clock } = await desk();
    await first.runs.acquire(SESSION, 'host:1:ann', clock.now(), new Date('2026-03-03T10:01:30Z'));
    expect(await runMorning(second, { ...request, ...bob, waitsForOther: false })).toMatchObject({
      outcome: 'held-by-another',
      holder: { owner: 'host:1:ann' },
    });
    expect(clock.waits).toEqual([]);
  });

  it('the second process takes over from a stalled first one, which can then write nothing more', async () => {
    const { first, second, handedOver } = await desk();
    let outcome = '';
    const stalling: MorningPorts = {
      ...first,
      transport: {
        send: async (mail) => {
          // The timer of the first process does not fire, so its lease expires while it sends.
          const end = await first.transport.send(mail);
          outcome = (await runOwn(second, bob)).outcome;
          return end;
        },
      },
    };
    await expect(runOwn(stalling, ann)).rejects.toMatchObject({ code: 'lease_lost' });
    expect(outcome).toBe('sent');
    expect(handedOver.map(({ recipient }) => recipient)).toEqual([...oneRecipient, ...request.recipients]);
    expect(messages(handedOver)).toHaveLength(2);
    expect(first.log.lines.some((line) => line.includes('could not be recorded'))).toBe(true);
  });
});

describe('a process that loses the morning while it fetches', () => {
  it('computes nothing: the ledger checks the lease of each trader', async () => {
    const { first, second, clock, source } = await desk();
    const stalling: MorningPorts = {
      ...first,
      source: {
        ...source,
        async *fills(...asked) {
          yield* source.fills(...asked);
          clock.set('2026-03-03T10:30:00Z');
          await second.runs.acquire(SESSION, 'host:2:bob', clock.now(), new Date('2026-03-03T10:40:00Z'));
        },
      },
      // It does not notice: its lease is neither renewed nor checked before the step.
      runs: {
        ...first.runs,
        renew: async () => undefined,
        begin: async () => undefined,
        done: async () => undefined,
      },
    };
    await expect(runOwn(stalling, ann)).rejects.toMatchObject({ code: 'lease_lost' });
    expect(await first.ledger.datesWithFacts('2000-01-01', SESSION)).toEqual([]);
    const waiting = (await first.ledger.stale()).map(({ sessions }) => sessions.at(-1));
    expect(waiting).toEqual(['2026-03-02', '2026-03-02']);
  });
});

const STEPS = ['fetch', 'ledger', 'reconcile', 'indicators', 'forecast', 'decide', 'render', 'queue', 'send'];
const moments = [
  ...STEPS.flatMap((step) =>
    ['begin', 'done'].flatMap((end) => [`before runs.${end} ${step}`, `after runs.${end} ${step}`]),
  ),
  ...[
    'decisions.save',
    'outbox.claim',
    'transport.send',
    'outbox.settle',
    'outbox.recover',
    'outbox.expire',
  ].flatMap((call) => [`before ${call}`, `after ${call}`]),
  ...['outbox.claim', 'transport.send', 'outbox.settle'].flatMap((call) => [
    `before ${call} #2`,
    `after ${call} #2`,
  ]),
];

describe('a process killed at any moment', () => {
  it.each(moments)(
    '%s: the next process sends each recipient the same message, and never again once it is recorded as sent',
    async (moment) => {
      const report = await undisturbed();
      const { first, second, handedOver } = await desk();
      await expect(runOwn(portsKilledAt(first, moment), ann)).rejects.toThrow(ProcessKilled);
      const result = await runOwn(second, bob);
      expect(['sent', 'already-mailed']).toContain(result.outcome);
      expect(result.delivery.recipients.map(({ recipient, status }) => [recipient, status])).toEqual(
        request.recipients.map((recipient) => [recipient, 'sent']),
      );
      expect(result.report).toEqual(report);
      expect(await second.decisions.report(SESSION)).toEqual(report);
      expect(messages(handedOver)).toHaveLength(2);
      // A second copy is possible only between the answer of the server and its record. It is the same
      // message.
      const unrecorded = /^(?:after transport.send|before outbox.settle)/.test(moment);
      expect(handedOver).toHaveLength(unrecorded ? 3 : 2);
    },
  );

  it('after the mails were queued they stay unchanged, whatever the source returns now', async () => {
    const { first, second, source, handedOver } = await desk();
    await expect(runOwn(portsKilledAt(first, 'after decisions.save'), ann)).rejects.toThrow(ProcessKilled);
    const asked = source.asked.length;
    const { outcome, mail, durationMs } = await runOwn(second, bob);
    expect([outcome, mail, Object.keys(durationMs), source.asked.length - asked]).toEqual([
      'sent',
      null,
      ['send'],
      0,
    ]);
    expect(messages(handedOver)).toHaveLength(2);
  });

  it('is recorded in the run ledger: which process ran which step, and how often', async () => {
    const { first, second } = await desk();
    await expect(runOwn(portsKilledAt(first, 'after runs.begin decide'), ann)).rejects.toThrow(ProcessKilled);
    const running = (await first.runs.steps(SESSION)).find(({ step }) => step === 'decide');
    expect(running).toEqual({
      step: 'decide',
      status: 'running',
      attempts: 1,
      owner: 'host:1:ann',
      error: null,
    });
    await runOwn(second, bob);
    const steps = await first.runs.steps(SESSION);
    expect(
      new Map(steps.map(({ step, status, attempts, owner }) => [step, [status, attempts, owner]])),
    ).toEqual(
      new Map(
        STEPS.map((step, index) => [step, ['done', index <= STEPS.indexOf('decide') ? 2 : 1, 'host:2:bob']]),
      ),
    );
  });
});

describe('a mail that may have arrived', () => {
  it('twice, in two killed processes, is left to the operator', async () => {
    const { first, second, process, handedOver } = await desk();
    for (const [ports, who] of [
      [first, ann],
      [second, bob],
    ] as const)
      await expect(
        runOwn(portsKilledAt(ports, 'after transport.send'), { ...who, recipients: oneRecipient }),
      ).rejects.toThrow(ProcessKilled);
    const third = await process();
    const result = await runOwn(third, { owner: 'host:3:cid', recipients: oneRecipient });
    expect([result.outcome, result.delivery.recipients[0]?.status]).toEqual(['unsent', 'ambiguous']);
    expect([handedOver.length, messages(handedOver).length]).toEqual([2, 1]);
    expect(third.log.lines.filter((line) => line.startsWith('error'))).toHaveLength(1);
  });

  it('is not tried again after the deadline, and is not marked as expired', async () => {
    const { first, second, clock, handedOver } = await desk();
    await expect(runOwn(portsKilledAt(first, 'after transport.send'), ann)).rejects.toThrow(ProcessKilled);
    clock.set('2026-03-03T14:25:00Z');
    const { outcome, delivery } = await runOwn(second, bob);
    expect(outcome).toBe('unsent');
    expect(delivery.recipients.map(({ status }) => status)).toEqual(['ambiguous', 'expired']);
    expect(handedOver).toHaveLength(1);
  });
});

describe('the deadline and the waits', () => {
  it('apply to every mail: a slow one does not let the next one be sent late', async () => {
    const { first, clock, handedOver } = await desk(() => {
      clock.set('2026-03-03T14:25:00Z');
      return accepted;
    });
    const { outcome, delivery } = await runOwn(first, ann);
    expect([outcome, delivery.recipients.map(({ status }) => status)]).toEqual([
      'partly-sent',
      ['sent', 'expired'],
    ]);
    expect(handedOver).toHaveLength(1);
  });

  it('limit the time of one attempt to the time before the deadline', async () => {
    const { first, clock } = await desk();
    clock.set('2026-03-03T14:22:00Z');
    const patience: (number | undefined)[] = [];
    const send = async (_: SealedMail, patienceMs?: number) => {
      patience.push(patienceMs);
      await clock.wait(30_000);
      return accepted;
    };
    await runOwn({ ...first, transport: { send } }, ann);
    expect(patience).toEqual([180_000, 150_000]);
  });

  it('survive a restart: the wait before the next attempt is kept', async () => {
    let refusals = 0;
    const { first, second, handedOver } = await desk(() =>
      ++refusals <= 5 ? { outcome: 'refused', permanent: false, response: '451 later' } : accepted,
    );
    const killed = runOwn(portsKilledAt(first, 'after outbox.settle #5'), {
      ...ann,
      recipients: oneRecipient,
    });
    await expect(killed).rejects.toThrow(ProcessKilled);
    expect((await runOwn(second, { ...bob, recipients: oneRecipient })).outcome).toBe('sent');
    const [last, next] = handedOver.slice(-2).map(({ at }) => Date.parse(at));
    expect((next ?? 0) - (last ?? 0)).toBe(300_000);
  });

  it.each([
    ['by itself', false, ['refused', 'sent'], 2],
    ['by a person', true, ['sent', 'sent'], 3],
  ])('a permanent refusal is tried again %s: %s', async (_, retriesRefused, statuses, mails) => {
    let open = false;
    const { first, second, handedOver } = await desk(({ recipient }) =>
      recipient === oneRecipient[0] && !open
        ? { outcome: 'refused', permanent: true, response: '550' }
        : accepted,
    );
    expect((await runOwn(first, ann)).outcome).toBe('partly-sent');
    open = true;
    const { delivery } = await runOwn(second, { ...bob, retriesRefused });
    expect(delivery.recipients.map(({ status }) => status)).toEqual(statuses);
    expect(handedOver).toHaveLength(mails);
  });
});

describe('a morning that was mailed', () => {
  it('is sent unchanged to one more recipient, without a new decision', async () => {
    const { first, second, source, handedOver } = await desk();
    const { report } = await runOwn(first, ann);
    const asked = source.asked.length;
    const more = await runOwn(second, { ...bob, recipients: ['cid@desk.example'] });
    expect([more.outcome, more.report, source.asked.length - asked]).toEqual(['sent', report, 0]);
    expect(handedOver.map(({ recipient }) => recipient)).toEqual([...request.recipients, 'cid@desk.example']);
  });

  it('is recognised as mailed after the deadline too', async () => {
    const { first, second, clock } = await desk();
    await runOwn(first, ann);
    clock.set('2026-03-03T15:00:00Z');
    expect((await runOwn(second, bob)).outcome).toBe('already-mailed');
  });
});

describe('a restored backup', () => {
  it('of this morning with unsent mails: nothing is sent without --force', async () => {
    const { first, second, clock, handedOver } = await desk();
    await expect(runOwn(portsKilledAt(first, 'after decisions.save'), ann)).rejects.toThrow(ProcessKilled);
    clock.set('2026-03-03T11:00:00Z');
    await expireAfterRestore(second.database, clock.now());
    await expect(runOwn(second, bob)).rejects.toMatchObject({
      code: 'mailed_unknown',
      hint: expect.stringContaining('--force'),
    });
    expect(handedOver).toEqual([]);
    expect((await runOwn(second, { ...bob, force: true })).outcome).toBe('sent');
    expect((await runOwn(second, bob)).outcome).toBe('already-mailed');
  });

  it.each([
    ['since the morning was due', '2026-03-03T11:00:00Z', 'mailed_unknown'],
    ['before it was due', '2026-03-03T09:00:00Z', 'sent'],
  ])('without any trace of this morning, restored %s', async (_, restoredAt, expected) => {
    const { first, clock } = await desk();
    await expireAfterRestore(first.database, new Date(restoredAt));
    clock.set('2026-03-03T11:30:00Z');
    const outcome = await runOwn(first, ann).then(
      (result) => result.outcome,
      (error: { code: string }) => error.code,
    );
    expect(outcome).toBe(expected);
  });

  it('made after the mails were sent does not stop the morning', async () => {
    const { first, second, clock } = await desk();
    await runOwn(first, ann);
    await expireAfterRestore(second.database, clock.now());
    expect((await runOwn(second, bob)).outcome).toBe('already-mailed');
  });
});
