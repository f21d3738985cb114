import { fastify } from 'fastify';
import { describe, expect, it } from 'vitest';
import { assetPath, assetRoutes } from '../../../../src/adapters/web/screens/frame/assets.ts';
import { renderScreen as renderBytes } from '../../../../src/adapters/web/screens/frame/renderScreen.ts';
import type { Frame } from '../../../../src/adapters/web/screens/frame/screen.ts';
import { problemScreen, signInScreen } from '../../../../src/adapters/web/screens/frame/sendScreen.ts';
import { htmlProblems } from '../../../support/htmlProblems.ts';

const frame: Frame = {
  basePath: '/desk',
  version: '0.6.0',
  isDemo: false,
  caller: { owner: '<b>risk</b>', scope: 'answer' },
};

/** A page as text. */
const renderScreen = (...page: Parameters<typeof renderBytes>) => renderBytes(...page).toString();

const problem = {
  heading: 'Not found',
  found: 'There is no trader <script>.',
  hint: 'Look at the list.',
  link: { path: '/', text: 'To the morning' },
};

describe('the frame of the pages', () => {
  it('is valid HTML with and without someone signed in, and in each form of the sign-in page', async () => {
    const pages = [
      renderScreen(frame, { ...problemScreen(problem), notices: [{ kind: 'done', text: 'Recorded.' }] }),
      renderScreen({ ...frame, caller: null, isDemo: true }, problemScreen({ ...problem, link: null })),
      renderScreen({ ...frame, caller: null }, signInScreen({ problem: null, next: null })),
      renderScreen({ ...frame, caller: null }, signInScreen({ problem: 'Unknown key.', next: '/ops' })),
    ];
    for (const page of pages) expect(await htmlProblems(page)).toEqual([]);
  });

  it('renders a view that is kept once, for each reader in a frame of their own', () => {
    let reads = 0;
    const screen = problemScreen(problem);
    const view = {
      ...screen.view,
      get heading() {
        reads += 1;
        return 'Kept';
      },
    };
    const pageOf = (around: Frame) => renderScreen(around, { ...screen, view });
    expect(pageOf(frame)).toContain('&lt;b&gt;risk&lt;/b&gt;');
    const once = reads;
    const other = pageOf({ ...frame, caller: { owner: 'ann', scope: 'read' } });
    expect(other).toContain('ann');
    expect(other).not.toContain('risk');
    expect([reads, once > 0]).toEqual([once, true]);
    expect(pageOf({ ...frame, basePath: '/other' })).toContain('href="/other/"');
    expect(reads).toBe(2 * once);
  });

  it('escapes what comes from outside', () => {
    const page = renderScreen(frame, problemScreen(problem));
    expect(page).not.toContain('<script>.');
    expect(page).not.toContain('<b>risk</b>');
    expect(page).toContain('There is no trader &lt;script&gt;.');
  });

  it('puts a text that looks like the mark of the body where it belongs', () => {
    const page = renderScreen(frame, problemScreen({ ...problem, heading: '<!-- body -->' }));
    expect(page).toContain('<h1>&lt;!-- body --&gt;</h1>');
    expect(page.match(/<main/g)).toHaveLength(1);
  });

  it('puts every link below the base path', () => {
    const page = renderScreen(frame, problemScreen(problem));
    const links = [...page.matchAll(/(?:href|action|src)="([^"#]+)"/g)].map(([, link]) => link);
    expect(links.length).toBeGreaterThan(4);
    expect(links.filter((link) => !link?.startsWith('/desk/'))).toEqual([]);
  });

  it('has no inline script, no inline style, and no address of another host', () => {
    const page = renderScreen(frame, problemScreen(problem));
    expect(page).not.toMatch(/<script(?! src=)|<style| style=| on[a-z]+=|https?:/);
  });

  it('marks the screen that is open in the navigation', () => {
    const page = renderScreen(frame, { ...problemScreen(problem), current: 'morning' });
    expect(page.match(/aria-current="page">([^<]+)</)?.[1]).toBe('Morning');
  });

  it('has no navigation where no one is signed in', () => {
    const page = renderScreen({ ...frame, caller: null }, problemScreen({ ...problem, link: null }));
    expect(page).not.toMatch(/<nav|sign-out/);
  });

  it('serves its style, script and icon for ever under the hash of their content', async () => {
    const server = fastify();
    assetRoutes(server);
    for (const name of ['desk.css', 'desk.js', 'icon.svg']) {
      const reply = await server.inject(assetPath(name));
      expect([reply.statusCode, reply.headers['cache-control']]).toEqual([
        200,
        'public, max-age=31536000, immutable',
      ]);
    }
    expect((await server.inject(assetPath('desk.css'))).body).toContain('--vermillion:#E8752A');
  });
});
