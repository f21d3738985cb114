import { setImmediate } from 'node:timers/promises';
import {
  engineHeadline,
  engineSince,
  engineWhy,
  gateFacts,
} from '../../../../domain/report/screens/decidingEngine.ts';
import { longDay } from '../../../../domain/text/dates.ts';
import type { ModelEvidence } from '../../../../ports/screens/modelReader.ts';
import type { Section } from '../../pages/document.ts';
import { driftSection } from '../../pages/driftSection.ts';
import { calibrationSection, valueAtRiskSection } from './forecastSections.ts';
import { gateOverTime } from './gateOverTime.ts';
import { shadowStrategies } from './shadowStrategies.ts';
import { switchOverTime } from './switchOverTime.ts';
import { weightSection } from './weightSection.ts';

const parts: readonly ((evidence: ModelEvidence) => Section)[] = [
  gateOverTime,
  switchOverTime,
  ({ forecasts }) => calibrationSection(forecasts),
  ({ forecasts }) => valueAtRiskSection(forecasts),
  ({ drift }) => driftSection(drift),
  shadowStrategies,
  weightSection,
];

/**
 * The screen of the model: who decides and why, then the evidence. Drawing a section takes tens of
 * milliseconds, so other requests are answered between two sections.
 */
export async function modelView(evidence: ModelEvidence): Promise<object> {
  const sections: Section[] = [];
  for (const part of parts) {
    sections.push(part(evidence));
    await setImmediate();
  }
  return { ...headerView(evidence), sections };
}

/** The first lines of the screen. */
export function headerView(evidence: ModelEvidence) {
  const { morning, engines, sessions } = evidence;
  return {
    heading: engineHeadline(morning.engine),
    session: `for ${longDay(morning.sessionDate)}`,
    why: engineWhy(morning, morning.passedOver),
    since: engineSince(engines, sessions[0] ?? morning.sessionDate),
    facts: gateFacts(morning.gate),
    scope: `Forecasts and days of up to 250 sessions through ${longDay(sessions.at(-2) ?? morning.dataThrough)}.`,
    outdated: outdatedWords(evidence),
  };
}

/** What a correction, a late answer or an update has made the model forget; empty: nothing. */
function outdatedWords({ learnedThrough, sessions, morning }: ModelEvidence): string {
  const through = sessions.at(-2) ?? morning.dataThrough;
  if (learnedThrough !== null && learnedThrough >= through) return '';
  const which = learnedThrough === null ? 'its sessions' : `sessions after ${longDay(learnedThrough)}`;
  return `The model has to learn ${which} again: days changed, or Daybreak was updated. The next morning does so. Until then, figures of the gate may be missing, and stopped days count as traded.`;
}
