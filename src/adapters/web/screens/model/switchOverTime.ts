import { counted } from '../../../../domain/report/backtestWords.ts';
import type { ModelEvidence } from '../../../../ports/screens/modelReader.ts';
import { switchBlocks, switchRule } from '../../pages/backtest/switchSection.ts';
import { paragraph, section } from '../../pages/blocks.ts';
import type { Section } from '../../pages/document.ts';

/** What the cuts of the last sessions saved or cost, and on which mornings they were switched off. */
export function switchOverTime({
  switches,
  cutsRequireProof,
  engines,
  sessions,
  morning,
}: ModelEvidence): Section {
  const off = engines.filter(({ engine }) => engine === 'no-cut').length;
  return section(
    'cut-switch',
    'When cuts were switched off',
    paragraph(
      `${switchRule(cutsRequireProof)} They were off on ${off} of ${counted(engines.length, 'morning')}.`,
    ),
    ...switchBlocks(switches, sessions.at(-1) ?? morning.sessionDate),
  );
}
