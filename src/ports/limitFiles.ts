import type { PlatformFiles, PlatformLimit } from '../domain/limits/profile/platformFiles.ts';
import type { PlatformFileKind } from '../domain/limits/profile/platformRows.ts';

export interface LimitFilesRequest {
  readonly sessionDate: string;
  /** Of the decision: 0 the morning's, then one for each correction. */
  readonly revision: number;
  /** The names of the files of a dry run begin with `dry-run-`: nothing was mailed. */
  readonly dryRun: boolean;
  readonly limits: readonly PlatformLimit[];
}

/** Writes the files of the limits profiles in use. Never throws: a mail does not wait for a file. */
export interface LimitFiles {
  /** Whether LIMITS_PROFILES names a profile. */
  readonly isUsed: boolean;
  write(request: LimitFilesRequest): readonly PlatformFiles[];
}

/** A file as it would be written, or why it must not be. */
export type LimitFileResult =
  | {
      readonly kind: 'file';
      readonly name: string;
      readonly bytes: Uint8Array;
      /** Its media type, with the encoding. */
      readonly mediaType: string;
    }
  | { readonly kind: 'refused'; readonly because: readonly string[] };

/** Makes a file of a limits profile without writing it. */
export interface LimitFileMaker {
  /** The names of the profiles in use. */
  readonly profiles: readonly string[];
  /** @throws Error for a name that is none of `profiles`. */
  make(profile: string, kind: PlatformFileKind, request: LimitFilesRequest): LimitFileResult;
}
