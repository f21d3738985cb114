import { textTable } from '../adapters/terminal/table.ts';
import { newKey, printedKey, secretHash } from '../adapters/web/server/keySecret.ts';
import { addDays } from '../domain/session/isoDate.ts';
import { instantOf, marketDate } from '../domain/session/marketTime.ts';
import { shownName } from '../domain/text/outsideText.ts';
import { count } from '../domain/text/words.ts';
import { type AccessKey, keyState } from '../ports/accessKeys.ts';
import { InputError } from '../shared/errors.ts';
import { authorOf } from './author.ts';
import type { DemoOption, ExitCode, KeysAddOptions, KeysRevokeOptions } from './commandOptions.ts';
import { type World, withNamedStores } from './world.ts';

/** `keys add`: makes a key and prints it. It cannot be printed again: the store has its hash only. */
export async function keysAdd(
  world: World,
  owner: string,
  { json, scope, expires, by, demo }: KeysAddOptions,
): Promise<ExitCode> {
  const { config, clock, output } = world;
  const made = newKey();
  const createdAt = clock.now();
  const expiresAt = expires === undefined ? null : endOfDay(expires, world);
  await withNamedStores(config, demo, ({ keys }) =>
    keys.add({
      id: made.id,
      owner,
      scope,
      secretHash: secretHash(made.secret),
      createdAt,
      createdBy: authorOf(by),
      expiresAt,
    }),
  );
  const key = printedKey(made);
  if (json) {
    output.json({ id: made.id, key, scope, expires: expires ?? null });
    return 0;
  }
  output.line(key);
  output.line(
    `Key ${made.id} of ${shownName(owner)}, scope ${scope}, ${expires === undefined ? 'does not expire' : `valid through ${expires}`}.`,
  );
  output.line('It is not shown again. Keep it like a password: it acts in the name of its owner.');
  return 0;
}

/** `keys list`: every key without its secret. */
export async function keysList(world: World, { json, demo }: DemoOption): Promise<ExitCode> {
  const { config, clock, output } = world;
  const all = await withNamedStores(config, demo, ({ keys }) => keys.all());
  const now = clock.now();
  if (json) {
    output.json({ keys: all.map((key) => keyDocument(key, world)) });
    return 0;
  }
  if (all.length > 0)
    output.line(
      textTable(
        [
          { head: 'ID' },
          { head: 'OWNER' },
          { head: 'SCOPE' },
          { head: 'STATE' },
          { head: 'VALID THROUGH' },
          { head: 'LAST USED' },
        ],
        all.map((key) => [
          key.id,
          shownName(key.owner),
          key.scope,
          keyState(key, now),
          lastDay(key, world) ?? 'no end',
          key.lastUsedAt === null ? 'never' : marketDate(key.lastUsedAt, config.timezone),
        ]),
      ),
    );
  const valid = all.filter((key) => keyState(key, now) === 'valid').length;
  output.line(`${count(all.length, 'key')}, ${valid} valid.`);
  return 0;
}

/** `keys revoke`: ends a key, and every browser that signed in with it. */
export async function keysRevoke(
  world: World,
  id: string,
  { json, by, demo }: KeysRevokeOptions,
): Promise<ExitCode> {
  const { config, clock, output } = world;
  const key = await withNamedStores(config, demo, async ({ keys }) => {
    const found = await keys.find(id);
    if (found === null) throw unknownKey(id);
    await keys.revoke(id, authorOf(by), clock.now());
    return { ...found, revokedAt: found.revokedAt ?? clock.now() };
  });
  if (json) output.json(keyDocument(key, world));
  else output.line(`Key ${id} of ${shownName(key.owner)} is revoked, and its sign-ins have ended.`);
  return 0;
}

function keyDocument(key: AccessKey, world: World) {
  const { id, owner, scope, createdAt, createdBy, revokedAt, lastUsedAt } = key;
  return {
    id,
    owner,
    scope,
    state: keyState(key, world.clock.now()),
    expires: lastDay(key, world),
    createdAt: createdAt.toISOString(),
    createdBy,
    revokedAt: revokedAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}

/** The last day of validity, as --expires has it; null: the key does not expire. */
function lastDay({ expiresAt }: AccessKey, { config }: World): string | null {
  return expiresAt === null ? null : marketDate(new Date(expiresAt.getTime() - 1), config.timezone);
}

/** Midnight after a day, in the time zone of the desk. */
function endOfDay(day: string, { config, clock }: World): Date {
  const end = instantOf(addDays(day, 1), '00:00', config.timezone);
  if (end > clock.now()) return end;
  throw new InputError('bad_key', `keys add · --expires ${day} · expected today or a later day`, {
    hint: 'Give the last day on which the key is valid, or leave --expires out.',
  });
}

function unknownKey(id: string): InputError {
  return new InputError('bad_key', `keys revoke · ${id} · expected the id of a key of this desk`, {
    hint: 'List them: `npm run keys -- list`.',
  });
}
