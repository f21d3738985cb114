/**
 * Starts to count the processor time of this process; the function returns it in milliseconds. On a busy
 * machine a test waits, but it computes no longer.
 */
export function processorTime(): () => number {
  const begun = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / 1_000;
  };
}
