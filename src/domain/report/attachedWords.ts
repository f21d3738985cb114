import type { PlatformFile, PlatformFiles } from '../limits/profile/platformFiles.ts';
import { shortDay } from '../text/dates.ts';
import { limitDollars } from '../text/money.ts';
import { count } from '../text/words.ts';
import type { MorningReport } from './report.ts';

/** What is attached, and which files for trading platforms lie on the host of Daybreak. */
export function attachedWords(report: MorningReport): string {
  return `limits.csv: every trader's limit for ${shortDay(report.sessionDate)}, with reasons.${onHost(report)}`;
}

/** The same for a correction, whose files replace those of the mail before. */
export function attachedToCorrection(report: MorningReport): string {
  const { platformFiles = [] } = report;
  const replaced = platformFiles.length === 0 ? '' : ' Import no file of an earlier mail.';
  return `limits.csv for ${shortDay(report.sessionDate)}; it replaces the one mailed before.${onHost(report)}${replaced}`;
}

function onHost({ platformFiles = [] }: MorningReport): string {
  const written = platformFiles.map(filesWords).filter((words) => words !== '');
  return written.length === 0 ? '' : ` On Daybreak's host, not attached: ${written.join('; ')}.`;
}

function filesWords({ today, restore }: PlatformFiles): string {
  if (today === null || restore === null) return '';
  return `${fileWords(today)}, and to restore the base limits ${fileWords(restore)}`;
}

function fileWords({ path, rows, sum }: PlatformFile): string {
  return `${path} (${count(rows, 'row')}, ${limitDollars(sum)})`;
}
