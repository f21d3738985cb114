/** Takes every secret it was made for out of a text. */
export type Redactor = (text: string) => string;

/** Letters of a base64 core that are unlikely to stand in a text by chance. */
const LEAST_CORE = 6;
const LETTER = '[A-Za-z0-9+/_-]';

/**
 * Finds a secret in whatever form a server or library may repeat it: as it is, URL-encoded in full or in part, escaped
 * for JSON or HTML, and inside base64 (RFC 4648), alone or amid other bytes as AUTH PLAIN (RFC 4616) and HTTP Basic have
 * it. Short secrets count too, since a short password is still one.
 */
export function createRedactor(secrets: readonly string[], shown = '[secret]'): Redactor {
  const forms = [...new Set(secrets)]
    .filter((secret) => secret !== '')
    // A secret that holds another one goes first, or a part of it would stay.
    .sort((a, b) => b.length - a.length)
    .flatMap((secret) => [writtenForms(secret), base64Forms(secret)]);
  return (text) => forms.reduce((clean, form) => clean.replace(form, shown), text);
}

function writtenForms(secret: string): RegExp {
  return new RegExp([...secret].map((character) => `(?:${writings(character).join('|')})`).join(''), 'gu');
}

/** The ways to write one character. */
function writings(character: string): readonly string[] {
  const percent = [...Buffer.from(character, 'utf8')]
    .map((byte) => `%${anyCase(byte.toString(16).padStart(2, '0'))}`)
    .join('');
  const code = character.codePointAt(0) ?? 0;
  const entities = `&#(?:0*${code}|[xX]0*${anyCase(code.toString(16))});`;
  const named = NAMED_ENTITIES[character];
  return [
    literal(character),
    percent,
    entities,
    literal(JSON.stringify(character).slice(1, -1)),
    ...(character === ' ' ? ['\\+'] : []),
    ...(named === undefined ? [] : [named]),
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
 * The secret begins at the first, second or third byte of a base64 group; the letters that depend on nothing else are the
 * same wherever it stands. The whole word around them goes, for its edges hold some bits of the secret too.
 */
function base64Forms(secret: string): RegExp {
  const bytes = Buffer.from(secret, 'utf8');
  const amid = [0, 1, 2]
    .map((before) => core(bytes, before))
    .filter((letters) => letters.length >= LEAST_CORE)
    .map((letters) => `${LETTER}*${eitherAlphabet(letters)}${LETTER}*`);
  const alone = eitherAlphabet(bytes.toString('base64').replace(/=+$/, ''));
  return new RegExp(`(?<!${LETTER})(?:${[...amid, alone].join('|')})(?!${LETTER})={0,2}`, 'gu');
}

/** What base64 makes of the bytes after one or two others, less the letters that others have a part in. */
function core(bytes: Buffer, before: number): string {
  const encoded = Buffer.concat([Buffer.alloc(before), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  const shared = (before + bytes.length) % 3 === 0 ? 0 : 1;
  return encoded.slice(before === 0 ? 0 : before + 1, encoded.length - shared);
}

/** Base64 and base64url differ in two letters. */
function eitherAlphabet(text: string): string {
  return text.replace(/[+-]/g, '[+-]').replace(/[/_]/g, '[/_]');
}

function anyCase(hex: string): string {
  return hex.replace(/[a-f]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
