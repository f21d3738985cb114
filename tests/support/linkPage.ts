import type { LightMyRequestResponse } from 'fastify';

const decoded = (text: string) =>
  text
    .replace(/&#x([0-9A-F]+);/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');

const attribute = (tag: string, name: string) =>
  decoded(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '');

/** The page of a link as a reader sees it: status, text without tags, and its form. */
export function load(response: Pick<LightMyRequestResponse, 'statusCode' | 'body' | 'headers'>) {
  const { statusCode: status, body, headers } = response;
  const inputs = [...body.matchAll(/<input [^>]*>/g)].map(([tag]) => ({
    type: attribute(tag, 'type') || 'text',
    name: attribute(tag, 'name'),
    value: attribute(tag, 'value'),
    isChecked: / checked[ >]/.test(tag),
  }));
  const fieldsOf = (type: string) =>
    Object.fromEntries(
      inputs.filter((each) => each.type === type).map(({ name, value }) => [name, value] as const),
    );
  return {
    status,
    headers,
    body,
    text: decoded(
      body.replace(/<(?:style|script)[\s\S]*?<\/(?:style|script)>/g, '').replace(/<[^>]+>/g, ' '),
    ).replace(/\s+/g, ' '),
    heading: decoded(/<h1>([\s\S]*?)<\/h1>/.exec(body)?.[1]?.replace(/<[^>]+>/g, '') ?? ''),
    hidden: fieldsOf('hidden'),
    typed: fieldsOf('text'),
    radios: inputs.filter(({ type }) => type === 'radio'),
  };
}
