/** What a text says in dollars: a plain number for a schema of limitAmounts.ts, or why it cannot be read. */
export type DollarText = { readonly plain: string } | { readonly problem: string };

const GROUPED = /^\d{1,3}(,\d{3})+(\.\d+)?$/;
const PLAIN = /^\d+(\.\d+)?$/;
const THREE_DECIMALS = /^[1-9]\d{0,2}\.\d{3}$/;

/**
 * Reads dollars as people write them: `5000`, `5,000`, `$5,000`, `5000.00`. A text that means two amounts is
 * refused: a wrong limit costs more than a second try. Bounds and decimals are checked by the schema.
 *
 * Example: `$12,500.50` is `12500.50`. `5.000` is refused: 5 in New York, 5,000 in Frankfurt.
 */
export function readDollarText(text: string): DollarText {
  const amount = text.trim().replace(/^\$\s*/, '');
  if (THREE_DECIMALS.test(amount))
    return { problem: `${amount} may mean ${groupedOf(amount)} or ${Number(amount)}` };
  if (PLAIN.test(amount)) return { plain: amount };
  if (GROUPED.test(amount)) return { plain: amount.replaceAll(',', '') };
  return { problem: problemOf(amount) };
}

function problemOf(amount: string): string {
  if (/^[.,]/.test(amount)) return "the shell may have replaced a $ and its digit: write '$5,000' in quotes";
  if (/^[\d.]+,\d{1,2}$/.test(amount)) return `${amount} has a comma for decimals, or a digit is missing`;
  if (/^[\d,.]+$/.test(amount)) return `${amount} has a comma or a point in a place that no amount has`;
  return `found ${JSON.stringify(amount)}`;
}

/** `5.000` read as groups of three: `5,000`. */
function groupedOf(amount: string): string {
  return amount.replace('.', ',');
}
