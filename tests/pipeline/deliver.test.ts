import { expect, it } from 'vitest';
import type { SendResult } from '../../src/ports/mail.ts';
import { fakeSource } from '../support/desk.ts';
import { accepted, history, morningPorts, runOwn, storePast } from '../support/morningDesk.ts';
import { temporaryStores } from '../support/stores.ts';

it.each<[string, SendResult, string]>([
  ['taken', accepted, 'info mail handed over'],
  [
    'refused for good',
    { outcome: 'refused', permanent: true, response: '550 no such user' },
    'error mail not taken',
  ],
  ['not reachable', { outcome: 'unreachable', response: 'connection refused' }, 'warn mail not taken'],
  ['lost on the way', { outcome: 'ambiguous', response: 'cut off' }, 'warn mail perhaps taken'],
])('the log says of a mail that was %s what became of it', async (_, first, line) => {
  const stores = await temporaryStores();
  await storePast(stores, history());
  const ends = [first];
  const ports = morningPorts(stores, fakeSource(history()), async () => ends.shift() ?? accepted);
  await runOwn(ports, { recipients: ['ann@desk.example'] });
  const said = ports.log.lines.filter((each) => / mail (?:handed|not|perhaps)/.test(each));
  expect(said[0]).toContain(line);
  expect(said.filter((each) => each.includes('handed over'))).toHaveLength(
    first.outcome === 'refused' ? 0 : 1,
  );
});
