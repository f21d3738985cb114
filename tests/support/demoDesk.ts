import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openMorningDesk } from '../../src/commands/desk.ts';
import { PROGRAM_FOLDER } from './program.ts';
import { fakeWorld } from './world.ts';

/** The session before whose morning the copied demo desk stands. */
export const DEMO_SESSION = '2026-11-19';

/**
 * Copies the database of the demo desk of DEMO_SESSION into a folder. To build it takes 13 seconds, so it is
 * built once and kept next to the compiled program, which any change of the source gives another folder.
 */
export async function copyDemoDesk(folder: string): Promise<void> {
  const built = join(process.env[PROGRAM_FOLDER] ?? '', 'demo-desk');
  if (!existsSync(built)) await build(built);
  cpSync(built, folder, { recursive: true });
}

async function build(target: string): Promise<void> {
  const unfinished = mkdtempSync(`${target}-`);
  const { world } = fakeWorld({ DB_PATH: join(unfinished, 'daybreak.db') }, `${DEMO_SESSION}T10:00:00Z`);
  const desk = await openMorningDesk(world, DEMO_SESSION);
  await desk.close();
  // Another process may have built the same desk meanwhile.
  if (existsSync(target)) rmSync(unfinished, { recursive: true });
  else renameSync(unfinished, target);
}
