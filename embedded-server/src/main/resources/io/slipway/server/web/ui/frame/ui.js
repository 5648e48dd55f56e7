'use strict';
// What the pages need of scripts: spans that go on, toasts, dialogs, keys, copying; live.js and forms.js share its small things. The
// server renders; nothing is decided here.
(function () {
  const body = document.body;
  const words = body.dataset;
  const byId = (id) => document.getElementById(id);
  const pageToken = () => localStorage.getItem('slipway-page') || '';

  // ---- spans that go on by themselves -------------------------------------------------------------------------------------
  const unit = (words.wordsSpan || 'ms|s|min|h|d').split('|');
  const span = (millis) => {
    const s = Math.max(0, Math.floor(millis / 1000));
    if (s < 60) return s + ' ' + unit[1];
    if (s < 3600) return Math.floor(s / 60) + ' ' + unit[2] + ' ' + (s % 60) + ' ' + unit[1];
    return s < 172800 ? Math.floor(s / 3600) + ' ' + unit[3] + ' ' + Math.floor(s % 3600 / 60) + ' ' + unit[2]
        : Math.floor(s / 86400) + ' ' + unit[4];
  };
  const ahead = Number(words.now) - Date.now();

  // ---- toasts, only for what the operator started here --------------------------------------------------------------------
  const toast = (text, bad) => {
    const note = document.createElement('p');
    note.className = 'toast-note' + (bad ? ' bad' : '');
    note.textContent = text;
    byId('toasts').append(note);
    setTimeout(() => note.remove(), bad ? 12000 : 5000);
  };

  // sending: forms on their way; leaving: whether this page is being left on purpose.
  window.slipway = { words, byId, pageToken, span, ahead, toast, sending: 0, leaving: false };

  const said = sessionStorage.getItem('slipway-say');
  if (said) { sessionStorage.removeItem('slipway-say'); toast(said); }

  // ---- dialogs, copying, the narrow navigation ----------------------------------------------------------------------------
  // What a question is about is read when it is asked; nobody can say yes to what he has not seen.
  const read = async (dialog, about) => {
    const asked = about.dataset.asked = String(performance.now());
    const ready = (on) => {
      dialog.toggleAttribute('data-ready', on);
      dialog.querySelectorAll('[data-when-read]').forEach((yes) => { yes.disabled = !on; });
    };
    ready(false);
    about.setAttribute('aria-busy', 'true');
    about.textContent = about.dataset.reading;
    let found = '', why = words.wordsUnreachable;
    try {
      const answer = await fetch(about.dataset.read);
      if (answer.ok) found = await answer.text();
      else if (answer.status === 401) why = words.wordsSignedOut;
    } catch (failure) { /* said below */ }
    // Meanwhile it may have been asked again.
    if (about.dataset.asked !== asked) return;
    if (found) about.innerHTML = found;
    else {
      const note = document.createElement('p');
      note.setAttribute('role', 'alert');
      note.textContent = why;
      about.replaceChildren(note);
    }
    about.setAttribute('aria-busy', 'false');
    ready(Boolean(found) && !about.querySelector('[data-nothing]'));
  };
  const open = (id) => {
    const dialog = byId(id);
    if (!dialog || dialog.open) return;
    dialog.showModal();
    const about = dialog.querySelector('[data-read]');
    if (about) read(dialog, about);
    if (id === 'palette') { const field = byId('palette-words'); field.value = ''; field.focus(); htmx.trigger(field, 'opened'); }
  };
  document.addEventListener('click', (event) => {
    const at = event.target.closest('[data-open], [data-close], [data-copy], [data-toggle], dialog');
    if (!at) return;
    if (at.dataset.open) open(at.dataset.open);
    else if ('close' in at.dataset) at.closest('dialog').close();
    else if (at.dataset.copy !== undefined) {
      navigator.clipboard.writeText(at.dataset.copy || byId(at.dataset.copyOf).innerText).then(() => toast(words.wordsCopied));
    } else if (at.dataset.toggle) {
      at.setAttribute('aria-expanded', String(byId(at.dataset.toggle).classList.toggle('open')));
    } else if (event.target === at && beside(at, begun) && beside(at, event) && !holds(at)) at.close();
  });
  // A click beside a dialog closes it, unless something would be lost: what was typed, or what is told once.
  let begun = { clientX: 0, clientY: 0 };
  document.addEventListener('pointerdown', (event) => { begun = event; }, true);
  const beside = (dialog, at) => {
    const box = dialog.getBoundingClientRect();
    return at.clientX < box.left || at.clientX > box.right || at.clientY < box.top || at.clientY > box.bottom;
  };
  const once = (dialog) => dialog.querySelector('.once, .words') !== null;
  const holds = (dialog) => once(dialog)
      || [...dialog.querySelectorAll('form :is(input:not([type=hidden], [type=checkbox], [type=radio]), textarea)')].some((field) => !field.matches(':disabled') && field.value !== field.defaultValue);
  document.addEventListener('cancel', (event) => { if (event.target.matches('dialog') && once(event.target)) event.preventDefault(); }, true);

  // ---- the palette and the keys -------------------------------------------------------------------------------------------
  const hits = () => [...document.querySelectorAll('#palette-found .hit')];
  const mark = (step) => {
    const all = hits(), at = all.findIndex((h) => h.getAttribute('aria-selected') === 'true');
    all.forEach((h) => h.setAttribute('aria-selected', 'false'));
    if (all.length) {
      const next = all[(at + step + all.length) % all.length];
      next.id = 'palette-at';
      all.filter((h) => h !== next).forEach((h) => h.removeAttribute('id'));
      next.setAttribute('aria-selected', 'true');
      byId('palette-words').setAttribute('aria-activedescendant', 'palette-at');
      next.scrollIntoView({ block: 'nearest' });
    }
  };
  body.addEventListener('htmx:afterSwap', (event) => { if (event.target.id === 'palette-found') mark(0 - hits().length + 1); });
  let leader = 0;
  document.addEventListener('keydown', (event) => {
    // What a closed dialog held may keep the focus for a moment.
    const field = event.target.matches('input, textarea, select, [contenteditable]') && event.target.offsetParent !== null;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') { event.preventDefault(); open('palette'); return; }
    if (event.target.id === 'palette-words' && byId('palette').open) {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') { event.preventDefault(); mark(event.key === 'ArrowDown' ? 1 : -1); }
      if (event.key === 'Escape') { event.preventDefault(); byId('palette').close(); }
      if (event.key === 'Enter') { event.preventDefault(); document.querySelector('#palette-found .hit[aria-selected=true]')?.click(); }
      return;
    }
    if (field || event.ctrlKey || event.altKey || event.metaKey || document.querySelector('dialog[open]')) return;
    const leads = Date.now() - leader < 1200;
    leader = 0;
    if (leads) {
      const link = document.querySelector('[data-key="g ' + CSS.escape(event.key) + '"]');
      if (link) { event.preventDefault(); link.click(); }
    } else if (event.key === 'g') leader = Date.now();
    else if (event.key === '?') open('keys');
    else if (event.key === '/') { const search = document.querySelector('main input[type=search]'); if (search) { event.preventDefault(); search.focus(); } }
    else {
      const link = document.querySelector('[data-key="' + CSS.escape(event.key) + '"]');
      if (link) { event.preventDefault(); link.click(); }
    }
  });
})();
