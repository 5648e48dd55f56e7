'use strict';
// VMs chosen in the list: they stay chosen when it is drawn anew, and none is chosen that is not seen.
(function () {
  const bar = document.getElementById('picked');
  if (!bar) return;
  const chosen = new Map();
  const boxes = () => [...document.querySelectorAll('#live .pick')];
  const all = () => document.getElementById('pick-all');
  let last = null;

  const draw = () => {
    const shown = boxes(), ids = new Set(shown.map((box) => box.value));
    for (const id of [...chosen.keys()]) if (!ids.has(id)) chosen.delete(id);
    shown.forEach((box) => { box.checked = chosen.has(box.value); box.closest('tr').classList.toggle('chosen', box.checked); });
    if (all()) { all().checked = shown.length > 0 && chosen.size === shown.length; all().indeterminate = chosen.size > 0 && chosen.size < shown.length; }
    const count = document.getElementById('picked-count'), text = count.dataset.words.replace('{0}', String(chosen.size));
    if (count.textContent !== text) count.textContent = text;
    document.querySelector('#picked-export [name=vms]').value = [...chosen.keys()].join('\n');
    bar.hidden = chosen.size === 0;
  };
  const choose = (box, on) => { if (on) chosen.set(box.value, box.dataset.name); else chosen.delete(box.value); };

  document.addEventListener('click', (event) => {
    const box = event.target;
    if (!box.matches('#live .pick, #pick-all')) return;
    if (box.id === 'pick-all') boxes().forEach((one) => choose(one, box.checked));
    else {
      const shown = boxes(), to = shown.indexOf(box), from = shown.findIndex((one) => one.value === last);
      const range = event.shiftKey && from >= 0 ? shown.slice(Math.min(from, to), Math.max(from, to) + 1) : [box];
      range.forEach((one) => choose(one, box.checked));
      last = box.value;
    }
    draw();
  });
  document.getElementById('picked-none').addEventListener('click', () => { chosen.clear(); draw(); boxes()[0]?.focus(); });
  document.body.addEventListener('htmx:afterSwap', draw);

  // The question names each of them as they are chosen now.
  bar.addEventListener('click', (event) => {
    const opener = event.target.closest('[data-open]');
    if (!opener) return;
    const dialog = document.getElementById(opener.dataset.open);
    dialog.querySelector('.picked-names').replaceChildren(...[...chosen.values()].map((name) => {
      const item = document.createElement('li');
      item.textContent = name;
      return item;
    }));
    dialog.querySelector('[name=vms]').value = [...chosen.keys()].join('\n');
    const ask = dialog.querySelector('#picked-delete-ask');
    if (ask) ask.textContent = ask.dataset.words.replace('{0}', String(chosen.size));
  }, true);

  document.addEventListener('slipway:sent', (event) => {
    if (!event.target.matches('.picked-form')) return;
    const item = (result) => {
      const line = document.createElement('li'), words = document.createElement('div'), name = document.createElement('strong'), text = document.createElement('p');
      const sign = document.getElementById(result.ok ? 'picked-ok' : 'picked-refused');
      const said = document.createElement('span');
      said.className = 'unseen';
      said.textContent = sign.querySelector('span').textContent;
      // One that is gone has no name any more but the one it was chosen by.
      name.textContent = chosen.get(result.vm) || result.name;
      text.textContent = result.text;
      words.className = 'line-text';
      words.append(said, name, text);
      line.append(sign.querySelector('svg').cloneNode(true), words);
      return line;
    };
    document.getElementById('picked-list').replaceChildren(...event.detail.results.map(item));
    // Those that were refused stay chosen: something else may help them.
    event.detail.results.filter((result) => result.ok).forEach((result) => chosen.delete(result.vm));
    draw();
    document.getElementById('picked-results').showModal();
  });
  draw();
})();
