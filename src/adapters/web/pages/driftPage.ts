import type { DriftLook } from '../../../domain/evaluation/driftLook.ts';
import { longDay } from '../../../domain/text/dates.ts';
import { driftSection } from './driftSection.ts';
import { renderPage } from './pageTemplate.ts';

/** A look at drift as one HTML file. */
export function driftPage(look: DriftLook, isDemo: boolean): string {
  return renderPage({
    title: 'Daybreak drift',
    subtitle: `${isDemo ? 'The demo desk, with made-up fills. ' : ''}For ${longDay(look.session)}.`,
    sections: [driftSection(look)],
  });
}
