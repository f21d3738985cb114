/**
 * Whether a server's text plainly states that the user or the password is wrong, unknown, locked or expired.
 * Texts about a part of the server do not count, whatever words they contain: `user directory is restarting`,
 * `password service timeout`, `User session expired`. Examples that count: `Invalid username or password`,
 * `User not found`, `Your account is locked`.
 * @param user the login name, which the server may repeat inside its sentence.
 */
export function namesWrongCredentials(text: string, user: string): boolean {
  const words = wordsOf(text, user);
  return words.some(
    (word, at) =>
      CREDENTIALS.has(word) &&
      !CREDENTIALS.has(words[at - 1] ?? '') &&
      (isFaultBefore(words, at) || isFaultAfter(words, at)),
  );
}

/**
 * Whether the text refuses the login without a reason: `Access denied.`, `Authentication failed`. A text that
 * also names trouble of the server is no refusal: `Authentication failed: upstream timeout`.
 */
export function refusesWithoutReason(text: string): boolean {
  return BARE_REFUSAL.test(text) && !namesPassingTrouble(text);
}

/** Whether the text asks to wait, or names a part of the server that has trouble. */
export function namesPassingTrouble(text: string): boolean {
  return PASSING_TROUBLE.test(text);
}

const BARE_REFUSAL =
  /\b(?:access|permission|login|logon|log[ -]in|sign[ -]?in|authentication|authori[sz]ation)\s+(?:is |was |has been )?(?:denied|refused|rejected|failed|failure)\b|\bnot authori[sz]ed\b|\bunauthori[sz]ed\b|\bforbidden\b/i;

const PASSING_TROUBLE =
  /\b(?:again|retry|later|moment|minutes?|seconds?|now|currently|error|exception|internal|unexpected|unavailable|busy|down|offline|maintenance|system|services?|servers?|backend|upstream|gateway|proxy|databases?|directory|hosts?|network|session|queue|capacity|state|using|limits?|limiter|at this time)\b|temporar|timed? ?out|restart|overload|connect|reach|deadlock/i;

/** Words for the login. Neighbours form one term: `user name`, `username or password`. */
const CREDENTIALS = wordSet(
  'user username userid login logon password passcode passphrase credential credentials email account',
);
const JOINTS = wordSet('name id or and api the your');

const FAULTS_BEFORE = wordSet(
  'invalid incorrect wrong bad unknown unrecognized unrecognised expired locked disabled inactive suspended such',
);
/** What may follow the term in `Invalid login …`. Any other word names a part of the server. */
const AFTER_TERM = wordSet(
  '. for given provided supplied entered specified used is was were are combination combinations pair attempt details information please try',
);

const LINKS = wordSet(
  'is are was were has have had been be does do did you entered provided supplied given specified combination must currently temporarily now already s',
);
const FAULTS_AFTER = wordSet(
  'invalid incorrect wrong unknown unrecognized unrecognised expired locked disabled inactive suspended deactivated blocked revoked rejected refused denied mismatch changed',
);
const NEGATIONS = wordSet('not doesn don isn aren wasn cannot t');
const DENIED = wordSet(
  'found find recognized recognised valid correct match exist active accepted authorized authorised allowed permitted enabled',
);

/** The words in lower case; `.` stands for every other sign. The login name is left out. */
function wordsOf(text: string, user: string): readonly string[] {
  const named = user.length < 3 || CREDENTIALS.has(user.toLowerCase()) ? text : text.replaceAll(user, ' ');
  const plain = named
    .replace(/<(style|script)\b.*?(?:<\/\1>|$)/gis, ' ')
    .replace(/<[^>]*>/g, ' . ')
    .replace(/["'“”‘’()[\]_/\\-]+/g, ' ')
    .toLowerCase();
  return plain.match(/[a-z]+|[^a-z\s]+/g)?.map((part) => (/^[a-z]/.test(part) ? part : '.')) ?? [];
}

function isFaultBefore(words: readonly string[], at: number): boolean {
  let before = at - 1;
  while (JOINTS.has(words[before] ?? '')) before -= 1;
  if (!FAULTS_BEFORE.has(words[before] ?? '')) return false;
  return AFTER_TERM.has(words[endOfTerm(words, at)] ?? '.');
}

function isFaultAfter(words: readonly string[], at: number): boolean {
  let after = endOfTerm(words, at);
  while (LINKS.has(words[after] ?? '')) after += 1;
  if (FAULTS_AFTER.has(words[after] ?? '')) return true;
  if (!NEGATIONS.has(words[after] ?? '')) return false;
  while (NEGATIONS.has(words[after] ?? '') || LINKS.has(words[after] ?? '')) after += 1;
  return DENIED.has(words[after] ?? '');
}

/** The index after the term that begins at `at`. */
function endOfTerm(words: readonly string[], at: number): number {
  let end = at;
  while (CREDENTIALS.has(words[end] ?? '') || JOINTS.has(words[end] ?? '')) end += 1;
  return end;
}

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}
