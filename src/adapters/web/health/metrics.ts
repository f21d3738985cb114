import type { Health } from './health.ts';

export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

interface Gauge {
  readonly name: string;
  readonly help: string;
  /** null: not known, and left out, for 0 would be a value. */
  readonly value: number | null;
  readonly labels?: Readonly<Record<string, string>>;
}

/** The same story as `/health`, as gauges in the text format of Prometheus. Times are seconds since 1970, UTC. */
export function metricsOf(health: Health): string {
  return gaugesOf(health)
    .filter(({ value }) => value !== null)
    .map(inTextFormat)
    .join('');
}

function gaugesOf(health: Health): readonly Gauge[] {
  const { version, morning, database, lastRun } = health;
  return [
    { name: 'build_info', help: 'The version that runs.', value: 1, labels: { version } },
    { name: 'live', help: '1: the daemon wakes up.', value: flag(health.live) },
    {
      name: 'ready',
      help: '1: it could run a morning now, or stands by for another.',
      value: flag(health.ready),
    },
    { name: 'database_writable', help: '1: the database can be written.', value: flag(database.writable) },
    {
      name: 'morning_state',
      help: "How today's morning stands, as its label.",
      value: 1,
      labels: { state: morning.state },
    },
    {
      name: 'morning_in_trouble',
      help: "1: somebody has to put today's morning right.",
      value: flag(morning.isTrouble),
    },
    { name: 'backlog_mails', help: 'Mails of today yet to be handed over.', value: health.backlog },
    {
      name: 'last_run_timestamp_seconds',
      help: 'When the last step of a morning ended, with its outcome.',
      value: lastRun && seconds(lastRun.at),
      ...(lastRun && { labels: { session: lastRun.sessionDate, outcome: lastRun.outcome } }),
    },
    {
      name: 'next_run_timestamp_seconds',
      help: 'When the next morning, or the next try, begins.',
      value: seconds(health.nextRunAt),
    },
    {
      name: 'last_backup_timestamp_seconds',
      help: 'When the newest backup was made.',
      value: seconds(health.lastBackupAt),
    },
  ];
}

function inTextFormat({ name, help, value, labels = {} }: Gauge): string {
  const full = `daybreak_${name}`;
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  const labelled = pairs.length === 0 ? full : `${full}{${pairs.join(',')}}`;
  return `# HELP ${full} ${help}\n# TYPE ${full} gauge\n${labelled} ${value}\n`;
}

/** As the format asks of label values. */
function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function flag(value: boolean): number {
  return value ? 1 : 0;
}

function seconds(isoTime: string | null): number | null {
  return isoTime === null ? null : Date.parse(isoTime) / 1000;
}
