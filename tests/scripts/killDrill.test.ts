import { describe, expect, it } from 'vitest';
import { killDrill } from '../../scripts/drill/killDrill.ts';
import { killRows } from '../../scripts/drill/killTable.ts';
import { BOUNDARIES, type KillMoment, killPlan, nameOf } from '../../scripts/drill/moments.ts';
import { differences, faultOfAudit, faultsOfStore, resultsOf } from '../../scripts/drill/storeState.ts';
import { createRandom } from '../../src/adapters/demo/simulation/random.ts';
import { drillStores } from '../support/drillStores.ts';
import { storedFill } from '../support/fill.ts';
import { compiledProgram } from '../support/program.ts';
import { append, temporaryFolder, temporarySqlite } from '../support/stores.ts';

// About thirty processes, two at a time; the machine may be busy.
const KILLS = 20;

describe('a morning that is killed twenty times', () => {
  it('leaves one row and one mail per recipient, the same cuts, an intact file and a whole run ledger', async () => {
    const mornings = await killDrill({
      folder: temporaryFolder(),
      stores: await drillStores(),
      kills: KILLS,
      seed: Math.floor(Math.random() * 1e6),
      lanes: 2,
      logProgress: () => undefined,
      program: [compiledProgram()],
    });
    expect(mornings.flatMap(({ violations }) => violations)).toEqual([]);
    expect(killRows(mornings, KILLS).filter(({ verdict }) => verdict === 'fail')).toEqual([]);
    expect(mornings.flatMap(({ kills }) => kills)).toHaveLength(KILLS);
    expect(mornings[0]?.results['cuts']?.rows).toBeGreaterThan(0);
  });
});

describe('the plan of kills', () => {
  const sessions = (seed: number, count: number) => {
    const plan = killPlan(createRandom(seed, 'test'), 3_000);
    return Array.from({ length: count }, () => plan.next(5));
  };

  it('depends on the seed only, and includes every boundary', () => {
    expect(sessions(1, 20)).toEqual(sessions(1, 20));
    expect(sessions(1, 20)).not.toEqual(sessions(2, 20));
    const names = new Set(sessions(1, 20).flat().map(nameOf));
    for (const boundary of BOUNDARIES) expect(names).toContain(nameOf(boundary));
  });

  it('kills a morning in the order of its steps, and while a mail is on its way no more than once', () => {
    for (const kills of sessions(3, 200)) {
      const boundaries = kills.filter(
        (kill): kill is (typeof BOUNDARIES)[number] => kill.kind === 'boundary',
      );
      const places = boundaries.map((kill) => BOUNDARIES.indexOf(kill));
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      expect(boundaries.filter(({ words }) => words.startsWith('mail ')).length).toBeLessThanOrEqual(1);
    }
  });

  it('never plans more kills than requested', () => {
    const plan = killPlan(createRandom(4, 'test'), 3_000);
    expect([plan.next(1), plan.next(2)].map((kills: readonly KillMoment[]) => kills.length)).toEqual([1, 2]);
  });
});

describe('the checks of the drill', () => {
  it('find an extra fill, an orphaned row, and a changed audit entry', async () => {
    const [one, other] = [await temporarySqlite(), await temporarySqlite()];
    await append(one, [storedFill({ identity: 'P:1' })]);
    await append(other, [storedFill({ identity: 'P:1' }), storedFill({ identity: 'P:2' })]);
    const changed = other.database.driver;
    expect(differences(await resultsOf(one.database), await resultsOf(one.database))).toEqual([]);
    expect(differences(await resultsOf(one.database), await resultsOf(other.database))).toEqual(['fills']);
    await other.roster.set({ trader: 'NET009', desk: 'one' });
    expect([await faultsOfStore(other.database), await faultOfAudit(other.database)]).toEqual([[], null]);
    changed.pragma('foreign_keys = OFF');
    changed.exec('UPDATE account SET trader_id = 999; DROP TRIGGER IF EXISTS audit_entry_update');
    for (const { name } of changed
      .prepare<[], { name: string }>(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'",
      )
      .all())
      changed.exec(`DROP TRIGGER ${name}`);
    changed.exec("UPDATE audit_entry SET subject = 'nobody' WHERE sequence = 1");
    expect(await faultsOfStore(other.database)).toEqual([expect.stringContaining('foreign_key_check')]);
    expect(await faultOfAudit(other.database)).toContain('audit entry 1');
  });
});
