'use strict';
// Sends a file before its form: in one stream, with how far it is, and a way to stop. What was sent whole is not sent again.
(function () {
  const form = document.getElementById('artifact-form');
  if (!form) return;
  const file = document.getElementById('artifact-file'), field = (name) => form.elements[name];
  const box = document.getElementById('sending'), bar = document.getElementById('sending-bar'), words = document.getElementById('sending-words');
  const said = form.dataset;
  let sent = null, request = null;

  const problem = (detail) => form.dispatchEvent(new CustomEvent('slipway:problem', { bubbles: true, detail }));
  const wrong = (message) => problem({ detail: '', errors: [{ pointer: '/file', message }] });
  const mebi = (bytes) => (bytes / 1048576).toFixed(1) + ' MiB';
  const rest = () => {
    request = null;
    box.hidden = true;
    form.querySelectorAll('[type=submit]').forEach((button) => { button.disabled = false; });
  };
  const answered = (chosen) => {
    let answer = {};
    try { answer = JSON.parse(request.responseText); } catch (none) { answer = { detail: request.status + ' ' + request.statusText }; }
    const fine = request.status === 200;
    rest();
    if (!fine) { problem(answer); return; }
    sent = chosen;
    field('sha256').value = answer.sha256;
    field('size').value = String(answer.size);
    form.requestSubmit();
  };
  const send = (chosen) => {
    form.querySelectorAll('[type=submit]').forEach((button) => { button.disabled = true; });
    request = new XMLHttpRequest();
    request.open('POST', said.file);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.setRequestHeader('X-Slipway-Page', localStorage.getItem('slipway-page') || '');
    request.upload.onprogress = (event) => {
      bar.value = chosen.size ? Math.floor(event.loaded * 100 / chosen.size) : 0;
      words.textContent = said.wordsSent.replace('{0}', mebi(event.loaded)).replace('{1}', mebi(chosen.size));
    };
    request.onload = () => answered(chosen);
    request.onerror = () => { rest(); wrong(said.wordsBroken); };
    request.onabort = () => { rest(); wrong(said.wordsCancelled); };
    bar.value = 0;
    words.textContent = said.wordsSent.replace('{0}', mebi(0)).replace('{1}', mebi(chosen.size));
    box.hidden = false;
    request.send(chosen);
  };

  // Before the form itself is sent: the file goes first.
  document.addEventListener('submit', (event) => {
    const chosen = file.files[0];
    if (event.target !== form || !chosen || chosen === sent) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (request) return;
    if (chosen.size > Number(said.largest)) wrong(said.wordsLargest);
    else if (!chosen.size) wrong(said.wordsEmpty);
    else send(chosen);
  }, true);
  document.getElementById('sending-cancel').addEventListener('click', () => { if (request) request.abort(); });
  file.addEventListener('change', () => {
    const chosen = file.files[0];
    field('sha256').value = field('size').value = '';
    sent = null;
    if (!chosen) return;
    if (!field('object_key').value) field('object_key').value = chosen.name.replace(/[^A-Za-z0-9 ._+()@,=~-]/g, '-');
    if (!field('module').value) field('module').value = chosen.name.replace(/[-_. ]?[0-9].*$|\.[^.]*$/, '').replace(/[^A-Za-z0-9._-]/g, '-').replace(/^[._-]+/, '');
  });
  for (const kind of ['dragover', 'drop']) {
    document.addEventListener(kind, (event) => {
      if (!event.dataTransfer || ![...event.dataTransfer.types].includes('Files')) return;
      event.preventDefault();
      if (kind === 'drop' && !request) { file.files = event.dataTransfer.files; file.dispatchEvent(new Event('change')); }
    });
  }
  addEventListener('beforeunload', (event) => { if (request) event.preventDefault(); });
})();
