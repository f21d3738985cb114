import type { LimitsProfile, ProfileEncoding } from '../../../domain/limits/profile/limitsProfile.ts';
import type { LimitFileMaker } from '../../../ports/limitFiles.ts';
import { draft, type ProfileSettings, rowsOf } from './limitFileDraft.ts';
import { FormatProblem } from './profileText.ts';

/** Makes the files of the profiles in use, with the same content as those that a morning writes. */
export function createLimitFileMaker(
  profiles: readonly LimitsProfile[],
  settings: ProfileSettings,
): LimitFileMaker {
  return {
    profiles: profiles.map(({ name }) => name),
    make(name, kind, request) {
      const profile = profiles.find((each) => each.name === name);
      if (profile === undefined) throw new Error(`no limits profile ${name} is in use`);
      const rows = rowsOf(profile, kind, request, settings);
      if (rows.problems.length > 0) return { kind: 'refused', because: rows.problems };
      try {
        const { name: fileName, bytes } = draft(profile, kind, rows, request);
        return { kind: 'file', name: fileName, bytes, mediaType: mediaTypeOf(profile) };
      } catch (error) {
        if (error instanceof FormatProblem) return { kind: 'refused', because: [error.message] };
        throw error;
      }
    },
  };
}

function mediaTypeOf({ format, encoding }: LimitsProfile): string {
  const types = { delimited: 'text/csv', json: 'application/json', xml: 'application/xml' };
  return `${types[format.kind]}; charset=${charsets[encoding]}`;
}

const charsets: Readonly<Record<ProfileEncoding, string>> = {
  'utf-8': 'utf-8',
  'utf-8-bom': 'utf-8',
  'utf-16le': 'utf-16le',
  'latin-1': 'iso-8859-1',
  ascii: 'us-ascii',
};
