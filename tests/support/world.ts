import { fakeClock, noProgress, recordingLog } from '../../scripts/simulation/fakes.ts';
import { loadProfiles } from '../../src/adapters/files/profiles/loadProfiles.ts';
import type { World } from '../../src/commands/world.ts';
import { loadConfig } from '../../src/config/loadConfig.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';

/** The world of a command with these settings at an instant, and its recorded output. */
export function fakeWorld(settings: Readonly<Record<string, string>>, now: string) {
  const config = loadConfig(settings);
  const log = recordingLog();
  const lines: string[] = [];
  const documents: unknown[] = [];
  const clock = fakeClock(now);
  const world: World = {
    config,
    calendar: createCalendar(config.calendar),
    limitsProfiles: loadProfiles(config),
    clock,
    log,
    progress: noProgress,
    output: {
      line: (text) => void lines.push(text),
      json: (document) => void documents.push(document),
      part: async (text) => void lines.push(text),
    },
  };
  return { world, clock, log, lines, documents };
}
