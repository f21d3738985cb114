import type { SigningKey } from '../../adapters/web/answers/signing/signingKey.ts';
import { signingKeyPath, signingKeys } from '../../adapters/web/answers/signing/signingKeyFile.ts';
import type { Config } from '../../config/config.ts';

/** The keys that sign the links of the desk's mails: WEB_SIGNING_KEY, or the file next to the database. */
export function deskSigningKeys({
  web,
  dbPath,
}: Pick<Config, 'web' | 'dbPath'>): () => readonly SigningKey[] {
  return signingKeys(web.signingKeys, signingKeyPath(dbPath));
}
