import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { limitsReadback } from '../../src/commands/limitsReadback.ts';
import { openStores } from '../../src/commands/world.ts';
import { mailAccepted } from '../support/limitDesk.ts';
import { cut, decision } from '../support/report.ts';
import { temporaryFolder } from '../support/stores.ts';
import { fakeWorld } from '../support/world.ts';

const SESSION = '2026-10-06';
const NOW = `${SESSION}T12:00:00Z`;
const line = {
  limitInForce: 5000,
  inForceSource: 'base',
  inForceSince: null,
  target: 2500,
  change: 'lower',
  recommendedLimit: 2500,
  cutDay: 1,
  override: null,
} as const;

/** A desk whose morning cut NET001 from $5,000 to $2,500 and left NET002 at $5,000. */
async function deskWithMorning(now = NOW) {
  const folder = temporaryFolder();
  const path = join(folder, 'daybreak.db');
  const { world, lines, documents } = fakeWorld({ DB_PATH: path }, now);
  const stores = await openStores(path);
  for (const trader of ['NET001', 'NET002'])
    await stores.roster.set({ trader, desk: 'Equities', baseLimit: 5000, accounts: [trader] });
  const decisions = [cut('NET001', 50, { limit: line }), decision({ trader: 'NET002' })];
  await mailAccepted(stores, SESSION, decisions);
  await stores.database.close();
  const file = (text: string) => {
    const name = join(folder, 'export.csv');
    writeFileSync(name, text);
    return name;
  };
  const events = async () => {
    const open = await openStores(path);
    try {
      const stored = await open.limits.events('2027-01-01');
      return stored
        .filter(({ kind }) => kind === 'readback')
        .map(({ kind, trader, dollars, by, through, reason }) => ({
          kind,
          trader,
          dollars,
          by,
          through,
          reason,
        }));
    } finally {
      await open.database.close();
    }
  };
  return { world, lines, documents, file, events };
}

describe('limits readback', () => {
  it('says what is in force as mailed and what is not, and stores both as facts', async () => {
    const { world, lines, file, events } = await deskWithMorning();
    const export_ = file('account,limit\nNET001,"$5,000"\nNET002,5000\nOLD9,700\n');
    expect(await limitsReadback(world, export_, { json: false, by: 'RISK1' })).toBe(0);
    const text = lines.join('\n');
    expect(text).toMatch(/NET001 .*\$5,000 .*\$2,500 .*not yet/);
    expect(text).toMatch(/NET002 .*\$5,000 .*\$5,000 .*in force, as mailed/);
    expect(text).toMatch(/OLD9 .*unknown account/);
    expect(text).toContain('Stored for 2 traders, by RISK1');
    expect(await events()).toEqual([
      {
        kind: 'readback',
        trader: 'NET001',
        dollars: 5000,
        by: 'RISK1',
        through: 'file',
        reason: 'export.csv',
      },
      {
        kind: 'readback',
        trader: 'NET002',
        dollars: 5000,
        by: 'RISK1',
        through: 'file',
        reason: 'export.csv',
      },
    ]);
  });

  it('prints one JSON document', async () => {
    const { world, documents, file } = await deskWithMorning();
    await limitsReadback(world, file('account,limit\nNET001,2500\n'), { json: true, by: 'RISK1' });
    expect(documents).toEqual([
      {
        file: 'export.csv',
        profile: 'generic',
        session: SESSION,
        by: 'RISK1',
        mailedSession: SESSION,
        accounts: [
          { account: 'NET001', trader: 'NET001', platform: 2500, expected: 2500, status: 'in-force' },
          { account: 'NET002', trader: 'NET002', platform: null, expected: 5000, status: 'missing' },
        ],
        traders: [
          { trader: 'NET001', target: 2500, dollars: 2500, status: 'in-force' },
          { trader: 'NET002', target: 5000, dollars: null, status: 'missing' },
        ],
        recorded: ['NET001'],
      },
    ]);
  });

  it('stores nothing a second time', async () => {
    const { world, lines, file, events } = await deskWithMorning();
    const export_ = file('account,limit\nNET001,2500\nNET002,5000\n');
    await limitsReadback(world, export_, { json: false });
    await limitsReadback(world, export_, { json: false });
    expect(await events()).toHaveLength(2);
    expect(lines.at(-1)).toBe('Nothing was stored: no limit is new.');
  });

  it('stores nothing of a file with a bad line', async () => {
    const { world, file, events } = await deskWithMorning();
    await expect(
      limitsReadback(world, file('account,limit\nNET001,2500\nNET002,0\n'), { json: false }),
    ).rejects.toThrow('line 3, limit');
    expect(await events()).toEqual([]);
  });

  it.each([
    ['2026-10-04', 'not_a_session'],
    ['2026-10-07', 'future_session'],
  ])('refuses the session %s', async (session, code) => {
    const { world, file } = await deskWithMorning();
    await expect(
      limitsReadback(world, file('account,limit\nNET001,2500\n'), { json: false, session }),
    ).rejects.toMatchObject({ code });
  });

  it('creates no database', async () => {
    const folder = temporaryFolder();
    const { world } = fakeWorld({ DB_PATH: join(folder, 'none.db') }, NOW);
    const path = join(folder, 'export.csv');
    writeFileSync(path, 'account,limit\nNET001,2500\n');
    await expect(limitsReadback(world, path, { json: false })).rejects.toMatchObject({ code: 'no_database' });
  });
});
