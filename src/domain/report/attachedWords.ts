import type { PlatformFile, PlatformFiles } from '../limits/profile/platformFiles.ts';
import { shortDay } from '../text/dates.ts';
import { limitDollars } from '../text/money.ts';
import { count } from '../text/words.ts';
import type { MorningReport } from './report.ts';

/** What is attached, and which files for trading platforms lie on the host of Daybreak. */
export function attachedWords({ sessionDate, platformFiles = [] }: MorningReport): string {
  const attached = `limits.csv: every trader's limit for ${shortDay(sessionDate)}, with reasons.`;
  const written = platformFiles.map(filesWords).filter((words) => words !== '');
  if (written.length === 0) return attached;
  return `${attached} On Daybreak's host, not attached: ${written.join('; ')}.`;
}

function filesWords({ today, restore }: PlatformFiles): string {
  if (today === null || restore === null) return '';
  return `${fileWords(today)}, and to restore the base limits ${fileWords(restore)}`;
}

function fileWords({ path, rows, sum }: PlatformFile): string {
  return `${path} (${count(rows, 'row')}, ${limitDollars(sum)})`;
}
