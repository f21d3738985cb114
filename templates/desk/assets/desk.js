// The pages work without this script. It loads a page again when the desk has changed, copies, and narrows
// tables without a request.
(() => {
  'use strict';
  const EVERY_MS = 30_000;
  const { state, stateHref } = document.body.dataset;
  let isTouched = false;

  document.addEventListener('input', (event) => {
    if (!event.target.closest('[data-filter]')) isTouched = true;
  });

  /** A form that is being filled in is never thrown away. */
  const isBusy = () =>
    isTouched ||
    document.activeElement?.closest('main form, main details') != null ||
    document.querySelector('main details.actions[open]') !== null;

  async function look() {
    if (document.hidden) return;
    try {
      const reply = await fetch(stateHref, {
        headers: { 'if-none-match': `"${state}"` },
        redirect: 'manual',
        cache: 'no-store',
      });
      if (reply.status !== 200) return;
      if ((await reply.json()).state === state) return;
      if (isBusy()) document.getElementById('fresh').hidden = false;
      else location.reload();
    } catch {
      // The server is away: the next look comes in half a minute.
    }
  }

  if (stateHref !== undefined) {
    setInterval(look, EVERY_MS);
    document.addEventListener('visibilitychange', look);
  }

  for (const button of document.querySelectorAll('[data-copy]')) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      const said = document.getElementById('copied');
      try {
        await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
        said.textContent = 'Copied.';
      } catch {
        said.textContent = 'The browser did not allow copying: use the file.';
      }
    });
  }

  for (const field of document.querySelectorAll('[data-filter]')) {
    const rows = [...document.querySelectorAll(`#${field.dataset.filter} tbody tr`)];
    const said = document.getElementById(`${field.dataset.filter}-count`);
    field.addEventListener('input', () => {
      const wanted = field.value.trim().toLowerCase();
      const shown = rows.filter((row) => {
        row.hidden = !row.textContent.toLowerCase().includes(wanted);
        return !row.hidden;
      });
      if (said) said.textContent = `${shown.length} of ${rows.length} shown`;
    });
  }
})();
