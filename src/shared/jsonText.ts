/** Characters that a terminal or an editor would execute or not show; JSON.stringify keeps most of them. */
const INVISIBLE =
  /[\u007f-\u009f\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/gu;

/** A document as indented JSON. Invisible characters are written as \u escapes, which mean the same. */
export function jsonText(document: unknown): string {
  return JSON.stringify(document, null, 2).replace(INVISIBLE, escaped);
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
