'use strict';
// The wizard's draft stands in the page's address; this keeps the address up with what is typed, asks for the parts that hosts must
// be asked for, and shows a list of names as a table. What the draft means is decided by the server alone.
(function () {
  const form = document.getElementById('wizard');
  const DRAFT = 'slipway-draft', LINES = 'slipway-draft-lines';
  const byId = (id) => document.getElementById(id);
  document.addEventListener('click', (event) => { if (event.target.closest('[data-afresh]')) forget(); });
  const forget = () => { localStorage.removeItem(DRAFT); sessionStorage.removeItem(LINES); };
  if (!form) return;

  // ---- the draft: in the address; the list, which is too long for one, in this tab; both in this browser for who comes back ------
  const lines = form.elements.lines;
  const kept = () => { try { return JSON.parse(localStorage.getItem(DRAFT) || 'null'); } catch (broken) { return null; } };
  if (!location.search) {
    const draft = kept();
    if (draft && draft.query) {
      sessionStorage.setItem(LINES, draft.lines || '');
      sessionStorage.setItem('slipway-resumed', 'yes');
      location.replace('/ui/new?' + draft.query);
      return;
    }
  }
  if (sessionStorage.getItem('slipway-resumed')) { sessionStorage.removeItem('slipway-resumed'); byId('resumed').hidden = false; }
  lines.value = sessionStorage.getItem(LINES) || '';

  const fields = () => {
    const all = {};
    for (const field of form.elements) {
      if (!field.name || field.disabled || (field.type === 'radio' && !field.checked)) continue;
      if (field.value !== '') all[field.name] = field.value;
    }
    return all;
  };
  const query = (step) => {
    const all = new URLSearchParams({ step });
    for (const [name, value] of Object.entries(fields())) if (name !== 'lines' && (name !== 'order' || step === 'review')) all.append(name, value);
    return all.toString();
  };
  const keep = (touched) => {
    const now = query(form.dataset.step);
    sessionStorage.setItem(LINES, lines.value);
    // A first step that nobody touched is no draft yet.
    if (touched || form.dataset.step !== 'host') localStorage.setItem(DRAFT, JSON.stringify({ query: now, lines: lines.value }));
    history.replaceState(history.state, '', '/ui/new?' + now);
    document.querySelectorAll('a[data-step]').forEach((link) => { link.href = '/ui/new?' + query(link.dataset.step); });
  };

  // ---- parts --------------------------------------------------------------------------------------------------------------
  const asked = {};
  const ask = async (path, again) => {
    const answer = await fetch(path, {
      method: 'POST', body: JSON.stringify({ ...fields(), ...(again ? { again: 'yes' } : {}) }),
      headers: { 'Content-Type': 'application/json', 'HX-Request': 'true', 'X-Slipway-Page': localStorage.getItem('slipway-page') || '' },
    });
    const text = await answer.text();
    if (answer.ok) return text;
    let problem = {};
    try { problem = JSON.parse(text); } catch (none) { problem = { detail: answer.status + ' ' + answer.statusText }; }
    throw new Error([problem.title, problem.detail, problem.next_step].filter(Boolean).join(' '));
  };
  const failed = (part, failure) => {
    const said = document.createElement('p'), again = document.createElement('button'), line = document.createElement('p');
    said.className = 'lost';
    said.setAttribute('role', 'alert');
    said.textContent = failure instanceof TypeError ? form.dataset.wordsUnreachable : failure.message;
    again.type = 'button';
    again.className = 'btn';
    again.dataset.again = part.id;
    again.textContent = form.dataset.wordsAgain;
    line.className = 'actions after';
    line.append(again);
    // What was chosen before stays part of the draft.
    part.replaceChildren(...part.querySelectorAll('input[type=hidden]'), said, line);
  };
  // What was chosen while the answer was on its way stays chosen, and who moves by keyboard stays where he is.
  const put = (part, html) => {
    const chosen = part.querySelector('input[type=radio]:checked')?.value, at = document.activeElement, inside = part.contains(at);
    const again = inside && at.dataset ? at.dataset.again : '', hidden = [...part.querySelectorAll('input[type=hidden]')];
    part.innerHTML = html;
    // Where there is nothing to choose from, as the host cannot be asked, what was chosen before stays part of the draft.
    if (!part.querySelector('input')) part.prepend(...hidden);
    const before = chosen && part.querySelector('input[type=radio][value="' + CSS.escape(chosen) + '"]:enabled');
    if (before) before.checked = true;
    const first = part.querySelector('input[type=radio]:checked') || part.querySelector('input[type=radio]:enabled') || part.querySelector('#wizard-create');
    if (inside) (again && part.querySelector('[data-again="' + again + '"]') || first || part).focus({ preventScroll: true });
    else if (at === document.body || at === byId('main')) first?.focus({ preventScroll: true });
  };
  // An empty size is the template's, which is shown in its place.
  const sizes = () => {
    const template = form.querySelector('input[name=template]:checked');
    if (template) for (const size of ['cores', 'memory', 'disk']) if (byId('w-' + size)) byId('w-' + size).placeholder = template.dataset[size] || '';
  };
  const load = async (part, again) => {
    const turn = asked[part.id] = (asked[part.id] || 0) + 1;
    part.setAttribute('aria-busy', 'true');
    try {
      const html = await ask(part.dataset.part, again);
      if (asked[part.id] !== turn) return;
      put(part, html);
      sizes();
      keep();
      check();
    } catch (failure) {
      if (asked[part.id] === turn) failed(part, failure);
    } finally {
      if (asked[part.id] === turn) part.removeAttribute('aria-busy');
    }
  };

  // ---- what stands in the way, beside what it is about ------------------------------------------------------------------------
  let checking = 0;
  const check = () => {
    if (!document.querySelector('[data-check]')) return;
    clearTimeout(checking);
    checking = setTimeout(async () => {
      const turn = asked.check = (asked.check || 0) + 1;
      form.setAttribute('data-checking', 'yes');
      try {
        const answer = document.createElement('template');
        answer.innerHTML = await ask('/ui/new/check');
        if (asked.check !== turn) return;
        answer.content.querySelectorAll('[data-into]').forEach((one) => byId(one.dataset.into)?.replaceChildren(...one.childNodes));
      } catch (failure) {
        // The step itself and the review ask again, and say why.
      } finally {
        if (asked.check === turn) form.removeAttribute('data-checking');
      }
    }, 250);
  };

  // ---- the table of names ------------------------------------------------------------------------------------------------------
  const grid = byId('grid'), most = Number(grid?.dataset.most);
  const cells = (row) => [...row.querySelectorAll('input')].map((cell) => cell.value.trim());
  const toLines = () => {
    let k = 0;
    const all = [];
    for (const row of grid.rows) {
      const [name, address] = cells(row), used = name || address;
      row.cells[0].textContent = row.rowIndex;
      [...row.querySelectorAll('input')].forEach((cell, column) => {
        cell.dataset.pointer = used ? (column === 0 ? '/names/' : '/network/addresses/') + k : '';
        cell.setAttribute('aria-label', (column === 0 ? grid.dataset.wordsName : grid.dataset.wordsAddress).replace('{0}', row.rowIndex));
      });
      row.querySelector('button').setAttribute('aria-label', grid.dataset.wordsRemove.replace('{0}', row.rowIndex));
      if (used) { all.push(address ? name + ',' + address : name); k++; }
    }
    const add = byId('grid-add');
    add.disabled = grid.rows.length >= most;
    add.title = add.disabled ? grid.dataset.wordsFull : '';
    // A first line that is a heading, so that no VM can be taken for one.
    lines.value = all.length ? ['name,address', ...all].join('\n') : '';
  };
  const addRow = (name, address) => {
    const row = grid.insertRow();
    row.insertCell().className = 'row-number';
    for (const value of [name, address]) {
      const cell = document.createElement('input');
      cell.type = 'text';
      cell.value = value || '';
      cell.maxLength = 200;
      cell.spellcheck = false;
      cell.autocomplete = 'off';
      cell.className = 'mono';
      row.insertCell().append(cell);
    }
    const remove = document.createElement('button');
    remove.type = 'button';
    remove.className = 'copy';
    remove.textContent = '×';
    remove.addEventListener('click', () => {
      const near = row.nextElementSibling || row.previousElementSibling;
      row.remove();
      if (!grid.rows.length) addRow();
      toLines(); keep(true); check();
      (near || grid.rows[0]).querySelector('input').focus();
    });
    row.insertCell().append(remove);
  };
  const fill = (rows) => {
    grid.replaceChildren();
    rows.forEach(([name, address]) => addRow(name, address));
    toLines();
  };
  const begin = () => {
    if (!grid || grid.rows.length) return;
    const listed = lines.value.split('\n').slice(1).filter(Boolean).map((line) => { const at = line.indexOf(','); return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)]; });
    const names = document.querySelector('[data-names]')?.dataset.names.split(',') || [''];
    fill(listed.length ? listed : names.map((name) => [name, '']));
  };
  if (grid) {
    byId('grid-add').addEventListener('click', () => { addRow(); toLines(); grid.rows[grid.rows.length - 1].querySelector('input').focus(); });
    // Several lines belong into several rows: the server reads them by its rule, and what is wrong is said beside them.
    grid.addEventListener('paste', (event) => {
      const text = event.clipboardData.getData('text');
      if (!/[\n\t;]/.test(text.trim())) return;
      event.preventDefault();
      byId('paste').showModal();
      byId('paste-lines').value = text;
      byId('paste-form').requestSubmit();
    });
    byId('paste-form').addEventListener('slipway:sent', (event) => {
      fill(event.detail.rows);
      keep(true); check();
      grid.rows[0].querySelector('input').focus();
    });
  }

  // ---- what is done on the page ----------------------------------------------------------------------------------------------
  const modes = () => {
    const mode = form.elements.mode?.value;
    if (!grid || !mode) return;
    document.querySelectorAll('[data-modes]').forEach((one) => { one.hidden = !one.dataset.modes.split(' ').includes(mode); });
    if (mode === 'list') begin();
  };
  form.addEventListener('input', (event) => { if (grid && grid.contains(event.target)) toLines(); keep(true); });
  form.addEventListener('change', (event) => {
    const at = event.target;
    if (at.name === 'host' && form.querySelector('input[type=hidden][name=template]')) form.querySelector('input[type=hidden][name=template]').value = '';
    if (at.dataset.key) form.elements[at.dataset.key].value = at.checked ? at.dataset.key : '';
    if (at.name === 'mode') modes();
    if (at.name === 'template') sizes();
    keep(true);
    if (at.dataset.loads) load(byId(at.dataset.loads)); else check();
  });
  document.addEventListener('click', (event) => {
    const at = event.target.closest('[data-again], [data-set], [data-save]');
    if (!at) return;
    if (at.dataset.again) load(byId(at.dataset.again), true);
    else if (at.dataset.set) {
      form.elements[at.dataset.set].value = at.dataset.value;
      form.elements[at.dataset.set].focus();
      keep(true); check();
    } else {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([byId(at.dataset.save).textContent], { type: 'application/json' }));
      link.download = at.dataset.file;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    }
  });
  document.addEventListener('keydown', (event) => {
    if (document.querySelector('dialog[open]')) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      const button = byId('wizard-next') || byId('wizard-create');
      if (button && !button.disabled) form.requestSubmit(button);
    }
    if (event.key === 'Escape' && !event.defaultPrevented && !event.target.list) { keep(true); location.assign(form.dataset.leave); }
  });
  form.addEventListener('submit', (event) => {
    // Enter in a field of the review has nothing to order before the plan is there.
    if (form.dataset.step === 'review' && !byId('wizard-create')) { event.preventDefault(); event.stopPropagation(); }
  }, true);
  form.addEventListener('slipway:sent', () => { if (form.dataset.step === 'review') forget(); });

  modes();
  keep();
  const parts = document.querySelectorAll('[data-part]');
  parts.forEach((part) => load(part));
  if (!parts.length) check();
  if (form.dataset.step === 'network' && document.activeElement === document.body) (form.querySelector('[name=mode]:checked') || form).focus({ preventScroll: true });
  if (form.dataset.step === 'profile' && document.activeElement === document.body) form.querySelector('[name=profile]:checked')?.focus({ preventScroll: true });
})();
