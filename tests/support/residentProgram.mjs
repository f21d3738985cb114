// A process that runs commands of the product one after another. `residentCli.ts` starts it and says what to run.
import { pathToFileURL } from 'node:url';

const [, , program, endOfOutput] = process.argv;
let runs = 0;

process.on('disconnect', () => process.exit());
process.on('message', async ({ args, settings, cwd }) => {
  process.chdir(cwd);
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, settings);
  process.argv = [process.execPath, program, ...args];
  process.exitCode = 0;
  // Under another name the first file of the program runs again; the files that it loads are loaded already.
  await import(`${pathToFileURL(program).href}?run=${++runs}`);
  process.stdout.write(endOfOutput);
  process.stderr.write(endOfOutput);
  process.send({ exitCode: process.exitCode });
});
