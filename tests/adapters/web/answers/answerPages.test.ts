import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { lineOf, TODAY } from '../../../support/limitDesk.ts';
import { linkDesk, WEB_URL } from '../../../support/linkDesk.ts';

type Desk = Awaited<ReturnType<typeof linkDesk>>;
let desk: Desk;
const opened: Desk[] = [];
beforeEach(async () => {
  desk = await linkDesk();
  opened.push(desk);
});
afterAll(() => Promise.all(opened.map(({ close }) => close())));

const set = {
  kind: 'applied',
  trader: 'NET002',
  dollars: 2500,
  reason: null,
  by: 'ann@desk',
  through: 'link',
};

describe('the form of a link', () => {
  it('names the change, has no default, and needs no sign-in', async () => {
    const page = await desk.get(desk.pathOf('NET002'));
    expect(page.status).toBe(200);
    expect(page.heading).toBe('Was $2,500 set for NET002?');
    expect(page.text).toContain('$5,000 → $2,500 ▼');
    expect(page.radios.map(({ value, isChecked }) => [value, isChecked])).toEqual([
      ['set', false],
      ['different', false],
      ['not-today', false],
    ]);
    expect(page.body).not.toMatch(/<form[^>]+action="(?!\/a\/)[^"]*"|autofocus|onload|<meta http-equiv/);
  });

  it('is for no cache, no search engine and no other site, and its form goes to its own server', async () => {
    const { headers } = await desk.get(desk.pathOf('NET002'));
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
      'x-robots-tag': expect.stringContaining('noindex'),
      'content-security-policy': expect.stringMatching(/form-action 'self'.*frame-ancestors 'none'/),
    });
    expect(headers['set-cookie']).toBeUndefined();
  });

  it('of all changes has each with its own choices, and one choice for all together', async () => {
    const page = await desk.get(desk.pathOf(null));
    expect(page.heading).toBe('Were these 2 limits set?');
    expect(page.radios.filter(({ isChecked }) => isChecked)).toEqual([]);
    expect(page.radios.map(({ name }) => name)).toEqual([
      ...Array(2).fill('all'),
      ...Array(3).fill('choice-1'),
      ...Array(3).fill('choice-2'),
    ]);
  });

  it('names a change with hostile letters as text', async () => {
    const hostile = '<img src=x>';
    await desk.withStores(({ roster }) => roster.set({ trader: hostile, baseLimit: 5000 }));
    await desk.mail(TODAY, [lineOf(hostile, { limitInForce: 5000, target: 2000 })], 1);
    const page = await desk.get(desk.pathOf(hostile, { revision: 1 }));
    expect(page.status).toBe(200);
    expect(page.body).not.toContain('<img');
  });
});

