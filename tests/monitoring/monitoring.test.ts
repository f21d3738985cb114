import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { startHealthServer } from '../../src/adapters/web/health/healthServer.ts';
import { metrics } from '../../src/adapters/web/health/metrics.ts';
import { createHealth } from '../../src/commands/health.ts';
import { anchorsOf, linksOf, readPage } from '../support/markdown.ts';
import { temporaryFolder } from '../support/stores.ts';
import { fakeWorld } from '../support/world.ts';
import { busyHealth } from './busyHealth.ts';
import { alertRules, dashboard, monitoringYaml, type Panel } from './monitoringFiles.ts';
import { selectorsOf } from './promql.ts';

/** Series that Prometheus makes itself, and the labels that it adds to every series. */
const OF_PROMETHEUS: Readonly<Record<string, readonly string[]>> = {
  up: [],
  ALERTS: ['alertname', 'alertstate', 'severity'],
};
const ADDED_LABELS = ['job', 'instance'];

/** Metric → labels, as a running health server answers them. */
let served: ReadonlyMap<string, readonly string[]>;
beforeAll(async () => {
  const { port, close } = await startHealthServer(async () => busyHealth, { host: '127.0.0.1', port: 0 });
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  await close();
  served = new Map(
    [...text.matchAll(/^(\w+)(?:\{(.*)\})? \S+$/gm)].map(([, name = '', labels = '']) => [
      name,
      [...labels.matchAll(/(\w+)="/g)].map((match) => match[1] ?? ''),
    ]),
  );
});

/** What is wrong with an expression: metrics that are not served, and labels that they do not have. */
function faultsOf(expression: string): readonly string[] {
  const { selectors, groupedBy } = selectorsOf(expression);
  const labelsOf = (metric: string) => OF_PROMETHEUS[metric] ?? served.get(metric);
  const all = selectors.flatMap(({ metric }) => labelsOf(metric) ?? []);
  return [
    ...(selectors.length === 0 ? ['no metric'] : []),
    ...selectors.flatMap(({ metric, labels }) => {
      const known = labelsOf(metric);
      if (known === undefined) return [metric];
      return labels
        .filter((label) => ![...known, ...ADDED_LABELS].includes(label))
        .map((label) => `${metric}{${label}}`);
    }),
    ...groupedBy.filter((label) => ![...all, ...ADDED_LABELS].includes(label)),
  ];
}

describe('the metrics', () => {
  it('are all served by a health server that knows everything', () => {
    expect([...served.keys()]).toEqual(metrics.map(({ name }) => name));
    for (const { name, labels } of metrics) expect([name, served.get(name)]).toEqual([name, labels]);
  });

  it('are served by a daemon that has just started, as far as they are known', async () => {
    const { world } = fakeWorld({ DB_PATH: join(temporaryFolder(), 'daybreak.db') }, '2026-03-03T10:00:00Z');
    const health = await createHealth(world).read();
    const known = metrics.filter(({ read }) => read(health).length > 0).map(({ name }) => name);
    expect(known).toContain('daybreak_start_timestamp_seconds');
    expect(known).not.toContain('daybreak_database_bytes');
  });

  it('have names by the conventions of Prometheus: a prefix, and the unit last', () => {
    for (const { name } of metrics) expect(name).toMatch(/^daybreak_[a-z]+(_[a-z]+)*$/);
    const timed = metrics.filter(({ name }) => /timestamp|duration/.test(name));
    for (const { name } of timed) expect(name).toMatch(/_seconds$/);
  });
});

describe('the alert rules', () => {
  const rules = alertRules();

  it.each(rules)('$alert asks for metrics and labels that exist', ({ expr }) => {
    expect(faultsOf(expr)).toEqual([]);
  });

  it('have names of their own', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });

  it('link each to a section of the runbook, and the runbook has no other', () => {
    const runbook = readPage('docs/runbook.md');
    const anchors = anchorsOf(runbook);
    for (const { alert, annotations } of rules) {
      expect(annotations.runbook_url).toBe(`docs/runbook.md#${alert.toLowerCase()}`);
      expect(anchors).toContain(alert.toLowerCase());
    }
    const sections = [...runbook.matchAll(/^### (Daybreak\w+)$/gm)].map((match) => match[1]);
    expect(sections).toEqual(rules.map(({ alert }) => alert));
  });

  it('would fail the check with a metric, a label or a field that does not exist', () => {
    expect(faultsOf('daybreak_dead == 1')).toEqual(['daybreak_dead']);
    expect(faultsOf('sum by (trader) (daybreak_traders{name="x"}) > 1')).toEqual([
      'daybreak_traders{name}',
      'trader',
    ]);
    expect(faultsOf('time() > 3')).toEqual(['no metric']);
    const rule = 'groups: [{name: g, rules: [{alert: DaybreakX, expr: up, labels: {severity: critical}}]}]';
    expect(() => alertRules(rule)).toThrow(/for/);
  });
});

describe('the dashboard of Grafana', () => {
  const { panels, templating } = dashboard();
  const charts = panels.filter(({ type }) => type !== 'row');

  it.each(charts)('the panel $title asks for metrics and labels that exist', ({ targets = [] }) => {
    expect(targets.length).toBeGreaterThan(0);
    for (const { expr } of targets) expect([expr, faultsOf(expr)]).toEqual([expr, []]);
    expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
  });

  it('has panels with ids of their own that do not overlap', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const overlapping = panels.flatMap((one, at) =>
      panels
        .slice(at + 1)
        .filter((other) => overlap(one, other))
        .map((other) => [one.title, other.title]),
    );
    expect(overlapping).toEqual([]);
  });

  it('describes every panel, and asks for every variable it uses', () => {
    expect(charts.filter(({ description }) => description === undefined)).toEqual([]);
    const used = new Set([...JSON.stringify(panels).matchAll(/\$\{?(\w+)\}?/g)].map((match) => match[1]));
    expect([...used].sort()).toEqual(templating.list.map(({ name }) => name).sort());
  });

  it('shows every metric', () => {
    const shown = charts.flatMap(({ targets = [] }) =>
      targets.flatMap(({ expr }) => selectorsOf(expr).selectors.map(({ metric }) => metric)),
    );
    expect([...served.keys()].filter((name) => !shown.includes(name))).toEqual([]);
  });
});

describe('the compose profile monitoring', () => {
  const { services, volumes } = parse(readFileSync('compose.yaml', 'utf8'), { merge: true });
  const { prometheus, grafana, daybreak } = services;

  it.each(['prometheus', 'grafana'])(
    'runs %s with a pinned version, confined, on this machine only',
    (name) => {
      expect(services[name]).toMatchObject({
        profiles: ['monitoring'],
        image: expect.stringMatching(/:v?\d+\.\d+\.\d+$/),
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      });
      for (const port of services[name].ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
    },
  );

  it('mounts files that exist, read-only, and keeps the rest in volumes', () => {
    const mounts: readonly string[] = [...prometheus.volumes, ...grafana.volumes];
    for (const [from = '', , mode] of mounts.map((mount) => mount.split(':'))) {
      if (!from.startsWith('./')) expect(Object.keys(volumes)).toContain(from);
      else expect([from, existsSync(from), mode]).toEqual([from, true, 'ro']);
    }
  });

  it('lets Prometheus reach the daemon, and Grafana reach Prometheus', () => {
    const {
      scrape_configs: [job],
      rule_files: files,
    } = monitoringYaml('prometheus.yml');
    const { HEALTH_HOST, HEALTH_PORT } = daybreak.environment;
    expect(job).toMatchObject({ job_name: 'daybreak' });
    expect(job.static_configs[0].targets).toEqual([`daybreak:${HEALTH_PORT}`]);
    expect(HEALTH_HOST).toBe('0.0.0.0');
    expect(files.map((file: string) => `/etc/prometheus/${file}`)).toEqual(['/etc/prometheus/alerts.yml']);
    const [source] = monitoringYaml('grafana/provisioning/datasources/prometheus.yml').datasources;
    expect(source.url).toBe('http://prometheus:9090');
    const [provider] = monitoringYaml('grafana/provisioning/dashboards/daybreak.yml').providers;
    expect(grafana.volumes).toContain(`./docs/monitoring/grafana/dashboards:${provider.options.path}:ro`);
  });
});

it('docs/operations.md links every file that an operator copies', () => {
  const linked = linksOf(readPage('docs/operations.md'));
  for (const file of ['prometheus.yml', 'alerts.yml', 'grafana/dashboards/daybreak.json'])
    expect(linked).toContain(`monitoring/${file}`);
});

function overlap({ gridPos: a }: Panel, { gridPos: b }: Panel): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
