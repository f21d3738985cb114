import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

/** The files of docs/monitoring, read as Prometheus and Grafana read them. */
const FOLDER = 'docs/monitoring';

const alertRule = z.strictObject({
  alert: z.string().regex(/^Daybreak[A-Za-z]+$/),
  expr: z.string().min(1),
  for: z.string().regex(/^\d+[mhd]$/),
  labels: z.strictObject({ severity: z.enum(['critical', 'warning', 'info']) }),
  annotations: z.strictObject({ summary: z.string().regex(/\.$/), runbook_url: z.string() }),
});
const alertFile = z.strictObject({
  groups: z.array(z.strictObject({ name: z.string(), rules: z.array(alertRule) })),
});
const target = z.looseObject({ expr: z.string().min(1), refId: z.string() });
const panel = z.looseObject({
  id: z.number().int().positive(),
  type: z.enum(['row', 'stat', 'timeseries', 'state-timeline', 'table']),
  title: z.string().min(1),
  gridPos: z.strictObject({
    x: z.number().int().min(0).max(23),
    y: z.number().int().min(0),
    w: z.number().int().min(1).max(24),
    h: z.number().int().min(1),
  }),
  description: z.string().regex(/\.$/).optional(),
  targets: z.array(target).optional(),
});
const dashboardFile = z.looseObject({
  uid: z.string(),
  title: z.string(),
  schemaVersion: z.number().int().min(36),
  panels: z.array(panel),
  templating: z.object({ list: z.array(z.looseObject({ name: z.string(), type: z.string() })) }),
});

export type AlertRule = z.infer<typeof alertRule>;
export type Panel = z.infer<typeof panel>;

export function alertRules(text = readFileSync(`${FOLDER}/alerts.yml`, 'utf8')): readonly AlertRule[] {
  return alertFile.parse(parse(text)).groups.flatMap(({ rules }) => rules);
}

export function dashboard(): z.infer<typeof dashboardFile> {
  return dashboardFile.parse(JSON.parse(readFileSync(`${FOLDER}/grafana/dashboards/daybreak.json`, 'utf8')));
}

/** A file of the folder, as YAML. */
export function monitoringYaml(path: string) {
  return parse(readFileSync(`${FOLDER}/${path}`, 'utf8'));
}
