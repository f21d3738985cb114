/** Returns the text with every secret replaced. */
export type Redactor = (text: string) => string;

/** A base64 core of fewer letters could occur in a text by chance. */
const LEAST_CORE = 6;
const LETTER = '[A-Za-z0-9+/_-]';

/**
 * Returns a function that masks secrets in a text. It finds each form in which a server or library may repeat
 * a secret: unchanged; URL-encoded in full or in part; escaped for JSON or HTML; and in base64 (RFC 4648). In
 * base64 the secret may be alone, or between other bytes as in AUTH PLAIN (RFC 4616) and HTTP Basic. Short
 * secrets are masked too, because a password may be short.
 */
export function createRedactor(secrets: readonly string[], shown = '[secret]'): Redactor {
  const forms = [...new Set(secrets)]
    .filter((secret) => secret !== '')
    // Longest first: if one secret contains another, masking the short one first would leave part of the long
    // one.
    .sort((a, b) => b.length - a.length)
    .flatMap((secret) => [writtenForms(secret), base64Forms(secret)]);
  return (text) => forms.reduce((clean, form) => clean.replace(form, shown), text);
}

function writtenForms(secret: string): RegExp {
  return new RegExp([...secret].map((character) => `(?:${writings(character).join('|')})`).join(''), 'gu');
}

/**
 * All ways to write one character, as regular expressions, each once: a way listed twice would double the
 * time of a search with every character that a text shares with the secret.
 */
function writings(character: string): readonly string[] {
  const percent = [...Buffer.from(character, 'utf8')]
    .map((byte) => `%${anyCase(byte.toString(16).padStart(2, '0'))}`)
    .join('');
  const code = character.codePointAt(0) ?? 0;
  const entities = `&#(?:0*${code}|[xX]0*${anyCase(code.toString(16))});`;
  const named = NAMED_ENTITIES[character];
  return [
    ...new Set([
      literal(character),
      percent,
      entities,
      literal(JSON.stringify(character).slice(1, -1)),
      ...(character === ' ' ? ['\\+'] : []),
      ...(named === undefined ? [] : [named]),
    ]),
  ];
}

const NAMED_ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/**
 * Matches the secret inside base64. Base64 encodes groups of three bytes, so the secret can begin at the
 * first, second or third byte of a group. For each of the three, the letters that encode only bytes of the
 * secret are always the same. The match covers the whole base64 word around them, because its first and last
 * letters also hold bits of the secret.
 */
function base64Forms(secret: string): RegExp {
  const bytes = Buffer.from(secret, 'utf8');
  const between = [0, 1, 2]
    .map((before) => core(bytes, before))
    .filter((letters) => letters.length >= LEAST_CORE)
    .map((letters) => `${LETTER}*${eitherAlphabet(letters)}${LETTER}*`);
  const alone = eitherAlphabet(bytes.toString('base64').replace(/=+$/, ''));
  return new RegExp(`(?<!${LETTER})(?:${[...between, alone].join('|')})(?!${LETTER})={0,2}`, 'gu');
}

/**
 * The base64 of the bytes when `before` other bytes come first, without the letters that also encode other
 * bytes.
 */
function core(bytes: Buffer, before: number): string {
  const encoded = Buffer.concat([Buffer.alloc(before), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  const shared = (before + bytes.length) % 3 === 0 ? 0 : 1;
  return encoded.slice(before === 0 ? 0 : before + 1, encoded.length - shared);
}

/** Matches base64 and base64url, which differ in two letters. */
function eitherAlphabet(text: string): string {
  return text.replace(/[+-]/g, '[+-]').replace(/[/_]/g, '[/_]');
}

function anyCase(hex: string): string {
  return hex.replace(/[a-f]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
