import type { StressResult } from '../../../domain/risk/stress/stressResult.ts';
import { longDay } from '../../../domain/text/dates.ts';
import { renderPage } from './pageTemplate.ts';
import { replaySection, scenariosSection } from './stress/stressSections.ts';

export interface ShownStress {
  readonly result: StressResult;
  readonly isDemo: boolean;
  /** A sentence where the stressed session is not the newest one. */
  readonly stale: string | null;
}

/**
 * The page of `npm run stress -- --out FILE`: one HTML file without scripts or external resources. The same
 * result gives the same bytes.
 * @throws DaybreakError when a template is missing.
 */
export function stressPage({ result, isDemo, stale }: ShownStress): string {
  const close = `At the close of ${longDay(result.desk.input.sessionDate)}.`;
  return renderPage({
    title: 'Daybreak stress test',
    subtitle: [isDemo ? 'The demo desk, with made-up fills.' : '', close, stale ?? '']
      .filter((part) => part !== '')
      .join(' '),
    sections: [scenariosSection(result), replaySection(result)],
  });
}
