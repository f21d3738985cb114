// A process that runs commands of the product one after another. `residentCli.ts` starts it and says what to run.
import { createRequire } from 'node:module';

const [, , program, endOfOutput] = process.argv;
const { run } = createRequire(import.meta.url)(program);

process.on('disconnect', () => process.exit());
process.on('message', async ({ args, settings, cwd }) => {
  process.chdir(cwd);
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, settings);
  process.exitCode = 0;
  const exitCode = await run([process.execPath, program, ...args]);
  process.stdout.write(endOfOutput);
  process.stderr.write(endOfOutput);
  process.send({ exitCode: process.exitCode || exitCode });
});
