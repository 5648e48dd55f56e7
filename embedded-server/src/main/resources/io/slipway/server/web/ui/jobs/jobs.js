'use strict';
// A job's log grows at its end: the server renders the lines, this asks for those that came and keeps the reader where he reads.
(function () {
  const lines = document.getElementById('log-lines');
  if (!lines) return;
  const about = lines.dataset;
  const follow = document.getElementById('log-follow');
  const show = (id, shown) => { document.getElementById(id).hidden = !shown; };
  const following = () => follow.checked && !document.getElementById('log-follow-box').hidden;
  let busy = false, asked = false, own = false;

  const toEnd = () => { own = true; lines.scrollTop = lines.scrollHeight; };
  const shorten = () => { while (lines.children.length > Number(about.most)) lines.firstElementChild.remove(); };
  const add = async (answer) => {
    const fresh = document.createElement('template');
    fresh.innerHTML = await answer.text();
    about.last = answer.headers.get('Slipway-Log-Last') || about.last;
    about.over = answer.headers.get('Slipway-Log-Over') === 'true' ? 'yes' : 'no';
    if (fresh.content.firstElementChild) {
      lines.append(fresh.content);
      show('log-empty', false);
      shorten();
    }
    show('log-ended', about.over === 'yes');
    if (following()) toEnd();
    show('log-follow-box', about.over !== 'yes');
  };
  const more = async () => {
    if (about.grows !== 'yes' || document.hidden) return;
    if (busy) { asked = true; return; }
    busy = true;
    try {
      const answer = await fetch(about.more + '&after=' + about.last, { headers: { 'HX-Request': 'true' } });
      if (answer.ok) await add(answer);
    } catch (unreachable) {
      // The page's own banner says so; the next event asks again.
    } finally {
      busy = false;
      if (asked) { asked = false; setTimeout(more, 250); }
    }
  };

  // Reading further up, nobody wants to be pulled to the end.
  lines.addEventListener('scroll', () => {
    const atEnd = lines.scrollHeight - lines.scrollTop - lines.clientHeight < 24;
    if (!own && follow.checked !== atEnd) follow.checked = atEnd;
    own = false;
  });
  follow.addEventListener('change', () => { if (follow.checked) toEnd(); });
  document.addEventListener('slipway:event', (event) => { if (['jobs', 'all'].includes(event.detail.topic)) more(); });
  // Lines come in batches after the event that they belong to.
  setInterval(() => { if (about.over !== 'yes') more(); }, 1000);

  const wanted = location.hash.startsWith('#line-') && document.getElementById(location.hash.slice(1));
  if (wanted) {
    follow.checked = false;
    own = true;
    lines.scrollTop = wanted.offsetTop - lines.clientHeight / 3;
  } else toEnd();
})();
