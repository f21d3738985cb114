import { shownName } from '../../../../domain/text/outsideText.ts';
import type { ModelEvidence } from '../../../../ports/screens/modelReader.ts';
import { comparisonBlocks, DECIDED_EACH_MORNING } from '../../pages/backtest/shadowSection.ts';
import { paragraph, section } from '../../pages/blocks.ts';
import type { Section } from '../../pages/document.ts';

/** Other engines or settings against the strategy in force, on the same trader-days. */
export function shadowStrategies({
  shadows,
  shadowNames,
}: Pick<ModelEvidence, 'shadows' | 'shadowNames'>): Section {
  const heading = 'Shadow strategies';
  if (shadows.length > 0)
    return section('shadows', heading, paragraph(DECIDED_EACH_MORNING), ...comparisonBlocks(shadows));
  return section(
    'shadows',
    heading,
    paragraph(
      shadowNames.length === 0
        ? 'No other strategy decides next to the one in force: the setting SHADOW_STRATEGIES names none.'
        : `SHADOW_STRATEGIES names ${shadowNames.map(shownName).join(', ')}. None has decided yet: each decides from the next morning on.`,
    ),
  );
}
