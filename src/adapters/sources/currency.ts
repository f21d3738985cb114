const CODE = /^[A-Z]{3}$/;
/**
 * Prices in London come in pence, written `GBp`. In upper case that would be pounds, a hundred times as much.
 */
const PENCE = 'GBp';

/**
 * Reads a currency cell in upper case; empty stays empty. Null where it is not an ISO code of three letters.
 */
export function parseCurrency(text: string): string | null {
  if (text === '') return '';
  const code = text === PENCE ? 'GBX' : text.toUpperCase();
  return CODE.test(code) ? code : null;
}
