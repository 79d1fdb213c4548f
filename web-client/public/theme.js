// Sets theme and density before the first paint. A file of its own, because the pages allow no inline script.
(() => {
  const stored = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // Storage may be switched off.
    }
  };
  const root = document.documentElement;
  const theme = stored('keelson-theme');
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  root.dataset.mantineColorScheme = theme === 'light' || theme === 'dark' ? theme : system;
  if (stored('keelson-density') === 'compact') root.dataset.density = 'compact';
})();
