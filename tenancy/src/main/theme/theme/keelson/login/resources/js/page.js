import { checkAuthSession, startSessionPolling } from './authChecker.js';

// Whoever signed in in another tab is taken there, and a page of a sign-in that is over is loaded anew.
const { session, sessionUrl } = document.body.dataset;
startSessionPolling(sessionUrl);
if (session) checkAuthSession(session);

// A form or a link to a provider counts once, however often it is pressed.
const used = new WeakSet();
function once(event, thing) {
  if (used.has(thing)) event.preventDefault();
  else used.add(thing);
}
document.addEventListener('submit', (event) => once(event, event.target));
document.addEventListener('click', (event) => {
  const link = event.target.closest('#kc-social-providers a');
  if (link) once(event, link);
});
// Whoever goes back may send it again.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});

for (const button of document.querySelectorAll('[data-shows]')) {
  const field = document.getElementById(button.dataset.shows);
  const words = { show: button.textContent, hide: button.dataset.hide };
  const labels = { show: button.getAttribute('aria-label'), hide: button.dataset.hideLabel };
  button.hidden = false;
  button.addEventListener('click', () => {
    const shown = field.type === 'password';
    field.type = shown ? 'text' : 'password';
    button.textContent = shown ? words.hide : words.show;
    button.setAttribute('aria-label', shown ? labels.hide : labels.show);
  });
}

// The parent's own forms: each fault belongs to its field, and the first one is where to go on.
const wrong = document.querySelectorAll('[aria-invalid="true"]');
for (const field of wrong) {
  const fault = document.getElementById(`input-error-${field.id}`);
  if (fault && !field.hasAttribute('aria-describedby')) field.setAttribute('aria-describedby', fault.id);
}
wrong[0]?.focus();
