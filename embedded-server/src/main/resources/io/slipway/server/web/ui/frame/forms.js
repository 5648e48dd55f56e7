'use strict';
// What is sent: forms as JSON or as a file, what came of it, and what must not be lost on the way.
(function () {
  const { words, byId, pageToken, toast } = window.slipway, slipway = window.slipway, body = document.body;

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
      slipway.redraw();
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
      slipway.leaving = true;
      if (to && to !== location.pathname + location.search) location.assign(to); else location.reload();
    } else {
      if (say) toast(say);
      form.closest('dialog')?.close();
      slipway.redraw();
    }
    form.dispatchEvent(new CustomEvent('slipway:sent', { bubbles: true, detail: answer }));
  };
  // A part that its own forms change and that is then read anew takes nothing while that goes on: it would be lost.
  const alone = (part, more) => {
    if (!part) return;
    const going = Number(part.dataset.going || 0) + more, buttons = () => [...part.querySelectorAll('button')];
    part.dataset.going = going;
    if (going === 1 && more === 1 && !part.inert) { part.dataset.at = buttons().indexOf(document.activeElement); }
    part.inert = going > 0;
    // Whoever moves by keyboard goes on where he was.
    if (going === 0 && Number(part.dataset.at) >= 0 && document.activeElement === body) buttons()[Math.min(part.dataset.at, buttons().length - 1)]?.focus();
  };
  body.addEventListener('htmx:beforeRequest', (event) => { if (event.detail.target?.matches('[data-alone]')) alone(event.detail.target, 1); });
  body.addEventListener('htmx:afterRequest', (event) => { if (event.detail.target?.matches('[data-alone]')) alone(event.detail.target, -1); });
  // What somebody asked for by a button and does not get is not passed over.
  for (const failure of ['htmx:responseError', 'htmx:sendError', 'htmx:timeout']) {
    body.addEventListener(failure, (event) => {
      if (!event.detail.elt?.matches('button[hx-post]')) return;
      let problem = {};
      try { problem = JSON.parse(event.detail.xhr.responseText); } catch (none) { /* no answer of ours */ }
      toast(event.detail.xhr.status === 401 ? words.wordsSignedOut : [problem.title, problem.detail].filter(Boolean).join(': ') || words.wordsUnreachable);
    });
  }
  const send = async (form) => {
    if (form.dataset.busy) return;
    form.dataset.busy = 'yes';
    slipway.sending += 1;
    const part = form.closest('[data-alone]');
    alone(part, 1);
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
      alone(part, -1);
      slipway.sending -= 1;
      slipway.refresh();
      buttons.forEach((b) => { b.disabled = b.matches('[data-when-read]') && !b.closest('dialog').hasAttribute('data-ready'); });
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
  for (const stays of ['pageshow', 'hashchange']) addEventListener(stays, () => { slipway.leaving = false; });
  document.addEventListener('submit', (event) => {
    if (event.target.matches('form[data-send]')) { event.preventDefault(); send(event.target); }
  });

  // What was typed at length is not lost by a wrong click.
  addEventListener('beforeunload', (event) => {
    const fields = document.querySelectorAll('form[data-keeps] :is(input:not([type=hidden]), textarea)');
    if (!slipway.leaving && [...fields].some((field) => field.value !== field.defaultValue)) event.preventDefault();
  });

  // Whoever opens what a notification is about has read it; the page goes on without waiting for that.
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-reads]');
    if (link) fetch(link.dataset.reads, { method: 'POST', body: '{}', keepalive: true, headers: { 'Content-Type': 'application/json', 'X-Slipway-Page': pageToken() } });
  });
})();
