// Runs before the page is shown: only one edition is to be seen where scripts run.
(() => {
  const root = document.documentElement;
  const asked = new URLSearchParams(location.hash.slice(1)).get("edition");
  root.classList.add("js");
  if (asked && /^[\w-]{1,20}$/.test(asked)) root.dataset.shown = asked;
})();
