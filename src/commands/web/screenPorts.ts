import { createAuditPages } from '../../adapters/database/store/auditPages.ts';
import { createDecisionSearch } from '../../adapters/database/store/decisionSearch.ts';
import { createScreenRecords } from '../../adapters/database/store/screenRecords.ts';
import { loadProfile } from '../../adapters/files/profiles/loadProfiles.ts';
import { parsePlatformLimits } from '../../adapters/sources/platformLimitsCsv.ts';
import { cleanLine } from '../../domain/text/outsideText.ts';
import { quoted } from '../../domain/text/quoted.ts';
import { recordReadback } from '../../pipeline/readback.ts';
import { readMorning, readNow, readStatus } from '../../pipeline/screens/readMorning.ts';
import type { AuditPages } from '../../ports/screens/auditPages.ts';
import type { DecisionSearch } from '../../ports/screens/decisionSearch.ts';
import type { MorningReader } from '../../ports/screens/morningReader.ts';
import type { ReadbackAction, ScreenPorts } from '../../ports/screens/screenPorts.ts';
import type { ScreenRecords } from '../../ports/screens/screenRecords.ts';
import { ConfigurationError } from '../../shared/errors.ts';
import { limitTerms } from '../limitTerms.ts';
import type { Stores, World } from '../world.ts';
import type { DeskDoor } from './deskDoor.ts';
import { createPastMornings } from './pastMornings.ts';
import { createOperationsReader } from './screenOperations.ts';
import { createShownMails } from './shownMails.ts';
import { unchangedCache } from './unchangedCache.ts';

/** What the screens of the desk page read, over the stores of one desk. */
export function createScreenPorts(world: World, door: DeskDoor): ScreenPorts {
  const opened = readersOf(world, door);
  const records = async () => (await opened()).records;
  const audit = async () => (await opened()).audit;
  return {
    mornings: mornings(world, door, opened),
    pastMornings: createPastMornings(world, door),
    decisions: { search: async (question) => (await opened()).decisions.search(question) },
    mails: createShownMails(world.clock, records),
    audit: {
      entries: async (question) => (await audit()).entries(question),
      verification: async () => (await audit()).verification(),
      verify: async () => (await audit()).verify(),
    },
    operations: createOperationsReader(world, door.stores, records),
    readback: readback(world, door),
  };
}

interface Readers {
  readonly stores: Stores;
  readonly records: ScreenRecords;
  readonly audit: AuditPages;
  readonly decisions: DecisionSearch;
  /** A restored database has numbers of its own. */
  readonly opening: number;
}

function readersOf({ clock }: World, door: DeskDoor): () => Promise<Readers> {
  let last: Readers | null = null;
  return async () => {
    const stores = await door.stores();
    if (last?.stores !== stores) {
      const { database } = stores;
      last = {
        stores,
        records: createScreenRecords(database),
        audit: createAuditPages(database, clock.now),
        decisions: createDecisionSearch(database),
        opening: (last?.opening ?? 0) + 1,
      };
    }
    return last;
  };
}

function mornings(world: World, door: DeskDoor, opened: () => Promise<Readers>): MorningReader {
  const { calendar, clock, config } = world;
  const versions = unchangedCache<string>(door.version);
  const reading = async () => {
    const { stores, records } = await opened();
    return { ports: { ...stores, records, calendar }, terms: await limitTerms(world, stores) };
  };
  return {
    async version() {
      const read = async () => {
        const { records, opening } = await opened();
        return `${opening} ${await records.version()}`;
      };
      return (await versions.get('version', read)) ?? '';
    },
    dueSession: async () => (await reading()).terms.dueSession,
    lastDecided: async (through) => (await opened()).stores.decisions.lastDecided(through),
    async status(sessionDate) {
      const { ports } = await reading();
      const recipients = config.mail?.recipients ?? [];
      return readStatus(ports, config, recipients, { sessionDate, now: clock.now() });
    },
    async morning(sessionDate) {
      const { ports, terms } = await reading();
      return readMorning(ports, terms, sessionDate);
    },
    async now() {
      const { ports, terms } = await reading();
      return readNow(ports, terms);
    },
  };
}

function readback(world: World, door: DeskDoor): ReadbackAction {
  const { clock, limitsProfiles } = world;
  const readable = [loadProfile('generic', 'the profile'), ...limitsProfiles];
  const own = new Map(readable.map((profile) => [profile.name, profile]));
  return {
    profiles: [...own.keys()],
    async read({ name, bytes, profile: profileName, by }) {
      const profile = own.get(profileName);
      if (profile === undefined) throw unknownProfile(profileName, own.keys());
      const file = cleanLine(name) || 'the file';
      const amounts = parsePlatformLimits(bytes, file, profile);
      const stores = await door.writing();
      const { dueSession: sessionDate, defaultLimit, lifetime } = await limitTerms(world, stores);
      const facts = { profile, amounts, file, sessionDate, by, at: clock.now(), defaultLimit, lifetime };
      return { sessionDate, ...(await recordReadback(stores, facts)) };
    },
  };
}

/** A name that is no name of the list may be a path, and is never read. */
function unknownProfile(name: string, known: Iterable<string>): ConfigurationError {
  return new ConfigurationError(
    'unknown_profile',
    `read-back · found profile ${quoted(name)} · expected ${[...known].join(', ')}`,
    { hint: 'Choose a profile of the list. Nothing was stored.' },
  );
}
