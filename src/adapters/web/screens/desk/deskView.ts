import { deskPnlWords, limitSumWords, overnightWords } from '../../../../domain/report/screens/deskLine.ts';
import type { StressResult } from '../../../../domain/risk/stress/stressResult.ts';
import type { DeskRisk } from '../../../../ports/screens/deskRisk.ts';
import type { Section } from '../../pages/document.ts';
import { replaySection, scenariosSection } from '../../pages/stress/stressSections.ts';
import { concentrationSection } from './concentrationSection.ts';
import { correlationSection } from './correlationSection.ts';
import { equitySection } from './equitySection.ts';
import { exposureSection } from './exposureSection.ts';
import { tradedSection } from './tradedSection.ts';

/** Sessions that the equity can be shown over. */
export const EQUITY_CHOICES = [120, 250] as const;

export interface DeskQuery {
  readonly sessions: (typeof EQUITY_CHOICES)[number];
}

/** The risk of the whole desk, first in words. */
export function deskView(risk: DeskRisk | null, stress: StressResult | null, { sessions }: DeskQuery) {
  return {
    isEmpty: risk === null,
    lines:
      risk === null
        ? []
        : [deskPnlWords(risk), limitSumWords(risk), overnightWords(risk), ...stressLine(stress)],
    choices: EQUITY_CHOICES.map((choice) => ({
      sessions: String(choice),
      isShown: choice === sessions,
    })),
    sections: risk === null ? [] : sectionsOf(risk, stress, sessions),
  };
}

/** In the order of the page. The template shows the choice of sessions before the first one. */
function sectionsOf(risk: DeskRisk, stress: StressResult | null, sessions: number): readonly Section[] {
  return [
    equitySection(risk.equity.slice(-sessions)),
    exposureSection(risk),
    ...(stress === null ? [] : [scenariosSection(stress), replaySection(stress)]),
    tradedSection(risk),
    concentrationSection(risk),
    correlationSection(risk),
  ];
}

/** The template ends each line with a full stop. */
function stressLine(stress: StressResult | null): readonly string[] {
  return stress === null ? [] : [stress.summary.replace(/\.$/, '')];
}
