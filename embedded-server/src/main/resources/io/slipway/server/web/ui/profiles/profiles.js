'use strict';
// The editor of a profile: each edit is a step that the server takes and answers with the form as it is then. The draft lives there;
// this keeps the hand's place while parts of the page are drawn anew. The list and the import use the small things at the end.
(function () {
  const byId = (id) => document.getElementById(id);
  const edit = byId('edit');

  // ---- small things of the other pages ------------------------------------------------------------------------------------
  const asked = document.querySelector('[data-ask]');
  if (asked) byId(asked.dataset.ask)?.showModal();
  document.addEventListener('click', (event) => {
    for (const menu of document.querySelectorAll('details.more[open]')) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener('keydown', (event) => {
    const menu = event.key === 'Escape' && event.target.closest('details.more[open]');
    if (menu) { menu.open = false; menu.querySelector('summary').focus(); }
  });
  // A file is read here, so that it goes the same way as one that was pasted. What it is in says its beginning.
  document.addEventListener('change', async (event) => {
    const into = event.target.dataset.reads;
    const file = into && event.target.files[0];
    if (!file) return;
    const bytes = new Uint8Array(await file.arrayBuffer());
    const wide = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
    byId(into).value = new TextDecoder(wide).decode(bytes);
    byId(event.target.dataset.names).value = file.name;
  });
  if (!edit) return;

  // ---- parts that are drawn anew ------------------------------------------------------------------------------------------
  const PARTS = ['editor-bar', 'editor-sections', 'editor-tools', 'editor-asks'];
  const dirty = (row) => [...row.querySelectorAll('input, textarea, select')].some((field) =>
    field.matches('[type=checkbox]') ? field.checked !== field.defaultChecked
      : field.tagName === 'SELECT' ? [...field.options].some((option) => option.selected !== option.defaultSelected)
      : field.value !== field.defaultValue);
  const hand = () => {
    const at = document.activeElement;
    if (!at || !at.id || !edit.contains(at)) return () => {};
    const typed = at.matches('input:not([type=checkbox]), textarea') && at.value !== at.defaultValue ? at.value : null;
    const from = at.selectionStart, to = at.selectionEnd;
    return () => {
      if (at.isConnected) return;
      const again = byId(at.id);
      if (!again) return;
      if (typed !== null && again.matches('input, textarea')) { again.value = typed; }
      again.focus({ preventScroll: true });
      if (from !== null && from !== undefined && again.setSelectionRange) again.setSelectionRange(from, to);
    };
  };
  // Only lines that changed are drawn anew: whoever types in another one is not disturbed.
  const rows = (fresh) => {
    const list = byId('editor-rows'), wanted = new Set([...fresh.children].map((row) => row.id)), at = document.activeElement;
    for (const old of [...list.children]) if (!wanted.has(old.id)) old.remove();
    let here = list.firstElementChild;
    for (const row of [...fresh.children]) {
      const old = here && here.id === row.id ? here : null;
      if (!old) { list.insertBefore(row, here); continue; }
      here = here.nextElementSibling;
      // A question that is open is asked to its end.
      if (old.querySelector('dialog[open]')) continue;
      if (!old.isEqualNode(row) || (dirty(old) && !old.contains(at))) old.replaceWith(row);
    }
    while (here) { const next = here.nextElementSibling; here.remove(); here = next; }
  };
  const focusAt = (pointer) => {
    for (let at = pointer; at; at = at.slice(0, at.lastIndexOf('/'))) {
      const id = 'at' + at.replaceAll(' ', '_');
      const field = byId(id) || edit.querySelector('[data-do][data-at^=' + JSON.stringify(at + '/') + ']') || byId(id + '-kind') || byId(id + '-add') || byId(id + '-remove');
      if (field && !field.disabled) {
        field.scrollIntoView({ block: 'center' });
        field.focus();
        return;
      }
    }
  };
  const draw = (html, wholeRows) => {
    const fresh = new DOMParser().parseFromString(html, 'text/html');
    const again = hand();
    for (const id of PARTS) {
      const old = byId(id), now = fresh.getElementById(id);
      if (now && !old.isEqualNode(now) && !old.querySelector('dialog[open]')) old.replaceWith(now);
    }
    if (wholeRows) { byId('editor-rows').replaceWith(fresh.getElementById('editor-rows')); scrollTo({ top: 0 }); } else rows(fresh.getElementById('editor-rows'));
    again();
    showFiles();
    const mistakes = document.querySelector('.mistakes');
    byId('edit-said').textContent = mistakes ? mistakes.textContent.trim() : '';
    const focus = byId('editor-bar').dataset.focus;
    if (focus) focusAt(focus);
  };

  // ---- what is asked, one thing at a time and in order --------------------------------------------------------------------
  let line = Promise.resolve(), leaving = false;
  const token = () => localStorage.getItem('slipway-page') || '';
  // Tabs of this browser that edit the same profile share its draft: each step of one is drawn in the others.
  const tabs = new BroadcastChannel('slipway-draft');
  tabs.onmessage = (event) => { if (event.data === edit.dataset.path) { again(); files(150); } };
  const count = (html) => {
    const save = byId('edit-save')?.querySelector('[name=steps]'), steps = /data-steps="(\d+)"/.exec(html);
    if (save && steps) save.value = steps[1];
  };
  const note = (problem) => {
    const said = document.createElement('p');
    said.className = 'toast-note bad';
    said.textContent = [problem.title, problem.detail, problem.next_step].filter(Boolean).join(' ');
    byId('toasts').append(said);
    setTimeout(() => said.remove(), 12000);
  };
  const get = async (url) => {
    const answer = await fetch(url, { headers: { 'HX-Request': 'true', 'HX-Target': 'editor' } });
    if (!answer.ok) throw await answer.json();
    return answer.text();
  };
  const inOrder = (work) => {
    line = line.then(work).catch((failure) => note(failure instanceof Error ? { detail: document.body.dataset.wordsUnreachable } : failure));
    return line;
  };
  const here = () => location.pathname + location.search;
  const again = () => inOrder(async () => draw(await get(here())));
  const step = (document_, back) => inOrder(async () => {
    leaving = false;
    const answer = await fetch(here(), {
      method: 'POST', body: JSON.stringify(document_),
      headers: { 'Content-Type': 'application/json', 'X-Slipway-Page': token(), 'HX-Target': 'editor' },
    });
    if (!answer.ok) {
      note(await answer.json());
      draw(await get(here()));
      return;
    }
    const html = await answer.text();
    if (document_.typing) count(html); else draw(html);
    tabs.postMessage(edit.dataset.path);
    if (back && document.activeElement === document.body) byId(back)?.focus();
    files(document_.typing ? 0 : 150);
  });
  const show = (url, push) => inOrder(async () => {
    const html = await get(url);
    if (push) history.pushState({}, '', url);
    byId('form-search').value = new URL(url, location.href).searchParams.get('q') || '';
    draw(html, true);
  });

  // ---- the files ----------------------------------------------------------------------------------------------------------
  const pane = byId('editor-files');
  let file = '', seed = '', filesTimer = 0, filesAsked = 0;
  const files = (wait) => {
    clearTimeout(filesTimer);
    filesTimer = setTimeout(async () => {
      if (pane.hidden) return;
      const mine = ++filesAsked;
      pane.setAttribute('aria-busy', 'true');
      try {
        const html = await get(edit.dataset.path + '/files?file=' + encodeURIComponent(file) + (seed ? '&seed=' + encodeURIComponent(seed) : ''));
        if (mine !== filesAsked) return;
        seed = '';
        const at = document.activeElement && pane.contains(document.activeElement) ? document.activeElement.id : '';
        const code = byId('file-text'), place = code ? code.scrollTop : 0, same = code && code.getAttribute('aria-label');
        pane.innerHTML = html;
        const now = byId('file-text'), marked = pane.querySelector('.code-line.changed');
        if (now && same === now.getAttribute('aria-label')) now.scrollTop = place;
        if (now && marked && (marked.offsetTop < now.scrollTop || marked.offsetTop > now.scrollTop + now.clientHeight - 40)) now.scrollTop = marked.offsetTop - 60;
        if (at) byId(at)?.focus();
      } catch (failure) {
        if (!(failure instanceof Error)) note(failure);
      } finally {
        if (mine === filesAsked) pane.removeAttribute('aria-busy');
      }
    }, wait);
  };
  const showFiles = () => {
    const shown = localStorage.getItem('slipway-files') !== 'hidden', button = edit.querySelector('[data-files]');
    pane.hidden = !shown;
    edit.querySelector('.editor').classList.toggle('alone', !shown);
    button.textContent = shown ? button.dataset.hide : button.dataset.show;
    button.setAttribute('aria-expanded', String(shown));
  };

  // ---- the hand -----------------------------------------------------------------------------------------------------------
  const stepOf = (field) => {
    const about = { step: field.dataset.do, at: field.dataset.at };
    if (about.step === 'ticks') about.ticked = [...field.closest('.ticks').querySelectorAll('input:checked')].map((each) => each.value);
    else if (field.type === 'checkbox') about.value = String(field.checked);
    else about.value = field.value;
    return about;
  };
  let typing = 0;
  edit.addEventListener('input', (event) => {
    if (event.target.id === 'form-search') {
      clearTimeout(typing);
      typing = setTimeout(() => {
        const at = new URL(location.href);
        if (event.target.value.trim()) at.searchParams.set('q', event.target.value.trim()); else at.searchParams.delete('q');
        at.searchParams.delete('at');
        history.replaceState({}, '', at);
        again();
      }, 200);
    } else if (event.target.dataset.do === 'type') {
      clearTimeout(typing);
      typing = setTimeout(() => { if (event.target.isConnected) step({ ...stepOf(event.target), typing: true }); }, 400);
    }
  });
  // The check runs when a field is left, never on the first key.
  edit.addEventListener('change', (event) => {
    const field = event.target;
    if (field.dataset.seed !== undefined || !field.dataset.do) return;
    clearTimeout(typing);
    const asks = stepOf(field);
    if (asks.step === 'secret') {
      field.value = '';
      if (!asks.value) return;
    }
    step(asks, field.dataset.back || field.id);
  });
  edit.addEventListener('focusin', async (event) => {
    const list = event.target.getAttribute('list');
    if (!list || byId(list)) return;
    try {
      byId('known').insertAdjacentHTML('beforeend', await get(edit.dataset.path + '/known?at=' + encodeURIComponent(event.target.dataset.at)));
    } catch (none) {
      // Without suggestions it is typed.
    }
  });
  edit.addEventListener('focusout', (event) => {
    if (event.target.matches('.secret-new') && !event.target.value) event.target.hidden = true;
  });
  edit.addEventListener('submit', (event) => {
    if (event.target.matches('[data-seed]')) { event.preventDefault(); seed = byId('seed').value; files(0); }
    // What a saving form does next is no leaving.
    if (event.target.matches('[data-saves]')) leaving = true;
  }, true);
  edit.addEventListener('slipway:sent', (event) => {
    if (event.detail.go) return;
    leaving = false;
    again();
    const back = event.target.dataset.back;
    if (back) inOrder(async () => { if (document.activeElement === document.body) byId(back)?.focus(); });
    files(0);
  });
  // What was left as it was while the question was open is drawn now.
  edit.addEventListener('close', (event) => { if (event.target.closest('#editor-rows, #editor-asks')) again(); }, true);
  edit.addEventListener('slipway:refused', (event) => {
    leaving = false;
    if (event.detail.code === 'WRONG_STATE' && !event.detail.context?.draft && event.target.matches('#edit-save form')) {
      leaving = true;
      location.assign(edit.dataset.path + '/compare');
    }
  });
  edit.addEventListener('click', (event) => {
    const at = event.target.closest('[data-step], [data-reveals], [data-part], [data-file], [data-draw], [data-files], [data-leave]');
    if (!at) return;
    if (at.dataset.step) step({ step: at.dataset.step, ...(at.dataset.at ? { at: at.dataset.at } : {}) }, at.dataset.back || at.id);
    else if (at.dataset.reveals) { const field = byId(at.dataset.reveals); field.hidden = false; field.focus(); }
    else if (at.dataset.file) { event.preventDefault(); file = at.dataset.file; files(0); }
    else if (at.dataset.draw !== undefined) { seed = crypto.randomUUID(); files(0); }
    else if (at.dataset.files !== undefined) { localStorage.setItem('slipway-files', pane.hidden ? 'shown' : 'hidden'); showFiles(); files(0); }
    else if (at.dataset.leave) leave(at.dataset.leave);
    else if (!event.ctrlKey && !event.metaKey && !event.shiftKey) { event.preventDefault(); show(at.getAttribute('href'), true); }
  });
  document.addEventListener('keydown', (event) => {
    const shortcut = (event.ctrlKey || event.metaKey) && !event.altKey, key = event.key.toLowerCase();
    if (event.key === 'Escape' && event.target.matches('.secret-new')) { event.target.value = ''; event.target.hidden = true; byId(event.target.dataset.back).focus(); return; }
    if (event.key === 'Enter' && event.target.matches('.editor-rows input')) { event.preventDefault(); event.target.dispatchEvent(new Event('change', { bubbles: true })); return; }
    if (!shortcut || document.querySelector('dialog[open]')) return;
    if (key === 's') { event.preventDefault(); document.activeElement.blur(); inOrder(async () => byId('edit-save-button').click()); }
    // In a text the browser takes its own letters back.
    else if ((key === 'z' || key === 'y') && !event.target.matches('input[type=text], textarea')) {
      event.preventDefault();
      step({ step: key === 'y' || event.shiftKey ? 'redo' : 'undo' });
    }
  });
  addEventListener('popstate', () => show(here(), false));

  // ---- leaving, and what others do meanwhile ------------------------------------------------------------------------------
  const modified = () => byId('editor-bar').dataset.modified === 'yes';
  let goal = '';
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href]');
    if (!link || event.defaultPrevented || !modified() || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.matches('[data-part], [data-file], [data-stays], [download]') || link.getAttribute('href').startsWith('#')) { leaving = link.matches('[data-stays]'); return; }
    event.preventDefault();
    goal = link.href;
    byId('palette')?.close();
    byId('leave').showModal();
  });
  const leave = async (how) => {
    leaving = true;
    if (how === 'discard') {
      const answer = await fetch(edit.dataset.path + '/discard', { method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json', 'X-Slipway-Page': token() } });
      if (!answer.ok) { note(await answer.json()); return; }
    }
    location.assign(goal);
  };
  addEventListener('beforeunload', (event) => { if (modified() && !leaving) event.preventDefault(); });
  document.addEventListener('slipway:event', (event) => { if (['profiles', 'all'].includes(event.detail.topic)) again(); });

  showFiles();
  files(0);
  const focus = byId('editor-bar').dataset.focus;
  if (focus) focusAt(focus);
})();
