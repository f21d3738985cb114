import type { PlatformFile, PlatformFiles } from '../domain/limits/profile/platformFiles.ts';
import { limitDollars } from '../domain/text/money.ts';
import { shownSentence } from '../domain/text/outsideText.ts';
import { count } from '../domain/text/words.ts';

/** The JSON document has them all. */
const MOST_REASONS = 5;

/** The files for trading platforms as the terminal lists them, with the reasons of a refusal. */
export function platformFilesLines(files: readonly PlatformFiles[]): readonly string[] {
  return files.flatMap(({ profile, today, restore, refused, note }) => [
    `Files for the platform, profile ${profile}:`,
    ...(today === null ? [] : [`  today    ${fileWords(today)}`]),
    ...(restore === null ? [] : [`  restore  ${fileWords(restore)}`]),
    ...refused.slice(0, MOST_REASONS).map((reason) => `  not written: ${shownSentence(reason)}`),
    ...(refused.length > MOST_REASONS
      ? [`  and ${count(refused.length - MOST_REASONS, 'more reason')}`]
      : []),
    ...(note === null || refused.length > 0 ? [] : [`  ${note}.`]),
  ]);
}

function fileWords({ path, rows, sum }: PlatformFile): string {
  return `${path} (${count(rows, 'row')}, ${limitDollars(sum)})`;
}
