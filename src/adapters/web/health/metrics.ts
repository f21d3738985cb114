import type { Health } from './health.ts';

/** Content type of the Prometheus text format. */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** A row of the registry of metrics. Times are seconds since 1970-01-01 UTC. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  readonly read: (health: Health) => readonly Sample[];
}

export interface Sample {
  readonly value: number;
  readonly labels: Readonly<Record<string, string>>;
}

/** Every metric of `/metrics`; each is a gauge. One without a known value is left out: 0 is a value. */
export const metrics: readonly Metric[] = [
  {
    name: 'daybreak_build_info',
    help: 'The running version, as its label.',
    labels: ['version'],
    read: ({ version }) => [{ value: 1, labels: { version } }],
  },
  single('daybreak_live', '1: the loop of the daemon runs.', ({ live }) => flag(live)),
  single(
    'daybreak_ready',
    '1: the daemon can run a morning now, or is the standby of one that can.',
    ({ ready }) => flag(ready),
  ),
  single('daybreak_database_writable', '1: the database can be written.', ({ database }) =>
    flag(database.writable),
  ),
  {
    name: 'daybreak_morning_state',
    help: "State of today's morning, as its label.",
    labels: ['state'],
    read: ({ morning: { state } }) => [{ value: 1, labels: { state } }],
  },
  single('daybreak_morning_in_trouble', "1: today's morning needs the operator.", ({ morning }) =>
    flag(morning.isTrouble),
  ),
  single('daybreak_backlog_mails', 'Mails of today still to be sent.', ({ backlog }) => backlog),
  single(
    'daybreak_undelivered_mails',
    'Mails of today to risk managers that have not arrived after half an hour, or were lost.',
    ({ undelivered }) => undelivered,
  ),
  {
    name: 'daybreak_last_run_timestamp_seconds',
    help: 'When the last step of a morning ended, with its outcome.',
    labels: ['session', 'outcome'],
    read: ({ lastRun }) =>
      lastRun === null
        ? []
        : [
            {
              value: seconds(lastRun.at),
              labels: { session: lastRun.sessionDate, outcome: lastRun.outcome },
            },
          ],
  },
  time(
    'daybreak_next_run_timestamp_seconds',
    'When the next morning or the next retry begins.',
    ({ nextRunAt }) => nextRunAt,
  ),
  time(
    'daybreak_last_backup_timestamp_seconds',
    'When the newest backup was made.',
    (health) => health.lastBackupAt,
  ),
  time(
    'daybreak_last_decision_timestamp_seconds',
    'When the newest limits were decided.',
    ({ figures }) => figures.decided?.at ?? null,
  ),
  {
    name: 'daybreak_traders',
    help: 'Number of traders of each action in the newest decision.',
    labels: ['action'],
    read: ({ figures }) =>
      Object.entries(figures.decided?.traders ?? {}).map(([action, value]) => ({
        value,
        labels: { action },
      })),
  },
  single(
    'daybreak_unconfirmed_answers',
    'Answers to the newest mail that wait for a confirmation.',
    ({ figures }) => figures.decided?.unconfirmedAnswers ?? null,
  ),
  {
    name: 'daybreak_step_duration_seconds',
    help: 'How long each finished step of the newest morning took.',
    labels: ['step'],
    read: ({ figures }) => figures.steps.map(({ step, seconds: value }) => ({ value, labels: { step } })),
  },
  time(
    'daybreak_newest_session_timestamp_seconds',
    'The newest session with fills: midnight UTC of its date.',
    ({ figures }) => figures.newestSession,
  ),
  time(
    'daybreak_last_import_timestamp_seconds',
    'When the source was read, or a file imported, for the last time.',
    ({ figures }) => figures.lastImportAt,
  ),
  single(
    'daybreak_database_bytes',
    'Size of the database with its write-ahead log.',
    ({ figures }) => figures.databaseBytes,
  ),
  single(
    'daybreak_disk_free_bytes',
    'Free space on the disk of the database.',
    ({ figures }) => figures.diskFreeBytes,
  ),
  single('daybreak_web_up', '1: the web server answers. Left out where WEB_PORT is 0.', ({ figures }) =>
    figures.isWebUp === null ? null : flag(figures.isWebUp),
  ),
  time('daybreak_start_timestamp_seconds', 'When the daemon started.', ({ figures }) => figures.startedAt),
  single(
    'daybreak_resident_memory_bytes',
    'Resident memory of the daemon.',
    ({ figures }) => figures.residentBytes,
  ),
];

/** The state of `/health` in the Prometheus text format. */
export function prometheusMetrics(health: Health): string {
  return metrics
    .map(({ name, help, read }) => {
      const samples = read(health).map((sample) => formatSample(name, sample));
      return samples.length === 0 ? '' : `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${samples.join('')}`;
    })
    .join('');
}

function single(name: string, help: string, value: (health: Health) => number | null): Metric {
  const read = (health: Health) => {
    const found = value(health);
    return found === null ? [] : [{ value: found, labels: {} }];
  };
  return { name, help, labels: [], read };
}

function time(name: string, help: string, isoTime: (health: Health) => string | null): Metric {
  return single(name, help, (health) => {
    const found = isoTime(health);
    return found === null ? null : seconds(found);
  });
}

function formatSample(name: string, { value, labels }: Sample): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${pairs.length === 0 ? name : `${name}{${pairs.join(',')}}`} ${value}\n`;
}

/** Escapes a label value as the Prometheus text format requires. */
function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function flag(value: boolean): number {
  return value ? 1 : 0;
}

function seconds(isoTime: string): number {
  return Date.parse(isoTime) / 1000;
}
