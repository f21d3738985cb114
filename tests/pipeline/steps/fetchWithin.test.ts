import { expect, it } from 'vitest';
import { fakeClock, manualRepeater } from '../../../scripts/simulation/fakes.ts';
import { fetchWithin } from '../../../src/pipeline/steps/fetchWithin.ts';
import type { FillSource } from '../../../src/ports/source.ts';
import { fakeSource } from '../../support/desk.ts';
import { history } from '../../support/morningDesk.ts';

const until = new Date('2026-03-03T13:30:00Z');
const never = () => new Promise<never>(() => undefined);

async function readAll(source: FillSource): Promise<number> {
  const accounts = await source.accounts();
  let fills = 0;
  for await (const batch of source.fills('2026-02-24', '2026-03-02')) fills += batch.fills.length;
  return fills + (await source.totals(accounts, '2026-02-24', '2026-03-02')).length;
}

it.each<[string, Partial<FillSource>]>([
  ['accounts', { accounts: never }],
  ['totals', { totals: never }],
  [
    'fills',
    {
      async *fills() {
        for (;;) {
          yield { fills: [], rejected: [] };
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
      },
    },
  ],
])(
  'a source that never ends its %s fails when the time is over, as an error that may pass',
  async (_, part) => {
    const clock = fakeClock('2026-03-03T13:29:00Z');
    const repeater = manualRepeater();
    const fetch = fetchWithin({ clock, repeater }, { ...fakeSource(history()), ...part }, until, readAll);
    await repeater.fire();
    clock.set('2026-03-03T13:30:00Z');
    await repeater.fire();
    await expect(fetch).rejects.toMatchObject({ code: 'source_timeout', retryable: true });
    expect(repeater.running).toBe(0);
  },
);

it('a source that ends in time is read whole, and its own errors stay', async () => {
  const ports = { clock: fakeClock('2026-03-03T13:29:00Z'), repeater: manualRepeater() };
  expect(await fetchWithin(ports, fakeSource(history()), until, readAll)).toBe(20);
  const failing = { ...fakeSource(history()), totals: () => Promise.reject(new Error('no totals')) };
  await expect(fetchWithin(ports, failing, until, readAll)).rejects.toThrow('no totals');
});

it('a daemon that stops ends the work at the next look', async () => {
  const ports = { clock: fakeClock('2026-03-03T13:29:00Z'), repeater: manualRepeater() };
  const stop = new AbortController();
  const hanging = { ...fakeSource(history()), accounts: never };
  const fetch = fetchWithin(ports, hanging, until, readAll, stop.signal);
  stop.abort(new Error('stopped'));
  await ports.repeater.fire();
  await expect(fetch).rejects.toThrow('stopped');
});
