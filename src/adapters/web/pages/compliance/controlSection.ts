import type { ComplianceReport } from '../../../../domain/compliance/complianceReport.ts';
import type { RulesSince } from '../../../../domain/compliance/statement.ts';
import { engineName } from '../../../../domain/report/engineWords.ts';
import { count } from '../../../../domain/text/words.ts';
import { numbers, paragraph, section, table, words } from '../blocks.ts';
import type { Block, Section } from '../document.ts';
import { moreRows } from './moreRows.ts';

const MOST_RULES = 4;

/** The controls of the desk, and the rules in force with the session since which they hold. */
export function controlSection({ statement, lineage }: ComplianceReport): Section {
  const { controls, rules, engines } = statement;
  return section(
    'controls',
    'Statement of controls',
    ...controls.map(paragraph),
    ...(rules.length === 0 ? [] : [rulesTable(rules), ...moreRows(rules.length - MOST_RULES, 'change')]),
    ...engines
      .slice(0, MOST_RULES)
      .map(({ since, from, to, why }) =>
        paragraph(`Since ${since} ${engineName(to)} decides instead of ${engineName(from)}: ${why}.`),
      ),
    ...notRecorded(lineage.notRecorded.length),
  );
}

function rulesTable(rules: readonly RulesSince[]): Block {
  return table(
    'Rules in force, by the first session that they decided',
    [
      ...words('Since', 'Version'),
      ...numbers('Deepest cut', 'Rounded to', 'Desk VaR at most', 'Position at most'),
      ...words('Limit on', 'Limit kept'),
    ],
    rules
      .slice(0, MOST_RULES)
      .map(({ since, rules: rule }) => [
        since,
        rule.version,
        `${rule.maxReductionPct} %`,
        `$${rule.limitRoundTo}`,
        `${rule.maxPortfolioRiskPct} %`,
        rule.maxPositionPct === null ? 'not set' : `${rule.maxPositionPct} %`,
        rule.limitBasis === 'total' ? 'total P&L' : 'realised P&L',
        rule.limitLifetime === 'session' ? 'for one session' : 'until changed',
      ]),
  );
}

function notRecorded(sessions: number): readonly Block[] {
  if (sessions === 0) return [];
  return [
    paragraph(
      `An earlier version decided ${count(sessions, 'session')} of the period. Of these, P&L, stops, positions and VaR are not recorded, and no rule about them can find anything.`,
    ),
  ];
}
