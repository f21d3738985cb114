import type { PlatformFiles, PlatformLimit } from '../domain/limits/profile/platformFiles.ts';

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
