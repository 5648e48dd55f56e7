'use strict';
// The parts of a page that are drawn anew when something changes, and the stream that says so: one for all tabs of a browser.
(function () {
  const { words, byId, span, ahead } = window.slipway, slipway = window.slipway, body = document.body;

  // ---- live parts ---------------------------------------------------------------------------------------------------------
  const TOPICS = ['jobs', 'vms', 'hosts', 'artifacts', 'profiles', 'secrets', 'tokens', 'audit', 'notifications'];
  const stream = byId('stream');
  const banner = byId('away');
  const wanted = new Set((words.live || '').split(',').filter(Boolean));
  let downSince = 0, dirty = false, busy = false, readAgainAt = 0, missed = false, told = 'waiting', cursor = words.cursor || '', asked = 0;
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
    if (!dirty || busy || slipway.sending || slipway.leaving || asked || document.hidden || told === 'out' || !byId('live') || held()) return;
    const wait = readAgainAt - performance.now();
    if (wait > 0) { setTimeout(refresh, wait); return; }
    dirty = false; busy = true; missed = false;
    const begun = performance.now();
    htmx.ajax('GET', location.pathname + location.search, { target: '#live', select: '#live', swap: 'outerHTML' }).catch(() => { missed = true; })
        .finally(() => {
          busy = false;
          dirty = dirty || missed;
          const now = performance.now();
          // A page that takes long to make is asked for half of the time at most.
          readAgainAt = missed ? now + PACE_AFTER_FAILURE : Math.max(begun + PACE, now + Math.min(now - begun, PACE_AFTER_FAILURE));
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
    if (slipway.sending || slipway.leaving || asked || old) { event.preventDefault(); dirty = true; }
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
  // The vault is no row that has events: what happened to it before this page listened is seen by its note, read once more.
  const vault = () => byId('vault-note')?.firstElementChild?.getAttribute('aria-label');
  let known = vault(), looked = false, stale = false;
  // A page of forms about the vault is not drawn anew piece by piece; it is loaded again as soon as nobody has his hand in it.
  const follow = () => {
    if (stale && !typed() && !document.querySelector('dialog[open]') && !slipway.sending && !slipway.leaving) { stale = false; location.reload(); }
  };
  if (byId('vault-note')) {
    new MutationObserver(() => {
      if (vault() === known) return;
      known = vault();
      dirty = true;
      refresh();
      stale = !!document.querySelector('[data-with-vault]');
      follow();
    }).observe(byId('vault-note'), { childList: true });
  }
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
    if (message.state === 'live' && !looked) { looked = true; recount = true; count(); }
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
      // What ran out meanwhile is not shown as if it held.
      const until = Number(byId('live')?.dataset.until);
      if (until && Date.now() + ahead > until) dirty = true;
      if (dirty) refresh();
      follow();
      if (stream.dataset.state === 'down' && Date.now() - downSince > 3000) {
        stream.textContent = span(Date.now() - downSince);
        banner.textContent = words.wordsDown.replace('{0}', span(Date.now() - downSince));
        banner.hidden = false;
      }
    }, 1000);
  } else if (words.signedIn === 'no') {
    localStorage.setItem('slipway-back', JSON.stringify({ to: location.pathname + location.search + location.hash, at: Date.now() }));
  }

  slipway.refresh = refresh;
  slipway.redraw = () => { dirty = true; refresh(); };
})();
