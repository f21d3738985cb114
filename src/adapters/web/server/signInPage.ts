import Handlebars from 'handlebars';
import type { WebPorts } from './webPorts.ts';

const page = Handlebars.compile(`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Sign in · Daybreak</title></head>
<body><main><h1>Daybreak</h1>
{{#if problem}}<p role="alert">{{problem}}</p>{{/if}}
<form method="post" action="{{basePath}}/sign-in">
<input type="hidden" name="next" value="{{next}}">
<p><label for="key">Key</label> <input id="key" name="key" type="password" autocomplete="current-password" required></p>
<p><button type="submit">Sign in</button></p>
</form></main></body></html>`);

/** The form that takes a key once. */
export function signInPage({
  web,
  next,
  problem,
}: Pick<WebPorts, 'web'> & { readonly next: string; readonly problem: string | null }): string {
  return page({ basePath: web.basePath, next, problem });
}
