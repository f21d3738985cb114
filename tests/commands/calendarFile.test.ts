import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { watchedCalendar } from '../../src/commands/calendarFile.ts';
import { temporaryFolder } from '../support/stores.ts';
import { fakeWorld } from '../support/world.ts';

const DAY = '2026-03-04';

it("the calendar reads the operator's dates again when the file changes, and keeps the old ones if it is not valid", () => {
  const path = join(temporaryFolder(), 'calendar.txt');
  const { world, log } = fakeWorld({ CALENDAR_OVERRIDES: path }, '2026-03-03T12:00:00Z');
  const { calendar, look } = watchedCalendar(world.config, world.log);
  const isOpenAfter = (change: () => void) => {
    change();
    look();
    return calendar.isSession(DAY);
  };
  expect(isOpenAfter(() => undefined)).toBe(true);
  expect(isOpenAfter(() => writeFileSync(path, `${DAY} closed a day of mourning\n`))).toBe(false);
  expect(calendar.previousSession('2026-03-05')).toBe('2026-03-03');
  expect(isOpenAfter(() => writeFileSync(path, 'nonsense\n'))).toBe(false);
  expect(isOpenAfter(() => rmSync(path))).toBe(true);
  expect(log.lines.map((line) => line.split(' ')[0])).toEqual(['info', 'error', 'info']);
});
