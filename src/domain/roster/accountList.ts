/**
 * Account codes typed as one text, separated by semicolons, commas, bars or blanks. Example: `A1; A2,A3` is
 * A1, A2 and A3.
 */
export function accountList(text: string): readonly string[] {
  return text.split(/[\s;,|]+/u).filter((code) => code !== '');
}
