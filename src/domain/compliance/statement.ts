import type { RulesInForce } from './deskFacts.ts';
import { acceptedMail, mailedSessions } from './findings/morningFindings.ts';
import type { Period } from './period.ts';
import type { TrailRecord } from './trailRecord.ts';

/** The controls of the desk. Each is described in the manual, and recorded in the audit trail. */
export const controls: readonly string[] = [
  'Each trader has a daily loss limit. Before each session the limit for the day is recommended by written rules, or by a model that has to prove better first.',
  'The limit is never above the base limit of the roster, unless an override of at most five sessions is approved under a second name.',
  'Each mailed change is answered by a named individual: set, another amount, or not set with a reason.',
  'A limit is not decided on a P&L that differs from the source: the limit in force stays until the difference is settled, or accepted with a reason.',
  'Decisions, mails, answers, overrides, changes of roster and data, keys and restores are recorded in a chain of hashes, with the individual behind each.',
];

/** The rules from a session on, until the next of these. */
export interface RulesSince {
  readonly since: string;
  /** The first entry that records them. */
  readonly entry: number;
  readonly rules: Omit<RulesInForce, 'modelId' | 'engine'>;
}

export interface EngineSince {
  readonly since: string;
  readonly entry: number;
  readonly from: string;
  readonly to: string;
  readonly why: string;
}

/** A change of the roster or of the keys. */
export interface ControlChange {
  readonly entry: number;
  /** RFC 3339, UTC. */
  readonly time: string;
  readonly kind: 'roster' | 'access';
  readonly subject: string;
  readonly what: string;
  readonly who: string | null;
}

/** What controlled the desk in the period, and how it changed. */
export interface Statement {
  readonly controls: readonly string[];
  readonly rules: readonly RulesSince[];
  readonly engines: readonly EngineSince[];
  readonly changes: readonly ControlChange[];
  /** Sessions from the first morning of the trail on, and those whose mail was accepted. */
  readonly mornings: { readonly due: number; readonly mailed: number };
  /** The first session with facts of the desk; null: the period has none. */
  readonly factsSince: string | null;
}

export function statementOf(period: Period): Statement {
  const due = mailedSessions(period);
  return {
    controls,
    rules: rulesSince(period),
    engines: period.others.flatMap(engineSince),
    changes: period.others.flatMap(controlChange),
    mornings: {
      due: due.length,
      mailed: due.filter((session) => acceptedMail(period, session) !== null).length,
    },
    factsSince: period.facts[0]?.facts.sessionDate ?? null,
  };
}

/** A model is trained again every few sessions: that is no change of the rules. */
function rulesSince({ facts }: Period): readonly RulesSince[] {
  const found: RulesSince[] = [];
  for (const {
    sequence,
    facts: { sessionDate, rules: all },
  } of facts) {
    const { modelId: _, engine: __, ...rules } = all;
    const last = found.at(-1);
    if (last === undefined || JSON.stringify(last.rules) !== JSON.stringify(rules))
      found.push({ since: sessionDate, entry: sequence, rules });
  }
  return found;
}

function engineSince(entry: TrailRecord): readonly EngineSince[] {
  if (entry.kind !== 'gate') return [];
  const { sequence, sessionDate, from, to, why } = entry;
  return [{ since: sessionDate, entry: sequence, from, to, why }];
}

function controlChange(entry: TrailRecord): readonly ControlChange[] {
  if (entry.kind !== 'roster' && entry.kind !== 'access') return [];
  const { sequence, at, kind, subject, what, by } = entry;
  return [{ entry: sequence, time: at, kind, subject, what, who: by }];
}
