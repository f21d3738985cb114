/** A path of the web server as a browser asks for it: below WEB_BASE_PATH. `/` is the page of the desk. */
export function webPath(basePath: string, path: string): string {
  return `${basePath}${path}`;
}
