import { describe, expect, it } from 'vitest';
import { temporaryStores } from '../../../support/stores.ts';

const ADD = 'INSERT INTO multiplier (pattern, multiplier) VALUES (?, ?)';
const ALL = 'SELECT pattern, multiplier FROM multiplier ORDER BY pattern';

describe('a batch of statements', () => {
  it('is executed in order, and each statement returns its own rows', async () => {
    const { database } = await temporaryStores();
    const results = await database.transaction(({ connection }) =>
      connection.batch([
        [ADD, 'ES', 50],
        [ALL],
        [ADD, 'CL', 1000],
        [ALL],
        ['DELETE FROM multiplier WHERE pattern = :pattern', { pattern: 'ES' }],
        ['SELECT count(*) AS n, NULL AS missing FROM multiplier'],
      ]),
    );
    const [es, cl] = [
      { pattern: 'ES', multiplier: 50 },
      { pattern: 'CL', multiplier: 1000 },
    ];
    expect(results).toEqual([[], [es], [], [cl, es], [], [{ n: 1, missing: null }]]);
  });

  it('may be empty, and may be longer than what is sent at once', async () => {
    const { database } = await temporaryStores();
    const results = await database.transaction(async ({ connection }) => {
      expect(await connection.batch([])).toEqual([]);
      return connection.batch(
        Array.from({ length: 2_500 }, (_, n) => ['SELECT CAST(? AS text) AS n', `${n}`]),
      );
    });
    expect(results.map(([row]) => row)).toEqual(Array.from({ length: 2_500 }, (_, n) => ({ n: `${n}` })));
  });

  it('that fails in the middle stores nothing, and its statements can be used again', async () => {
    const { database } = await temporaryStores();
    const failing = database.transaction(({ connection }) =>
      connection.batch([[ADD, 'ES', 50], [ALL], [ADD, 'ES', 20], ['SELECT 7 AS later']]),
    );
    await expect(failing).rejects.toThrow(/unique constraint/i);
    for (let time = 0; time < 2; time++) {
      const rows = database.transaction(({ connection }) =>
        connection.batch([[ALL], ['SELECT 7 AS later'], [ADD, `T${time}`, 1]]),
      );
      expect(await rows).toEqual([time === 0 ? [] : [{ pattern: 'T0', multiplier: 1 }], [{ later: 7 }], []]);
    }
  });

  it('counts the rows that one statement changed with many values', async () => {
    const { database } = await temporaryStores();
    const changed = await database.transaction(async ({ connection }) => [
      await connection.runEach(ADD, [
        ['ES', 50],
        ['CL', 1000],
      ]),
      await connection.runEach('DELETE FROM multiplier WHERE pattern = ?', [['ES'], ['NQ'], ['CL']]),
    ]);
    expect(changed).toEqual([2, 2]);
  });
});
