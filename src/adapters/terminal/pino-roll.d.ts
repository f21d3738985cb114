/** Types for the part of pino-roll that Daybreak uses: a stream to a file that changes by day and by size. */
declare module 'pino-roll' {
  interface RollingOptions {
    readonly file: string;
    readonly extension: string;
    readonly frequency: 'daily';
    readonly dateFormat: string;
    readonly size: string;
    readonly sync: boolean;
  }

  interface RollingFile {
    write(line: string): boolean;
    end(): void;
    on(event: 'error', listener: (error: Error) => void): this;
    once(event: 'close', listener: () => void): this;
  }

  function rolling(options: RollingOptions): Promise<RollingFile>;
  export = rolling;
}
