import { describe, expect, it } from 'vitest';
import { manualRepeater, recordingLog } from '../../scripts/simulation/fakes.ts';
import { withLease } from '../../src/pipeline/runLease.ts';
import { stepRunner } from '../../src/pipeline/stepRunner.ts';
import { deliver } from '../../src/pipeline/steps/deliver.ts';
import { Stopped, waitUnlessStopped } from '../../src/pipeline/stop.ts';
import type { Clock } from '../../src/ports/runtime.ts';
import { leaseOf, unrecordedInMemory } from '../support/morningDesk.ts';
import { temporaryStores } from '../support/stores.ts';

const SESSION = '2026-03-03';
const now = new Date(`${SESSION}T10:00:00Z`);

/** A clock whose waits end only by their signal. */
function waitingClock() {
  const signals: AbortSignal[] = [];
  const clock: Clock = {
    now: () => now,
    wait: (_, signal) => {
      if (signal) signals.push(signal);
      return new Promise((resolve) => signal?.addEventListener('abort', () => resolve()));
    },
  };
  return { clock, signals };
}

async function stoppableDesk() {
  const { clock, signals } = waitingClock();
  const stores = await temporaryStores();
  const stop = new AbortController();
  const ports = { ...stores, clock, log: recordingLog(), repeater: manualRepeater() };
  return { ports, stop, signals };
}

describe('a wait', () => {
  it('ends when the process is asked to stop, and gives the clock the signal to end its timer', async () => {
    const { clock, signals } = waitingClock();
    const stop = new AbortController();
    const wait = waitUnlessStopped(clock, 300_000, stop.signal);
    stop.abort();
    await expect(wait).rejects.toThrow(Stopped);
    expect(signals).toEqual([stop.signal]);
  });

  it('is not begun once the process is asked to stop', async () => {
    const { clock, signals } = waitingClock();
    await expect(waitUnlessStopped(clock, 1, AbortSignal.abort())).rejects.toThrow(Stopped);
    expect(signals).toEqual([]);
  });

  it('for the lease of another process ends too', async () => {
    const { ports, stop } = await stoppableDesk();
    await leaseOf(ports, SESSION, 'host:2:b', now);
    const terms = { sessionDate: SESSION, owner: 'host:1:a', leaseMs: 90_000 };
    const waitUntil = new Date(`${SESSION}T14:25:00Z`);
    const waiting = withLease(ports, { ...terms, waitUntil }, async () => 'worked', { signal: stop.signal });
    setTimeout(() => stop.abort());
    await expect(waiting).rejects.toThrow(Stopped);
  });
});

describe('a morning that is asked to stop', () => {
  it('finishes the step under way, records it, and begins no other', async () => {
    const { ports, stop } = await stoppableDesk();
    const lease = await leaseOf(ports, SESSION, 'host:1:a', now);
    const { step } = stepRunner(ports, SESSION, { lease, renew: async () => undefined }, stop.signal);
    const result = await step('fetch', async () => {
      stop.abort();
      return 'fetched';
    });
    await expect(step('ledger', async () => 'computed')).rejects.toThrow(Stopped);
    expect(result).toBe('fetched');
    expect((await ports.runs.steps(SESSION)).map(({ step, status }) => [step, status])).toEqual([
      ['fetch', 'done'],
    ]);
  });

  it('begins no step of a correction either, which holds no lease', async () => {
    const { ports } = await stoppableDesk();
    const { step } = stepRunner(ports, SESSION, null, AbortSignal.abort());
    await expect(step('fetch', async () => 'fetched')).rejects.toThrow(Stopped);
  });

  it('settles the mail that it has claimed, and claims no other', async () => {
    const { ports, stop } = await stoppableDesk();
    const lease = await leaseOf(ports, SESSION, 'host:1:a', now);
    const mails = ['ann@desk', 'bob@desk'].map((recipient) => ({
      kind: 'morning' as const,
      sealed: { recipient, messageId: `<${recipient}>`, bytes: Buffer.from('cuts') },
      expiresAt: new Date(`${SESSION}T14:25:00Z`),
    }));
    await ports.outbox.queue(lease, mails, now);
    const transport = {
      send: async () => {
        stop.abort();
        return { outcome: 'accepted' as const, response: '250 ok' };
      },
    };
    await expect(
      deliver(
        { ...ports, transport, unrecorded: unrecordedInMemory(), jobs: null },
        lease,
        'morning',
        stop.signal,
      ),
    ).rejects.toThrow(Stopped);
    expect((await ports.outbox.entries(SESSION, 'morning')).map(({ status }) => status)).toEqual([
      'sent',
      'pending',
    ]);
  });
});

describe('a lease', () => {
  it('is given to its holder while it lasts, and taken back before it is released', async () => {
    const { ports } = await stoppableDesk();
    const calls: (string | null)[] = [];
    const terms = { sessionDate: SESSION, owner: 'host:1:a', leaseMs: 90_000, waitUntil: null };
    const failing = withLease(
      ports,
      terms,
      async () => {
        calls.push('work');
        throw new Error('failed');
      },
      { onLease: (lease) => calls.push(lease && `${lease.owner} ${lease.fence}`) },
    );
    await expect(failing).rejects.toThrow('failed');
    expect(calls).toEqual(['host:1:a 1', 'work', null]);
  });

  it('that another process holds is not given to the caller', async () => {
    const { ports } = await stoppableDesk();
    await leaseOf(ports, SESSION, 'host:2:b', now);
    const calls: unknown[] = [];
    const terms = { sessionDate: SESSION, owner: 'host:1:a', leaseMs: 90_000, waitUntil: null };
    const result = await withLease(ports, terms, async () => 'worked', {
      onLease: (lease) => calls.push(lease),
    });
    expect(result).toMatchObject({ outcome: 'held-by-another', holder: { owner: 'host:2:b' } });
    expect(calls).toEqual([]);
  });
});
