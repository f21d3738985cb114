import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TODAY } from '../../../support/limitDesk.ts';
import { linkDesk, WEB_URL } from '../../../support/linkDesk.ts';

type Desk = Awaited<ReturnType<typeof linkDesk>>;
let desk: Desk;
beforeEach(async () => {
  desk = await linkDesk();
  desk.clock.set(`${TODAY}T10:00:10Z`);
});
afterEach(() => desk.close());

const links = () => [desk.pathOf('NET001'), desk.pathOf('NET002'), desk.pathOf(null)];

/** Every row that any scanner could have written: events, unconfirmed answers and audit entries. */
const written = () =>
  desk.withStores(async ({ limits, unconfirmed, database }) => ({
    events: await limits.events('9999-12-31'),
    unconfirmed: await unconfirmed.of(TODAY),
    audit: await database.connection.get('SELECT count(*) AS entries FROM audit_entry'),
  }));

/** Opens every link ten seconds after the mail and again five minutes later. */
async function scan(visit: (url: string) => Promise<unknown>): Promise<void> {
  for (const time of ['10:00:10', '10:05:00']) {
    desk.clock.set(`${TODAY}T${time}Z`);
    for (const url of links()) await visit(url);
  }
}

const buttonsOf = (body: string) => [...body.matchAll(/<button[^>]*>/g)].length;

describe('a program that checks mail changes nothing', () => {
  it.each<[string, (url: string) => Promise<unknown>]>([
    ['when it asks for the head of every link', (url) => desk.server.inject({ method: 'HEAD', url })],
    ['when it opens every link', (url) => desk.get(url)],
    [
      'when it runs the scripts of the page',
      async (url) => {
        const { body } = await desk.get(url);
        // The page has one script, the server's own; it has no inline script, and nothing that sends itself.
        expect(body.match(/<script/g)).toHaveLength(1);
        expect(body).not.toMatch(/ on[a-z]+="|http-equiv="refresh"|<img|<iframe/);
      },
    ],
    ['when it sends every form as it is', (url) => desk.fill(url, {})],
    [
      'when it presses every button, on each page that follows',
      async (url) => {
        let page = await desk.get(url);
        for (let press = 0; press < 3; press++) {
          expect(buttonsOf(page.body)).toBeGreaterThan(0);
          page = await desk.post(url, page.hidden);
          expect(page.status).toBe(422);
        }
      },
    ],
    [
      'when it also takes the first choice of each page, in the first minute',
      async (url) => {
        desk.clock.set(`${TODAY}T10:00:10Z`);
        let page = await desk.get(url);
        for (let press = 0; press < 4; press++) {
          const first = Object.fromEntries(page.radios.toReversed().map(({ name, value }) => [name, value]));
          page = await desk.post(url, { ...page.hidden, ...first });
        }
      },
    ],
  ])('%s', async (_name, visit) => {
    const before = await written();
    await scan(visit);
    expect(await written()).toEqual(before);
  });

  it('when it sends copies of its posts after minutes, from another address', async () => {
    const before = await written();
    const posts: { url: string; body: Record<string, string> }[] = [];
    for (const url of links()) {
      const page = await desk.get(url);
      for (const choice of ['', 'set'])
        posts.push({ url, body: { ...page.hidden, choice, all: choice, 'choice-1': choice } });
    }
    for (const time of ['10:00:20', '10:06:00', '10:29:00', '10:45:00']) {
      desk.clock.set(`${TODAY}T${time}Z`);
      for (const { url, body } of posts)
        await desk.post(url, body, { origin: WEB_URL, 'x-forwarded-for': '203.0.113.7' });
    }
    expect(await written()).toEqual(before);
  });
});
