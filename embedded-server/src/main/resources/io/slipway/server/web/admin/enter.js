'use strict';
// The one-time code stands behind the # and so is never sent by itself. It is taken from the address bar before anything else,
// so that it stays in no history. The page token belongs to this origin, port included; the cookie cannot be read from here.
(async function () {
  const state = document.getElementById('state');
  const code = location.hash.slice(1);
  if (code) history.replaceState(null, '', location.pathname);

  const say = (text) => { state.textContent = text; };
  const problem = async (answer) => {
    const body = await answer.json().catch(() => ({}));
    return [body.detail, body.next_step].filter(Boolean).join(' ') || 'It did not work (' + answer.status + ').';
  };
  // A session that ended under somebody's hands, not long ago, goes on where it was.
  const back = () => {
    const kept = localStorage.getItem('slipway-back');
    localStorage.removeItem('slipway-back');
    try {
      const { to, at } = JSON.parse(kept);
      const page = new URL(to, location.origin);
      if (page.origin === location.origin && /^\/ui(\/|$)/.test(page.pathname) && Date.now() - at < 3600000) return page.pathname + page.search + page.hash;
    } catch (none) {
      // Nobody was sent away.
    }
    return '/ui';
  };
  const json = { 'Content-Type': 'application/json' };

  try {
    if (code) {
      const answer = await fetch('/enter', { method: 'POST', headers: json, body: JSON.stringify({ code }) });
      if (!answer.ok) return say(await problem(answer));
      localStorage.setItem('slipway-page', (await answer.json()).page_token);
    }
    const who = await fetch('/ui/session');
    if (!who.ok) return say('You are not signed in. Run: slipway open');
    new BroadcastChannel('slipway').postMessage({ entered: true });
    // Not in the history: going back from the first page leads to where the operator came from.
    location.replace(back());
  } catch (failure) {
    say('Slipway does not answer. Is it still running?');
  }
})();
