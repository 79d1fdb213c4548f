// Sets the theme before the first paint. A file of its own, because the pages allow no inline script.
(() => {
  let stored = null;
  try {
    stored = localStorage.getItem('keelson-theme');
  } catch {
    // Storage may be switched off.
  }
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  document.documentElement.dataset.mantineColorScheme =
    stored === 'light' || stored === 'dark' ? stored : system;
})();
