// Applies the chosen theme before the first paint; the app itself may not use inline scripts.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('cairn.theme');
  } catch {
    // Storage may be forbidden; the system's theme is then a good answer.
  }
  if (chosen === 'light' || chosen === 'dark') {
    document.documentElement.dataset.theme = chosen;
  }
})();