describe('an answer', () => {
  it('is recorded in the name of the recipient, and the page says what follows', async () => {
    const page = await desk.fill(desk.pathOf('NET002'), { choice: 'set' });
    expect(page.status).toBe(200);
    expect(page.text).toContain('Recorded');
    expect(page.text).toContain('In force now: $2,500');
    expect(await desk.answers()).toEqual([set]);
  });

  it('of another limit, or not today, says that the next mail asks again, and to use an override', async () => {
    const other = await desk.fill(desk.pathOf('NET002'), { choice: 'different', amount: '$3,000' });
    expect(other.text).toContain(
      'The next mail asks for $2,500 again while its reason lasts. To keep $3,000, give an override',
    );
    const not = await desk.fill(desk.pathOf('NET002'), { choice: 'not-today', reason: 'platform down' });
    expect(not.text).toContain('To keep $5,000, give an override');
    expect(await desk.answers()).toEqual([
      { ...set, kind: 'different', dollars: 3000 },
      { ...set, kind: 'not-applied', dollars: null, reason: 'platform down' },
    ]);
  });

  it.each<[string, Record<string, string>, string]>([
    ['no choice', {}, 'choose what you did'],
    ['a choice that does not exist', { choice: 'yes' }, 'choose what you did'],
    ['another limit without an amount', { choice: 'different', amount: '' }, 'Give the limit in dollars'],
    ['an amount above the base limit', { choice: 'different', amount: '5,001' }, 'At most $5,000'],
    ['an absurd amount', { choice: 'different', amount: '-3200' }, 'Give the limit in dollars'],
    ['an amount of nothing', { choice: 'different', amount: '0' }, 'Give the limit in dollars'],
    ['an ambiguous amount', { choice: 'different', amount: '3.200,00' }, 'Give the limit in dollars'],
    ['not today without a reason', { choice: 'not-today', reason: ' \u200b ' }, 'Give the reason'],
    ['a reason of a page', { choice: 'not-today', reason: 'x'.repeat(201) }, 'at most 200'],
  ])(
    'with %s gets the form again, with what was typed, and is not recorded',
    async (_name, fields, words) => {
      const page = await desk.fill(desk.pathOf('NET002'), fields);
      expect(page.status).toBe(422);
      expect(page.text).toContain(words);
      expect(page.typed).toMatchObject({ amount: fields['amount'] ?? '', reason: fields['reason'] ?? '' });
      expect(await desk.answers()).toEqual([]);
    },
  );

  it('that is sent again is not recorded again, also from an old copy of the form', async () => {
    const url = desk.pathOf('NET002');
    const body = { ...(await desk.get(url)).hidden, choice: 'set' };
    for (let time = 0; time < 3; time++) expect((await desk.post(url, body)).status).toBe(200);
    expect(await desk.answers()).toEqual([set]);
  });

  it('is superseded by a later one, and an old copy of the first post does not come back', async () => {
    const url = desk.pathOf('NET002');
    const first = { ...(await desk.get(url)).hidden, choice: 'set' };
    await desk.post(url, first);
    await desk.fill(url, { choice: 'not-today', reason: 'event' });
    const again = await desk.post(url, first);
    expect(again.status).toBe(422);
    expect(again.text).toContain('out of date');
    expect((await desk.answers()).map(({ kind }) => kind)).toEqual(['applied', 'not-applied']);
  });

  it('to all together is one for each change that has none yet', async () => {
    await desk.fill(desk.pathOf('NET001'), { choice: 'not-today', reason: 'on leave' });
    const page = await desk.fill(desk.pathOf(null), { all: 'set' });
    expect(page.status).toBe(200);
    expect((await desk.answers()).map(({ kind, trader }) => [kind, trader])).toEqual([
      ['not-applied', 'NET001'],
      ['applied', 'NET002'],
    ]);
  });

  it('to all, with one changed, is recorded as chosen for each', async () => {
    await desk.fill(desk.pathOf(null), { all: 'set', 'choice-2': 'different', 'amount-2': '4500' });
    expect((await desk.answers()).map(({ kind, trader, dollars }) => [kind, trader, dollars])).toEqual([
      ['applied', 'NET002', 2500],
      ['different', 'NET001', 4500],
    ]);
  });

  it('to some changes leaves the others unanswered, and one wrong row records none', async () => {
    const wrong = { all: 'each', 'choice-1': 'set', 'choice-2': 'not-today', 'reason-2': '' };
    const page = await desk.fill(desk.pathOf(null), wrong);
    expect(page.status).toBe(422);
    expect(page.radios.filter(({ isChecked }) => isChecked).map(({ name }) => name)).toEqual([
      'choice-1',
      'choice-2',
    ]);
    expect(await desk.answers()).toEqual([]);
    await desk.fill(desk.pathOf(null), { all: 'each', 'choice-1': 'set' });
    expect(await desk.answers()).toEqual([set]);
  });
});

