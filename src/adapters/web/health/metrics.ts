import type { Health } from './health.ts';

/** Content type of the Prometheus text format. */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

interface Gauge {
  readonly name: string;
  readonly help: string;
  /** Null when unknown: the gauge is then omitted, because 0 would be a measured value. */
  readonly value: number | null;
  readonly labels?: Readonly<Record<string, string>>;
}

/** The state of `/health` as gauges in the Prometheus text format. Times are seconds since 1970-01-01 UTC. */
export function prometheusMetrics(health: Health): string {
  return gaugesOf(health)
    .filter(({ value }) => value !== null)
    .map(formatGauge)
    .join('');
}

function gaugesOf(health: Health): readonly Gauge[] {
  const { version, morning, database, lastRun } = health;
  return [
    { name: 'build_info', help: 'The running version, as its label.', value: 1, labels: { version } },
    { name: 'live', help: '1: the loop of the daemon runs.', value: flag(health.live) },
    {
      name: 'ready',
      help: '1: the daemon can run a morning now, or is the standby of one that can.',
      value: flag(health.ready),
    },
    { name: 'database_writable', help: '1: the database can be written.', value: flag(database.writable) },
    {
      name: 'morning_state',
      help: "State of today's morning, as its label.",
      value: 1,
      labels: { state: morning.state },
    },
    {
      name: 'morning_in_trouble',
      help: "1: today's morning needs the operator.",
      value: flag(morning.isTrouble),
    },
    { name: 'backlog_mails', help: 'Mails of today still to be sent.', value: health.backlog },
    {
      name: 'undelivered_mails',
      help: 'Mails of today to risk managers that have not arrived after half an hour, or were lost.',
      value: health.undelivered,
    },
    {
      name: 'last_run_timestamp_seconds',
      help: 'When the last step of a morning ended, with its outcome.',
      value: lastRun && seconds(lastRun.at),
      ...(lastRun && { labels: { session: lastRun.sessionDate, outcome: lastRun.outcome } }),
    },
    {
      name: 'next_run_timestamp_seconds',
      help: 'When the next morning or the next retry begins.',
      value: seconds(health.nextRunAt),
    },
    {
      name: 'last_backup_timestamp_seconds',
      help: 'When the newest backup was made.',
      value: seconds(health.lastBackupAt),
    },
  ];
}

function formatGauge({ name, help, value, labels = {} }: Gauge): string {
  const full = `daybreak_${name}`;
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  const labelled = pairs.length === 0 ? full : `${full}{${pairs.join(',')}}`;
  return `# HELP ${full} ${help}\n# TYPE ${full} gauge\n${labelled} ${value}\n`;
}

/** Escapes a label value as the Prometheus text format requires. */
function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function flag(value: boolean): number {
  return value ? 1 : 0;
}

function seconds(isoTime: string | null): number | null {
  return isoTime === null ? null : Date.parse(isoTime) / 1000;
}
