import { shownName } from '../../../../domain/text/outsideText.ts';
import { shareWords } from '../../../../domain/text/words.ts';
import type { ConcentrationOf, DeskRisk } from '../../../../ports/screens/deskRisk.ts';
import { decimal } from '../../pages/backtest/formatFigures.ts';
import { numbers, paragraph, section, table, words } from '../../pages/blocks.ts';
import type { Section } from '../../pages/document.ts';

const wholes: Readonly<Record<ConcentrationOf, string>> = {
  'overnight-by-symbol': 'Overnight, symbols',
  'overnight-by-trader': 'Overnight, traders',
  'traded-by-symbol': 'Traded, symbols',
  'traded-by-trader': 'Traded, traders',
  'pnl-by-trader': 'P&L, traders',
  'limits-by-trader': 'Limits, traders',
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
      "The effective number is how many equal traders, or symbols, would be as concentrated: 1 where one has everything, the number of all where all have the same. Overnight is the gross of open lots, traded the notional of the last session, limits those in force today. P&L is the size of each trader's sum over 60 sessions, a loss like a gain.",
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
