import { shownName } from '../../../../domain/text/outsideText.ts';
import { shareWords } from '../../../../domain/text/words.ts';
import type { ConcentrationOf, DeskRisk } from '../../../../ports/screens/deskRisk.ts';
import { decimal } from '../../pages/backtest/formatFigures.ts';
import { numbers, paragraph, section, table, words } from '../../pages/blocks.ts';
import type { Section } from '../../pages/document.ts';

const wholes: Readonly<Record<ConcentrationOf, string>> = {
  'overnight-by-symbol': 'Gross overnight, by symbol',
  'overnight-by-trader': 'Gross overnight, by trader',
  'traded-by-symbol': 'Traded in the last session, by symbol',
  'traded-by-trader': 'Traded in the last session, by trader',
  'pnl-by-trader': 'Size of the P&L of 60 sessions, by trader',
  'limits-by-trader': 'Limits in force, by trader',
};

const nothing: Readonly<Record<ConcentrationOf, string>> = {
  'overnight-by-symbol': 'nothing open',
  'overnight-by-trader': 'nothing open',
  'traded-by-symbol': 'no stored fills',
  'traded-by-trader': 'no stored fills',
  'pnl-by-trader': 'no P&L',
  'limits-by-trader': 'no known limit',
};

/** How much of the desk lies with few traders and symbols. */
export function concentrationSection({ concentrations }: Pick<DeskRisk, 'concentrations'>): Section {
  return section(
    'concentration',
    'Concentration',
    paragraph(
      'The effective number is how many equal traders, or symbols, would be as concentrated: 1 where one has everything, the number of all where all have the same. P&L counts by its size, a loss like a gain.',
    ),
    table(
      'Largest shares, and the effective number',
      [...words('Of', 'Largest'), ...numbers('Its share', 'Three largest', 'Effective number', 'Of all')],
      concentrations.map(({ of, found }) =>
        found === null
          ? [wholes[of], nothing[of], 'n/a', 'n/a', 'n/a', '0']
          : [
              wholes[of],
              shownName(found.largest),
              shareWords(found.largestShare),
              shareWords(found.topThreeShare),
              decimal(found.effectiveNumber, 1),
              String(found.places),
            ],
      ),
    ),
  );
}
