import { type DeskFiles, demoDatabasePath, type World } from '../world.ts';

/** The demo desk that `serve --demo` shows. */
export interface ServedDemo {
  readonly files: DeskFiles;
  /** A read-only sign-in key to print; null: none was made. */
  readonly signInKey: string | null;
}

/** Prepares the demo desk. Its database stays as long as the server runs. */
export async function prepareDemo({ config }: World): Promise<ServedDemo> {
  return { files: { ...config, dbPath: demoDatabasePath(config) }, signInKey: null };
}