describe('in the first minute after the mail', () => {
  const minute = async () => desk.clock.set(`${TODAY}T10:00:20Z`);

  it('an answer counts after a second page, which has no default', async () => {
    await minute();
    const url = desk.pathOf('NET002');
    const confirm = await desk.fill(url, { choice: 'set' });
    expect(confirm.heading).toBe('Confirm: set $2,500?');
    expect(confirm.radios.map(({ value, isChecked }) => [value, isChecked])).toEqual([
      ['again', false],
      ['set', false],
    ]);
    expect(await desk.answers()).toEqual([]);
    expect((await desk.post(url, confirm.hidden)).status).toBe(422);
    expect((await desk.post(url, { ...confirm.hidden, choice: 'again' })).heading).toContain('Was $2,500');
    expect(await desk.answers()).toEqual([]);
    expect((await desk.post(url, { ...confirm.hidden, choice: 'set' })).text).toContain('Recorded');
    expect(await desk.answers()).toEqual([set]);
  });

  it('a form that was opened then asks for the confirmation later too, also when its post is a copy', async () => {
    await minute();
    const url = desk.pathOf('NET002');
    const body = { ...(await desk.get(url)).hidden, choice: 'set' };
    await desk.post(url, body);
    desk.clock.set(`${TODAY}T10:05:00Z`);
    expect((await desk.post(url, body)).heading).toBe('Confirm: set $2,500?');
    expect(await desk.answers()).toEqual([]);
    expect((await desk.fill(url, { choice: 'set' })).text).toContain('Recorded');
  });

  it('the confirmation of one answer does not fit another', async () => {
    await minute();
    const url = desk.pathOf('NET002');
    const confirm = await desk.fill(url, { choice: 'different', amount: '3000' });
    const other = await desk.post(url, { ...confirm.hidden, choice: 'different', amount: '100' });
    expect(other.status).toBe(422);
    expect(await desk.answers()).toEqual([]);
    await desk.post(url, { ...confirm.hidden, choice: 'different' });
    expect(await desk.answers()).toMatchObject([{ kind: 'different', dollars: 3000 }]);
  });

  it('all changes are confirmed together', async () => {
    await minute();
    const url = desk.pathOf(null);
    const confirm = await desk.fill(url, { all: 'set' });
    expect(confirm.heading).toBe('Confirm: record 2 answers?');
    expect((await desk.post(url, confirm.hidden)).status).toBe(422);
    expect(await desk.answers()).toEqual([]);
    await desk.post(url, { ...confirm.hidden, all: 'confirm' });
    expect(await desk.answers()).toHaveLength(2);
  });

  it('an answer where the time of acceptance is not known is confirmed at any time', async () => {
    await desk.withStores(
      async ({ database }) =>
        await database.connection.run("UPDATE outbox SET settled_at = NULL WHERE status = 'sent'"),
    );
    expect((await desk.fill(desk.pathOf('NET002'), { choice: 'set' })).heading).toContain('Confirm');
  });
});

describe('a post that no browser of the page sent', () => {
  it.each<[string, Record<string, string>]>([
    ['without Origin', {}],
    ['with Origin null', { origin: 'null' }],
    ['with a foreign Origin', { origin: 'https://evil.example' }],
    ['with a Referer only', { referer: `${WEB_URL}/a/x` }],
    ['with an Origin that only begins the same', { origin: `${WEB_URL}.evil.example` }],
  ])('%s is kept as unconfirmed, once, and changes no limit', async (_name, headers) => {
    const url = desk.pathOf('NET002');
    const body = { ...(await desk.get(url)).hidden, choice: 'set' };
    const page = await desk.post(url, body, headers);
    await desk.post(url, body, headers);
    expect(page.status).toBe(202);
    expect(page.text).toContain('Not confirmed');
    expect(await desk.answers()).toEqual([]);
    const kept = await desk.withStores(({ unconfirmed }) => unconfirmed.of(TODAY));
    expect(kept).toMatchObject([
      { trader: 'NET002', answer: { kind: 'applied' }, by: 'ann@desk', revision: 0 },
    ]);
  });

  it('does not count when its copy comes with the right Origin, and counts when it is chosen again', async () => {
    const url = desk.pathOf('NET002');
    const body = { ...(await desk.get(url)).hidden, choice: 'set' };
    await desk.post(url, body, {});
    expect((await desk.post(url, body)).status).toBe(422);
    expect(await desk.answers()).toEqual([]);
    const page = await desk.fill(url, { choice: 'set' });
    expect(page.text).not.toContain('Not confirmed');
    expect(await desk.answers()).toEqual([set]);
  });

  it('without the form, or with the form of another link or an old one, gets the form', async () => {
    const url = desk.pathOf('NET002');
    const { hidden } = await desk.get(desk.pathOf('NET001'));
    for (const fields of [{}, hidden, { seal: 'x' }])
      expect((await desk.post(url, { ...fields, choice: 'set' })).status).toBe(422);
    const old = { ...(await desk.get(url)).hidden, choice: 'set' };
    desk.clock.set(`${TODAY}T13:31:00Z`);
    expect((await desk.post(url, old)).text).toContain('out of date');
    expect(await desk.answers()).toEqual([]);
  });
});

