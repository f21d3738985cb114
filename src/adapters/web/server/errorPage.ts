import Handlebars from 'handlebars';
import type { WebConfig } from '../../../config/config.ts';
import type { Problem } from './webError.ts';

const page = Handlebars.compile(`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{{title}} · Daybreak</title></head>
<body><main><h1>{{title}}</h1>
<p role="alert">{{detail}}</p>
<p>{{hint}}</p>
<p><a href="{{basePath}}/">Desk page</a></p></main></body></html>`);

/** An error as a page. */
export function errorPage(
  { title, detail, hint }: Problem,
  { basePath }: Pick<WebConfig, 'basePath'>,
): string {
  return page({ title, detail, hint, basePath });
}
