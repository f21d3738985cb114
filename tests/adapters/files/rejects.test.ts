import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRejectSink } from '../../../src/adapters/files/rejects.ts';
import { temporaryFolder } from '../../support/stores.ts';

const rejected = (value: string) => ({
  where: 'fills.csv',
  line: 2,
  column: 'Qty',
  value,
  reason: 'not a plain number',
  raw: `x,${value}`,
  account: null,
  sessionDate: null,
});

describe('the rejected rows of a stream', () => {
  it('are in a file after close(), and there is no file without rejected rows', () => {
    const folder = join(temporaryFolder(), 'rejects');
    expect(createRejectSink(folder, 'clean.csv').close()).toBeNull();
    const sink = createRejectSink(folder, '../some where/fills.csv-a');
    sink.add([rejected('much')]);
    sink.add([]);
    sink.add([rejected('=1+1')]);
    const path = sink.close() ?? '';
    expect(path).toBe(join(folder, 'fills.csv-a.rejects.csv'));
    expect(readFileSync(path, 'utf8')).toBe(
      'file,line,column,value,reason,row\nfills.csv,2,Qty,much,not a plain number,"x,much"\nfills.csv,2,Qty,\'=1+1,not a plain number,"x,=1+1"\n',
    );
  });

  it('replace the file of the earlier import, and remove it when there are none', () => {
    const folder = temporaryFolder();
    for (const values of [['first'], ['second'], []]) {
      const sink = createRejectSink(folder, 'fills.csv');
      sink.add(values.map(rejected));
      const path = sink.close();
      const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
      expect(texts.map((text) => text.includes(`,${values[0]},`))).toEqual(values.map(() => true));
      expect(path === null).toBe(values.length === 0);
    }
  });

  it('leave no file after discard(), and the earlier file stays unchanged', () => {
    const folder = temporaryFolder();
    for (const end of ['close', 'discard'] as const) {
      const sink = createRejectSink(folder, 'fills.csv');
      sink.add([rejected(end)]);
      sink[end]();
    }
    expect(readdirSync(folder)).toEqual(['fills.csv.rejects.csv']);
    expect(readFileSync(join(folder, 'fills.csv.rejects.csv'), 'utf8')).toContain(',close,');
  });
});
