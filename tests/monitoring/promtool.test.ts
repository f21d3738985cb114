import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { temporaryFolder } from '../support/stores.ts';
import { alertRules } from './monitoringFiles.ts';

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;
if (!hasPromtool)
  process.stderr.write(
    'SKIPPED: promtool is not installed (apt-get install prometheus): alert rules are not run\n',
  );

const IN = 'instance="daybreak:8080",job="daybreak"';
/** promtool begins at 1970-01-01 00:00 UTC: a timestamp of 0 is an hour old after an hour. */
type Series = Readonly<Record<string, string>>;

/** A daemon in order, for five days. */
const WELL: Series = {
  up: '1x7200',
  daybreak_live: '1x7200',
  daybreak_ready: '1x7200',
  daybreak_database_writable: '1x7200',
  daybreak_morning_in_trouble: '0x7200',
  daybreak_backlog_mails: '0x7200',
  daybreak_undelivered_mails: '0x7200',
  daybreak_next_run_timestamp_seconds: '1e9x7200',
  daybreak_last_backup_timestamp_seconds: '0+86400x7200',
  'daybreak_traders{action="cut"}': '3x7200',
  'daybreak_traders{action="keep"}': '10x7200',
  'daybreak_traders{action="withheld"}': '1x7200',
  daybreak_unconfirmed_answers: '0x7200',
  'daybreak_step_duration_seconds{step="fetch"}': '20x7200',
  'daybreak_step_duration_seconds{step="ledger"}': '30x7200',
  daybreak_newest_session_timestamp_seconds: '0+86400x7200',
  daybreak_database_bytes: '1e8x7200',
  daybreak_disk_free_bytes: '1e11x7200',
  daybreak_start_timestamp_seconds: '0x7200',
  daybreak_resident_memory_bytes: '2e8x7200',
};

/** For each rule: the series that differ from a daemon in order (null: absent), and when it fires. */
const TROUBLES: Readonly<
  Record<string, { readonly series: Readonly<Record<string, string | null>>; readonly at: string }>
> = {
  DaybreakDown: { series: { up: '0x7200' }, at: '5m' },
  DaybreakNotWatched: { series: { up: null }, at: '12m' },
  DaybreakLoopStopped: { series: { daybreak_live: '0x7200' }, at: '5m' },
  DaybreakNotReady: { series: { daybreak_ready: '0x7200' }, at: '8m' },
  DaybreakRestarting: { series: { daybreak_start_timestamp_seconds: '0+300x7200' }, at: '30m' },
  DaybreakMemoryHigh: { series: { daybreak_resident_memory_bytes: '2e9x7200' }, at: '20m' },
  DaybreakMorningInTrouble: { series: { daybreak_morning_in_trouble: '1x7200' }, at: '3m' },
  DaybreakMorningOverdue: { series: { daybreak_next_run_timestamp_seconds: '0x7200' }, at: '20m' },
  DaybreakMailUndelivered: { series: { daybreak_undelivered_mails: '2x7200' }, at: '3m' },
  DaybreakMailsWaiting: { series: { daybreak_backlog_mails: '1x7200' }, at: '25m' },
  DaybreakMorningSlow: { series: { 'daybreak_step_duration_seconds{step="fetch"}': '1780x7200' }, at: '3m' },
  DaybreakFillsOld: { series: { daybreak_newest_session_timestamp_seconds: '-518400x7200' }, at: '70m' },
  DaybreakManyWithheld: { series: { 'daybreak_traders{action="withheld"}': '5x7200' }, at: '8m' },
  DaybreakAnswersUnconfirmed: { series: { daybreak_unconfirmed_answers: '1x7200' }, at: '20m' },
  DaybreakDatabaseNotWritable: { series: { daybreak_database_writable: '0x7200' }, at: '8m' },
  DaybreakDiskNearlyFull: {
    series: { daybreak_disk_free_bytes: '6e8x7200', daybreak_database_bytes: '4e8x7200' },
    at: '20m',
  },
  DaybreakBackupOld: { series: { daybreak_last_backup_timestamp_seconds: '-432000x7200' }, at: '70m' },
  DaybreakNoBackup: { series: { daybreak_last_backup_timestamp_seconds: null }, at: '97h' },
};

describe.skipIf(!hasPromtool)('promtool, the linter of Prometheus,', () => {
  it('accepts the configuration and its rules', () => {
    const { status, stdout, stderr } = spawnSync(
      'promtool',
      ['check', 'config', 'docs/monitoring/prometheus.yml'],
      {
        encoding: 'utf8',
      },
    );
    expect([status, stdout + stderr]).toEqual([0, expect.stringContaining('SUCCESS')]);
  });

  it('fires each rule in its trouble, and none for a daemon in order', () => {
    expect(Object.keys(TROUBLES).sort()).toEqual(
      alertRules()
        .map(({ alert }) => alert)
        .sort(),
    );
    const quiet = alertRules().map(({ alert }) => ({ eval_time: '100h', alertname: alert, exp_alerts: [] }));
    const troubles = Object.entries(TROUBLES).map(([alert, { series, at }]) => ({
      interval: '1m',
      input_series: seriesOf({ ...WELL, ...series }),
      promql_expr_test: [
        {
          expr: `count(ALERTS{alertname="${alert}",alertstate="firing"})`,
          eval_time: at,
          exp_samples: [{ labels: '{}', value: 1 }],
        },
      ],
    }));
    const { status, output } = testRules([
      { interval: '1m', input_series: seriesOf(WELL), alert_rule_test: quiet },
      ...troubles,
    ]);
    expect([status, output]).toEqual([0, expect.stringContaining('SUCCESS')]);
  });

  it('would report a rule that does not fire', () => {
    const { status, output } = testRules([
      {
        interval: '1m',
        input_series: seriesOf(WELL),
        promql_expr_test: [
          { expr: 'count(ALERTS)', eval_time: '5m', exp_samples: [{ labels: '{}', value: 1 }] },
        ],
      },
    ]);
    expect([status, output]).toEqual([1, expect.stringContaining('FAILED')]);
  });
});

function seriesOf(series: Readonly<Record<string, string | null>>) {
  return Object.entries(series).flatMap(([name, values]) => {
    if (values === null) return [];
    const labelled = name.includes('{') ? name.replace('}', `,${IN}}`) : `${name}{${IN}}`;
    return [{ series: labelled, values }];
  });
}

function testRules(tests: readonly object[]) {
  const file = join(temporaryFolder(), 'alerts.test.yml');
  writeFileSync(
    file,
    stringify({ rule_files: [resolve('docs/monitoring/alerts.yml')], evaluation_interval: '1m', tests }),
  );
  const { status, stdout, stderr } = spawnSync('promtool', ['test', 'rules', file], { encoding: 'utf8' });
  return { status, output: stdout + stderr };
}