describe('a link that does not answer', () => {
  it.each<[string, (desk: Desk) => string, number]>([
    ['forged', ({ pathOf }) => pathOf('NET002').replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')), 404],
    ['cut off', ({ pathOf }) => pathOf('NET002').slice(0, -4), 404],
    ['of a session without a mail', ({ pathOf }) => pathOf('NET002', { sessionDate: '2026-02-27' }), 404],
    ['of an address that was removed', ({ pathOf }) => pathOf('NET002', { recipient: 'bob@desk' }), 403],
    ['of a limit that stays', ({ pathOf }) => pathOf('NET003'), 404],
    [
      'that has expired',
      ({ pathOf }) => pathOf('NET002', { expiresAt: new Date(`${TODAY}T13:00:00Z`) }),
      410,
    ],
  ])('%s has a page that says where to answer, for reads and posts', async (_name, urlOf, status) => {
    const url = urlOf(desk);
    for (const page of [await desk.get(url), await desk.post(url, { choice: 'set' })]) {
      expect(page.status).toBe(status);
      expect(page.text).toContain('Open the desk page');
      expect(page.text).not.toMatch(/NET00|ann@desk|\$\d/);
    }
    expect(await desk.answers()).toEqual([]);
  });

  it('of a trader who is no longer active says so', async () => {
    await desk.withStores(({ roster }) => roster.set({ trader: 'NET002', active: false }));
    expect((await desk.get(desk.pathOf('NET002'))).status).toBe(410);
    expect((await desk.get(desk.pathOf(null))).heading).toContain('NET001');
  });
});

it('after a correction an old link first says what changed, and an open form is shown again', async () => {
  const url = desk.pathOf('NET002');
  const open = { ...(await desk.get(url)).hidden, choice: 'set' };
  await desk.mail(TODAY, [lineOf('NET002', { limitInForce: 2500, target: 2000 })], 1);
  const page = await desk.get(url);
  expect(page.text).toContain('The cut changed from $2,500 to $2,000');
  expect(page.heading).toBe('Was $2,000 set for NET002?');
  expect((await desk.post(url, open)).status).toBe(422);
  await desk.fill(url, { choice: 'set' });
  expect(await desk.answers()).toEqual([{ ...set, dollars: 2000 }]);
  expect((await desk.get(desk.pathOf('NET002', { revision: 1 }))).text).not.toContain('The cut changed');
});

it('a link takes ten requests a minute, and guesses of one address sixty', async () => {
  const limited = await linkDesk({ WEB_RATE_LIMIT: '600' });
  opened.push(limited);
  const times = async (count: number, url: string) => {
    const statuses: number[] = [];
    for (let time = 0; time < count; time++) statuses.push((await limited.get(url)).status);
    return statuses;
  };
  expect(await times(11, limited.pathOf('NET002'))).toEqual([...Array(10).fill(200), 429]);
  expect((await limited.get(limited.pathOf('NET001'))).status).toBe(200);
  const guesses = await times(61, '/a/'.padEnd(51, 'x'));
  expect([guesses[59], guesses[60]]).toEqual([404, 429]);
});
