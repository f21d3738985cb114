// Plays the web server for the tests of its process: what it does is its argument.
const [, , act] = process.argv;
const log = (message) => process.send({ kind: 'log', level: 'info', message, details: { act } });
log('begun');
if (act === 'refused') {
  process.send({ kind: 'refused', problem: 'EADDRINUSE' });
  process.exitCode = 1;
  process.disconnect();
} else if (act === 'crash') {
  process.stderr.write('a crash\n');
  process.exitCode = 1;
  process.disconnect();
} else {
  process.send({ kind: 'listening', url: 'http://127.0.0.1:1/' });
  process.send({ kind: 'nonsense' });
  setInterval(() => undefined, 1_000);
  process.once('disconnect', () => process.exit(0));
}
