import { count } from '../text/words.ts';
import { switchReason } from './cutSwitch.ts';
import type { MorningReport } from './report.ts';

type Decided = Pick<MorningReport, 'engine'> & Partial<Pick<MorningReport, 'gate' | 'alerts' | 'cutSwitch'>>;

/**
 * Which engine decided, once, in plain words: `Decided by the fixed rules. The model is not in use: it has
 * not proved better yet.` The figures stand in the JSON. Where cuts are switched off: why, with the figures.
 */
export function decidedBy({ engine, gate = null, alerts = [], cutSwitch }: Decided): string {
  switch (engine) {
    case 'no-cut':
      return ['No limit is cut: cuts are switched off.', switchReason({ cutSwitch })].join(' ').trim();
    case 'ridge':
      return `Decided by the model${gate === null ? '' : `, which did better than the fixed rules over the last ${count(gate.sessions, 'session')}`}.`;
    case 'rules':
      return `Decided by the fixed rules. ${whyNotTheModel(gate, alerts)}`;
    case 'none':
      return 'No engine could decide.';
  }
}

const names: Readonly<Record<string, string>> = {
  ridge: 'model',
  rules: 'rules',
  'no-cut': 'no cut',
  none: 'no engine',
};

/** The engine in one word, for tables. An engine of a newer version is shown as it is stored. */
export function engineName(engine: string): string {
  return names[engine] ?? engine;
}

function whyNotTheModel(gate: MorningReport['gate'], alerts: MorningReport['alerts']): string {
  if (alerts.some(({ code }) => code === 'CIRCUIT_BREAKER'))
    return 'The model is in use, but is switched off today: its input or its forecasts look wrong.';
  if (gate === null) return 'The model is not in use: it has no record yet.';
  return gate.inForce
    ? 'The model is in use, but made no forecast today.'
    : 'The model is not in use: it has not proved better yet.';
}
