'use strict';
// What the pages need of scripts: live parts, forms that send JSON, dialogs, keys, copying. The server renders; nothing is decided here.
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

  const said = sessionStorage.getItem('slipway-say');
  if (said) { sessionStorage.removeItem('slipway-say'); toast(said); }

  // ---- live parts ---------------------------------------------------------------------------------------------------------
  const TOPICS = ['jobs', 'vms', 'hosts', 'artifacts', 'profiles', 'secrets', 'tokens', 'audit', 'notifications'];
  const stream = byId('stream');
  const banner = byId('away');
  const wanted = new Set((words.live || '').split(',').filter(Boolean));
  let downSince = 0, dirty = false, busy = false, readAgainAt = 0, missed = false, told = 'waiting', cursor = words.cursor || '', sending = 0, leaving = false, asked = 0;
  const PACE = 150, PACE_AFTER_FAILURE = 2000;

  // What somebody has under the hand is not drawn anew: a question, a field, chosen text, a button that is being pressed.
  let pressed = 0;
  const held = () => {
    const at = document.activeElement, live = byId('live'), chosen = getSelection();
    return !live || Date.now() - pressed < 2000 || live.querySelector('dialog[open]') || (at && live.contains(at) && at.matches('input:not(.pick, #pick-all), textarea, select') && (!('yields' in at.dataset) || at.value))
        || (chosen && !chosen.isCollapsed && live.contains(chosen.anchorNode));
  };
  document.addEventListener('pointerdown', () => { pressed = Date.now(); }, true);
  document.addEventListener('keydown', (event) => { if (event.key === ' ') pressed = Date.now(); }, true);
  // The click comes after the button is let go.
  for (const end of ['pointerup', 'pointercancel', 'keyup']) document.addEventListener(end, () => setTimeout(() => { pressed = 0; refresh(); }), true);
  // Whoever moves by keyboard stays where he is, though the link under the focus was drawn anew.
  const placeOfFocus = () => {
    const at = document.activeElement, live = byId('live');
    if (!at || !live || !live.contains(at)) return () => {};
    const href = at.getAttribute('href');
    const like = at.id ? '#' + CSS.escape(at.id) : at.tagName + (href ? '[href="' + CSS.escape(href) + '"]' : '');
    const nth = [...live.querySelectorAll(like)].indexOf(at);
    return () => {
      if (document.activeElement === body) byId('live')?.querySelectorAll(like)[nth]?.focus({ preventScroll: true });
    };
  };
  const refresh = () => {
    // What is being sent decides where the page goes; drawn anew meanwhile, it could show that its object is gone and lose the way.
    if (!dirty || busy || sending || leaving || asked || document.hidden || told === 'out' || !byId('live') || held()) return;
    const wait = readAgainAt - Date.now();
    if (wait > 0) { setTimeout(refresh, wait); return; }
    dirty = false; busy = true; missed = false;
    const begun = Date.now();
    htmx.ajax('GET', location.pathname + location.search, { target: '#live', select: '#live', swap: 'outerHTML' }).catch(() => { missed = true; })
        .finally(() => {
          busy = false;
          dirty = dirty || missed;
          // A page that takes long to make is not asked for all the time.
          readAgainAt = Date.now() + (missed ? PACE_AFTER_FAILURE : Math.max(PACE, Date.now() - begun));
          state();
          refresh();
        });
  };
  for (const failure of ['htmx:responseError', 'htmx:sendError', 'htmx:timeout', 'htmx:swapError']) {
    body.addEventListener(failure, (event) => { if (event.detail.target?.id === 'live') { missed = true; dirty = true; } });
  }
  // The hand may have come while the answer was on its way: it is asked for again when the hand is gone.
  let focused = () => {};
  // What somebody asked for, such as other words in a filter, is drawn whatever is under the hand, and by nothing older: a list drawn anew
  // meanwhile would take its place away, one that comes later would show again what was asked before.
  const own = (event) => event.detail.target?.id === 'live' && event.detail.requestConfig.elt !== body;
  body.addEventListener('htmx:beforeRequest', (event) => {
    if (!own(event)) return;
    event.detail.xhr.addEventListener('loadstart', () => { asked += 1; });
    event.detail.xhr.addEventListener('loadend', () => { asked -= 1; refresh(); });
  });
  body.addEventListener('htmx:beforeOnLoad', (event) => {
    if (event.detail.target?.id !== 'live' || own(event)) return;
    const old = event.detail.pathInfo.requestPath !== location.pathname + location.search;
    if (sending || leaving || asked || old) { event.preventDefault(); dirty = true; }
  });
  body.addEventListener('htmx:beforeSwap', (event) => {
    if (event.detail.target.id !== 'live') return;
    if (held() && !own(event)) { event.detail.shouldSwap = false; dirty = true; } else focused = placeOfFocus();
  });
  body.addEventListener('htmx:afterSwap', () => { focused(); focused = () => {}; });
  // What was missed is not told as live, whatever the stream says.
  const state = () => {
    if (!stream) return;
    const name = told === 'live' && missed ? 'down' : told;
    if (stream.dataset.state === name) return;
    stream.dataset.state = name;
    stream.textContent = { live: words.wordsLive, out: words.wordsOut }[name] || words.wordsWaiting;
    if (name === 'live') { downSince = 0; banner.hidden = true; } else if (!downSince) downSince = Date.now();
    if (name === 'out') {
      banner.textContent = words.wordsSignedOut;
      banner.hidden = false;
      // Whoever signs in again comes back to where he was.
      if (!document.hidden) localStorage.setItem('slipway-back', JSON.stringify({ to: location.pathname + location.search + location.hash, at: Date.now() }));
    }
  };
  // The numbers in the frame: read apart from the page, at most once a second.
  const COUNTED = ['jobs', 'vms', 'hosts', 'notifications', 'secrets', 'all'];
  let counting = false, countedAt = 0, recount = false;
  const count = () => {
    if (!stream || !recount || counting || document.hidden || stream.dataset.state === 'out') return;
    const wait = countedAt + 1000 - Date.now();
    if (wait > 0) { setTimeout(count, wait); return; }
    recount = false; counting = true; countedAt = Date.now();
    // From a place of its own: htmx lets requests of one element wait for one another, and forgets the first that waits.
    htmx.ajax('GET', '/ui/standing', { source: '#bell', target: '#bell', swap: 'none' }).catch(() => { recount = true; countedAt = Date.now() + 2000; }).finally(() => { counting = false; count(); });
  };
  const heard = (message) => {
    if (message.entered && words.signedIn === 'no') { location.reload(); return; }
    // Somebody signed in, or another tab already listens under a session. What was typed here is not given up for a fresh page.
    if ((message.entered || message.state === 'live') && told === 'out') {
      if (!typed()) { location.reload(); return; }
      told = 'waiting'; dirty = true; recount = true;
      state();
      banner.hidden = true;
      join();
      count();
    }
    // Of a page that came while the others went on.
    if (message.asked && Number(message.cursor) > Number(cursor)) { dirty = true; refresh(); recount = true; count(); }
    if (message.cursor) cursor = message.cursor;
    if (message.state && told !== 'out') { told = message.state; state(); }
    if (message.topic === 'all' || wanted.has(message.topic)) { dirty = true; refresh(); }
    if (COUNTED.includes(message.topic)) { recount = true; count(); }
    document.dispatchEvent(new CustomEvent('slipway:event', { detail: message }));
  };
  // One stream for all tabs of this browser: a browser opens six connections to an address and no more.
  const channel = new BroadcastChannel('slipway');
  const SILENCE = 20000;
  let source = null, spoke = 0, letGo = () => {};
  const spread = (message) => { channel.postMessage(message); heard(message); };
  const listen = () => {
    source?.close();
    spoke = Date.now();
    source = new EventSource('/ui/events' + (cursor ? '?after=' + cursor : ''));
    source.onopen = () => { spoke = Date.now(); spread({ state: 'live' }); };
    source.onerror = () => {
      spread({ state: 'down' });
      if (source.readyState === 2) check(() => setTimeout(listen, 2000));
    };
    const on = (name, message) => source.addEventListener(name, (e) => { spoke = Date.now(); spread({ ...message, cursor: e.lastEventId, data: e.data }); });
    for (const topic of TOPICS) on(topic, { topic });
    on('snapshot', { state: 'live', topic: 'all' });
    on('beat', { state: 'live' });
    on('reread', { topic: 'all' });
  };
  // A stream that was refused says no reason; the session does. Without one the line is another tab's that has one.
  const ended = () => fetch('/ui/session').then((answer) => answer.status === 401);
  const check = (again) => ended().then((out) => {
    if (!out) { again(); return; }
    source?.close();
    source = null;
    letGo();
    spread({ state: 'out' });
  }, again);
  channel.onmessage = (event) => {
    if (event.data.ask) { if (source) channel.postMessage({ state: told, cursor, asked: true }); }
    // The other tab may have asked before somebody signed in again here.
    else if (event.data.state === 'out') ended().then((out) => { if (out) heard(event.data); }, () => {});
    else heard(event.data);
  };
  const join = () => {
    navigator.locks.request('slipway-stream', () => {
      if (told === 'out') return undefined;
      listen();
      return new Promise((end) => { letGo = end; });
    });
    channel.postMessage({ ask: true });
  };
  // Words of a list's filter are in its address.
  const typed = () => [...document.querySelectorAll('main form[data-send] :is(input:not([type=hidden], [type=checkbox], [type=radio]), textarea)')].some((field) => field.value !== field.defaultValue);
  if (words.signedIn === 'yes' && stream) {
    join();
    document.addEventListener('visibilitychange', () => { refresh(); count(); });
    setInterval(() => {
      // Silent for longer than the server ever is: the line is dead, though nobody closed it.
      if (source && source.readyState === 1 && Date.now() - spoke > SILENCE) { spread({ state: 'down' }); listen(); }
      if (stream.dataset.state === 'live') {
        document.querySelectorAll('[data-since]').forEach((e) => { e.textContent = span(Date.now() + ahead - Number(e.dataset.since)); });
      }
      if (dirty) refresh();
      if (stream.dataset.state === 'down' && Date.now() - downSince > 3000) {
        stream.textContent = span(Date.now() - downSince);
        banner.textContent = words.wordsDown.replace('{0}', span(Date.now() - downSince));
        banner.hidden = false;
      }
    }, 1000);
  } else if (words.signedIn === 'no') {
    localStorage.setItem('slipway-back', JSON.stringify({ to: location.pathname + location.search + location.hash, at: Date.now() }));
  }

  // ---- what is sent -------------------------------------------------------------------------------------------------------
  body.addEventListener('htmx:configRequest', (event) => { event.detail.headers['X-Slipway-Page'] = pageToken(); });
  const document_ = (form) => {
    const json = {};
    for (const field of form.elements) {
      // One of several that are sent as a list, when it is ticked, or when it is not.
      if (field.dataset.into) {
        const [name, when] = field.dataset.into.split(':');
        if (field.checked === (when === 'on')) (json[name] = json[name] || []).push(field.value);
        continue;
      }
      if (!field.name || field.matches(':disabled') || field.type === 'file' || (field.type === 'radio' && !field.checked)) continue;
      if (field.type === 'checkbox') json[field.name] = field.checked;
      else if (field.dataset.type === 'number') { if (field.value !== '') json[field.name] = Number(field.value); }
      else if (field.dataset.type === 'flag') json[field.name] = field.value === 'true';
      else if (field.dataset.type === 'lines') json[field.name] = field.value.split('\n').map((l) => l.trim()).filter(Boolean);
      else if (field.value !== '' || field.dataset.empty === 'yes') json[field.name] = field.value;
    }
    return json;
  };
  const clear = (form) => {
    form.querySelectorAll('.said, .wrong').forEach((e) => e.remove());
    form.querySelectorAll('[aria-invalid]').forEach((e) => { e.removeAttribute('aria-invalid'); e.removeAttribute('aria-describedby'); });
  };
  const line = (text, name) => { const p = document.createElement('p'); p.textContent = text; if (name) p.className = name; return p; };
  const complain = (form, problem) => {
    const box = document.createElement('div');
    box.className = 'said';
    box.setAttribute('role', 'alert');
    if (problem.title || problem.detail) box.append(line([problem.title, problem.detail].filter(Boolean).join(': ')));
    if (problem.next_step) box.append(line(problem.next_step));
    for (const error of problem.errors || []) {
      const name = CSS.escape(error.pointer.slice(1));
      const field = form.querySelector(['[data-pointer="' + CSS.escape(error.pointer) + '"]', '[name="' + name + '"]', '[id="' + name + '"]'].map((each) => each + ':not(:disabled)').join(', '));
      if (!field) { box.append(line(error.pointer + ' ' + error.message)); continue; }
      const wrong = line(error.message, 'wrong');
      wrong.id = 'wrong-' + Math.random().toString(36).slice(2);
      field.setAttribute('aria-invalid', 'true');
      // Several at one field stand in the order in which they were found.
      let last = field;
      while (last.nextElementSibling?.matches('.wrong')) last = last.nextElementSibling;
      field.setAttribute('aria-describedby', (last === field ? '' : field.getAttribute('aria-describedby') + ' ') + wrong.id);
      last.after(wrong);
    }
    if (problem.code) box.append(line(problem.code + (problem.correlation_id ? ' · ' + problem.correlation_id : ''), 'muted'));
    if (box.childElementCount) form.prepend(box);
    (form.querySelector('[aria-invalid]') || box).scrollIntoView({ block: 'nearest' });
    form.querySelector('[aria-invalid]')?.focus();
  };
  // What came of it stands below the form until it is sent again.
  const report = (form, answer) => {
    const box = document.createElement('div'), list = document.createElement('ul');
    box.className = 'said good';
    box.setAttribute('role', 'status');
    list.className = 'plain';
    for (const one of answer.lines) { const item = document.createElement('li'); item.textContent = one; list.append(item); }
    box.append(line(answer.title, 'strong'), list);
    form.append(box);
    box.scrollIntoView({ block: 'nearest' });
  };
  const save = async (form, answer, name) => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(await answer.blob());
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    const said = answer.headers.get('Slipway-Warnings');
    const lines = said ? JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(said), (c) => c.charCodeAt(0)))) : [];
    const more = Number(answer.headers.get('Slipway-Warning-Count')) - lines.length;
    if (more > 0) lines.push(form.dataset.more.replace('{0}', more));
    if (lines.length) { report(form, { title: form.dataset.warned, lines }); return; }
    if (form.dataset.say) toast(form.dataset.say);
    form.closest('dialog')?.close();
  };
  // What is told once takes the form's place, and is gone from the page when its dialog is closed.
  const tell = (form, answer) => {
    const list = document.createElement('dl');
    list.className = 'facts once';
    for (const one of answer.shown || []) {
      const name = document.createElement('dt'), value = document.createElement('dd'), text = document.createElement('code'), copy = document.createElement('button');
      name.textContent = one.name;
      text.textContent = one.value;
      copy.type = 'button';
      copy.className = 'btn';
      copy.textContent = one.copy;
      copy.addEventListener('click', () => navigator.clipboard.writeText(one.value).then(() => toast(words.wordsCopied)));
      value.append(text, copy);
      list.append(name, value);
    }
    const dialog = form.closest('dialog'), hide = document.createElement('button'), end = document.createElement('div');
    hide.type = 'button';
    hide.className = 'btn btn-primary';
    hide.dataset.close = '';
    hide.textContent = form.dataset.hide;
    end.className = 'dialog-end';
    end.append(hide);
    // Words are written down by hand, in their order, and get onto no clipboard.
    const order = document.createElement('ol');
    order.className = 'words';
    for (const word of answer.list || []) { const item = document.createElement('li'); item.textContent = word; order.append(item); }
    const parts = [line(answer.note || form.dataset.note), answer.list ? order : list, end], before = [...form.childNodes];
    form.reset();
    form.replaceChildren(...parts);
    dialog.addEventListener('close', () => {
      list.replaceChildren();
      order.replaceChildren();
      if (form.dataset.then) { location.reload(); return; }
      form.replaceChildren(...before);
      dirty = true;
      refresh();
    }, { once: true });
    hide.focus();
  };
  const done = (form, answer) => {
    // What was typed and must not stay, a secret above all, goes with the answer.
    if ('clear' in form.dataset) form.reset();
    if (form.dataset.list && answer[form.dataset.list]) answer.list = answer[form.dataset.list];
    if (answer.shown || answer.list) { tell(form, answer); return; }
    if (answer.lines) { report(form, answer); return; }
    const to = answer.go || form.dataset.then, say = answer.say || form.dataset.say;
    if (to || answer.reload) {
      // It is said on the page that comes.
      if (say) sessionStorage.setItem('slipway-say', say);
      leaving = true;
      if (to && to !== location.pathname + location.search) location.assign(to); else location.reload();
    } else {
      if (say) toast(say);
      form.closest('dialog')?.close();
      dirty = true;
      refresh();
    }
    form.dispatchEvent(new CustomEvent('slipway:sent', { bubbles: true, detail: answer }));
  };
  const send = async (form) => {
    if (form.dataset.busy) return;
    form.dataset.busy = 'yes';
    sending += 1;
    const buttons = [...form.querySelectorAll('[type=submit]')];
    buttons.forEach((b) => { b.disabled = true; });
    clear(form);
    try {
      const differs = [...form.querySelectorAll('[data-same]')].find((field) => !field.matches(':disabled') && field.value !== form.elements[field.dataset.same].value);
      if (differs) { complain(form, { errors: [{ pointer: '/' + differs.id, message: differs.dataset.differs }] }); return; }
      // A file goes as it is, after one line with what else the form says.
      const type = form.dataset.fileType, json_ = JSON.stringify(document_(form));
      const answer = await fetch(form.getAttribute('action'), {
        method: 'POST', body: type ? new Blob([json_, '\n', form.querySelector('[type=file]').files[0]]) : json_,
        headers: { 'Content-Type': type || 'application/json', 'X-Slipway-Page': pageToken() },
      });
      const file = /filename="([^"]+)"/.exec(answer.headers.get('Content-Disposition') || '');
      if (answer.ok && file) { await save(form, answer, file[1]); return; }
      const text = await answer.text();
      let json = {};
      try { json = text ? JSON.parse(text) : {}; } catch (none) { json = { detail: answer.status + ' ' + answer.statusText }; }
      if (answer.ok) done(form, json);
      else {
        // How to sign in again is said in the words of the banner.
        if (answer.status === 401) { json.detail = words.wordsSignedOut; delete json.next_step; }
        complain(form, json);
        form.dispatchEvent(new CustomEvent('slipway:refused', { bubbles: true, detail: json }));
      }
    } catch (failure) {
      complain(form, { detail: words.wordsUnreachable });
    } finally {
      delete form.dataset.busy;
      sending -= 1;
      refresh();
      buttons.forEach((b) => { b.disabled = false; });
    }
  };
  // Parts of a form that count only with a certain choice.
  const fit = () => document.querySelectorAll('[data-when]').forEach((part) => {
    const [name, value] = part.dataset.when.split('='), chosen = part.closest('form').elements[name];
    part.hidden = chosen.value !== value;
    if ('disabled' in part) part.disabled = part.hidden;
  });
  fit();
  document.addEventListener('change', fit);
  // A field of one line would make blanks of the ends of the lines that are pasted.
  document.addEventListener('paste', (event) => {
    const kind = byId(event.target.dataset?.kind), text = event.clipboardData.getData('text');
    if (!kind || !/[\r\n]./.test(text)) return;
    event.preventDefault();
    kind.value = 'many';
    fit();
    const field = byId(event.target.id + '-many');
    field.value = text;
    field.focus();
  });
  document.addEventListener('reset', () => setTimeout(fit));
  document.addEventListener('close', (event) => { event.target.querySelectorAll?.('form[data-clear]').forEach((form) => { form.reset(); clear(form); }); }, true);
  document.addEventListener('slipway:problem', (event) => { clear(event.target); complain(event.target, event.detail); });
  for (const stays of ['pageshow', 'hashchange']) addEventListener(stays, () => { leaving = false; });
  document.addEventListener('submit', (event) => {
    if (event.target.matches('form[data-send]')) { event.preventDefault(); send(event.target); }
  });

  // What was typed at length is not lost by a wrong click.
  addEventListener('beforeunload', (event) => {
    const fields = document.querySelectorAll('form[data-keeps] :is(input:not([type=hidden]), textarea)');
    if (!leaving && [...fields].some((field) => field.value !== field.defaultValue)) event.preventDefault();
  });

  // Whoever opens what a notification is about has read it; the page goes on without waiting for that.
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-reads]');
    if (link) fetch(link.dataset.reads, { method: 'POST', body: '{}', keepalive: true, headers: { 'Content-Type': 'application/json', 'X-Slipway-Page': pageToken() } });
  });

  // ---- dialogs, copying, the narrow navigation ----------------------------------------------------------------------------
  const open = (id) => {
    const dialog = byId(id);
    if (!dialog || dialog.open) return;
    dialog.showModal();
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
